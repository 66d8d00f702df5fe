import type { Regime } from '../../interventions/define.ts'
import { type Aftermaths, OUTCOMES } from '../measure/aftermath.ts'
import { type Estimate, estimate, missing } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'
import { complete, dragOfFigures, noDrag, type Results } from './results.ts'

/** One score of one same-domain scenario, neutral context, exact policies. */
export interface OutcomeSummary {
  /** Expected score, 0 … 1. */
  readonly before: Estimate
  readonly after: Estimate
  /** After minus before, and half the difference of the pair, in SD of independent-trait writers. */
  readonly change: Estimate
  readonly drag: Estimate
}

/** Escalation, third-party collateral and long-run stability, by scenario (VALIDITY §7.5). */
export type AftermathSummary = Readonly<Record<string, Readonly<Record<(typeof OUTCOMES)[number], OutcomeSummary>>>>

/** Scores of acts and not trait coordinates, so they are given off the persona manifold too. */
export function aftermathSummary(
  results: Results,
  arm: string,
  regime: Regime,
): AftermathSummary | ReturnType<typeof missing> {
  const done = complete(results, arm, regime)
  if (!done) return missing('trials are missing')
  const envs = Object.keys(done[0].aftermath.sd)
  if (envs.length === 0) return missing('no same-domain scenario in this study')
  const of = (env: string) =>
    Object.fromEntries(OUTCOMES.map((name) => [name, outcome(results, { arm, regime, env, name }, done)]))
  return Object.fromEntries(envs.map((env) => [env, of(env)])) as AftermathSummary
}

interface Place {
  readonly arm: string
  readonly regime: Regime
  readonly env: string
  readonly name: (typeof OUTCOMES)[number]
}

function outcome(results: Results, { arm, regime, env, name }: Place, done: readonly TrialResult[]): OutcomeSummary {
  const at = (scores: Aftermaths) => scores[env][name]
  const moved = ({ aftermath: { level, after, sd } }: TrialResult) => (at(after) - at(level)) / at(sd)
  const net = dragOfFigures(results, arm, regime, (trial) => [moved(trial)])
  return {
    before: estimate(done.map(({ aftermath }) => at(aftermath.level))),
    after: estimate(done.map(({ aftermath }) => at(aftermath.after))),
    change: estimate(done.map(moved)),
    drag: net
      ? estimate(net.map(([x]) => x))
      : missing(noDrag(results, arm, regime) ?? 'trials of the sign-reversed twin are missing'),
  }
}

/** By env; none where they are missing as a whole. */
export const scenarios = (
  found: AftermathSummary | ReturnType<typeof missing>,
): [string, AftermathSummary[string]][] => (isMissing(found) ? [] : Object.entries(found))

const isMissing = (found: object): found is ReturnType<typeof missing> => 'reason' in found
