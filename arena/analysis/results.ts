import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult, TrialFailure, TrialResult } from '../store/results.ts'
import { failed } from '../store/results.ts'
import { contestOf, elsewhere } from '../study/arms.ts'
import type { Study } from '../study/study.ts'
import { trialName } from '../study/trials.ts'
import { changes, combine, type Levels } from './levels.ts'

/** The results of a run, by cell. */
export interface Results {
  readonly study: Study
  readonly foundations: readonly FoundationResult[]
  /** One trial per foundation, in order. */
  find(arm: string, regime: Regime): readonly (TrialResult | TrialFailure | undefined)[]
}

export function resultsOf(
  study: Study,
  foundations: readonly FoundationResult[],
  trials: readonly (TrialResult | TrialFailure)[],
): Results {
  const byName = new Map(trials.map((trial) => [trialName(trial.id), trial]))
  return {
    study,
    foundations,
    find: (arm, regime) => foundations.map(({ index }) => byName.get(trialName({ arm, regime, foundation: index }))),
  }
}

/** The finished trials of a cell; null as a whole when one is missing, since no pair may be dropped. */
export function complete(results: Results, arm: string, regime: Regime): readonly TrialResult[] | null {
  const trials = results.find(arm, regime)
  return trials.every((trial) => trial && !failed(trial)) && trials.length > 0 ? (trials as TrialResult[]) : null
}

/** Changes of trait levels in a cell, one per foundation. */
export function changesOf(results: Results, arm: string, regime: Regime): Levels[] | null {
  const trials = complete(results, arm, regime)
  return trials === null ? null : trials.map((trial, i) => changes(trial, results.foundations[i].calibration))
}

/** Why an arm has no drag of its own, or null. */
export function noDrag({ study }: Results, arm: string, regime: Regime): string | null {
  const own = study.arms[arm]
  if (own.role === 'control') return 'a control has no drag of its own, only a change'
  const contest = contestOf(study, arm)
  if (own.init) return 'no personas to start from, so only a change'
  if (!contest) return `no sign-reversed twin ${elsewhere(own) ? 'in this env' : 'on this corpus'}, so only a change`
  const twin = study.arms[contest.punished].regimes.includes(regime)
  return twin ? null : `no ${contest.punished} arm in ${regime}, so only a change`
}

/** The arms that the drag of an arm is made of. */
export function behindDrag({ study }: Results, arm: string): string[] {
  const contest = contestOf(study, arm)
  return contest ? [...new Set([arm, contest.rewarded, contest.punished])] : [arm]
}

/** How two figures of one shape are combined, number by number. */
type Combine<T> = (a: T, b: T, of: (x: number, y: number) => number) => T
type Of<T> = (trial: TrialResult, i: number) => T

/**
 * What a contest does whichever sign power is paid with: half of (power rewarded + power punished), by foundation. Null
 * where the arm has no sign-reversed twin or a trial is missing.
 */
function symmetricPart<T>(results: Results, arm: string, regime: Regime, of: Of<T>, combine: Combine<T>): T[] | null {
  const contest = contestOf(results.study, arm)
  if (!contest) return null
  const [rewarded, punished] = [contest.rewarded, contest.punished].map((each) =>
    complete(results, each, regime)?.map(of),
  )
  return rewarded && punished ? rewarded.map((own, i) => combine(own, punished[i], (a, b) => (a + b) / 2)) : null
}

/**
 * Any figure that is linear in a trial's change, less its symmetric part (VALIDITY §3.2), by foundation. Null where the
 * arm has no drag of its own or a trial is missing.
 */
function lessSymmetric<T>(results: Results, arm: string, regime: Regime, of: Of<T>, combine: Combine<T>): T[] | null {
  if (noDrag(results, arm, regime)) return null
  const own = complete(results, arm, regime)?.map(of)
  const common = symmetricPart(results, arm, regime, of, combine)
  return own && common ? own.map((each, i) => combine(each, common[i], (a, b) => a - b)) : null
}

const changed =
  ({ foundations }: Results): Of<Levels> =>
  (trial, i) =>
    changes(trial, foundations[i].calibration)

/** The symmetric part of the changes of trait levels. */
export const symmetric = (results: Results, arm: string, regime: Regime): Levels[] | null =>
  symmetricPart(results, arm, regime, changed(results), combine)

/** The drag of every trait level: its change less the symmetric part. */
export const dragOf = (results: Results, arm: string, regime: Regime): Levels[] | null =>
  lessSymmetric(results, arm, regime, changed(results), combine)

/** The drag of any other figures of a trial, [foundations][figures]. */
export const dragOfFigures = (
  results: Results,
  arm: string,
  regime: Regime,
  of: (trial: TrialResult) => readonly number[],
): (readonly number[])[] | null =>
  lessSymmetric<readonly number[]>(results, arm, regime, of, (a, b, join) => a.map((x, k) => join(x, b[k])))
