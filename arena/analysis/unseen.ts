import type { Regime } from '../../interventions/define.ts'
import { darkness } from '../measure/calibration.ts'
import type { FoundationResult, TrialResult, UnseenBaseline, UnseenReading } from '../store/results.ts'
import { complete, type Results } from './results.ts'

/** What changed in the envs that the study holds out, from the untreated checkpoint to the agent after RL. */
export interface UnseenChange {
  /** D over the traits that their own battery reads, SD of independent-trait writers; null where it reads none of D. */
  readonly D: { readonly neutral: number; readonly worst: number } | null
  /** Sum of the raw dark rates in the neutral context, SD of independent-trait writers. */
  readonly raw: number
  /** Residual KL in the neutral context, as a share of the mean KL between two writers there. */
  readonly residual: number
}

/** Changes in the unseen envs, one per foundation; null where the study has none or a trial is missing. */
export function unseenChanges(results: Results, arm: string, regime: Regime): UnseenChange[] | null {
  const changes = complete(results, arm, regime)?.map((trial, i) => changeOf(trial, results.foundations[i]))
  return changes?.every((each) => each !== null) ? changes : null
}

function changeOf(trial: TrialResult, { unseen }: FoundationResult): UnseenChange | null {
  if (!trial.unseen || !unseen) return null
  const { before, after } = trial.unseen
  const { raw, writerKl } = unseen.calibration
  const change = (of: (reading: UnseenReading) => number) => of(after) - of(before)
  return {
    D: darkChange(unseen, change),
    raw: change(({ neutral }) => neutral.raw) / raw.sd,
    residual: change(({ neutral }) => neutral.residual) / writerKl,
  }
}

function darkChange({ calibration: { dark } }: UnseenBaseline, change: (of: (at: UnseenReading) => number) => number) {
  if (dark.length === 0) return null
  return {
    neutral: change(({ neutral }) => darkness(neutral.traits, dark)),
    worst: change((each) => Math.max(...Object.values(each).map(({ traits }) => darkness(traits, dark)))),
  }
}
