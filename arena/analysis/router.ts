import type { Regime } from '../../interventions/define.ts'
import { darkness } from '../measure/calibration.ts'
import type { Routed } from '../measure/router.ts'
import { type Estimate, estimate, missing } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'
import { complete, dragOfFigures, noDrag, type Results } from './results.ts'

interface Change {
  readonly before: Estimate
  readonly after: Estimate
}

/** What a learned gate between z and the bypass does, before RL and after it (E4b of the research programme). */
export interface RouterSummary {
  /** Mean weight of z, 0 … 1, on eval items as they are, and under the mark of the train env. */
  readonly neutral: Change
  readonly training: Change
  /** Mutual information of gate and context, bits. */
  readonly information: Change
  /** Drag of revealed D, neutral context, with the gate forced open for z alone; the change where an arm has no drag. */
  readonly persona: Estimate
}

/** Undefined where networks have no router. */
export function routerOf(results: Results, arm: string, regime: Regime): RouterSummary | undefined {
  const done = complete(results, arm, regime)
  if (!done?.every(({ router }) => router)) return undefined
  const both = (of: (routed: Routed) => number): Change => ({
    before: estimate(done.map(({ router }) => of((router as Both).before))),
    after: estimate(done.map(({ router }) => of((router as Both).after))),
  })
  return {
    neutral: both(({ gate }) => gate.neutral),
    training: both(({ gate }) => gate.training),
    information: both(({ information }) => information),
    persona: personaOf(results, arm, regime, done),
  }
}

type Both = NonNullable<TrialResult['router']>

function personaOf(results: Results, arm: string, regime: Regime, done: readonly TrialResult[]): Estimate {
  const { calibration } = results.foundations[0]
  const change = ({ router }: TrialResult) => {
    const { before, after } = router as Both
    return darkness(after.persona, calibration) - darkness(before.persona, calibration)
  }
  if (noDrag(results, arm, regime)) return estimate(done.map(change))
  const rows = dragOfFigures(results, arm, regime, (trial) => [change(trial)])
  return rows ? estimate(rows.map(([drag]) => drag)) : missing('trials of the sign-reversed twin are missing')
}
