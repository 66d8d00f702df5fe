import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult, TrialFailure, TrialResult } from '../store/results.ts'
import { failed } from '../store/results.ts'
import { contestOf, elsewhere, type Study, trialName } from '../study/study.ts'
import { changes, combine, type Levels } from './levels.ts'

/** The results of a run, by cell. */
export interface Book {
  readonly study: Study
  readonly foundations: readonly FoundationResult[]
  /** A trial each foundation, in order. */
  find(arm: string, regime: Regime): readonly (TrialResult | TrialFailure | undefined)[]
}

export function openBook(
  study: Study,
  foundations: readonly FoundationResult[],
  trials: readonly (TrialResult | TrialFailure)[],
): Book {
  const byName = new Map(trials.map((trial) => [trialName(trial.id), trial]))
  return {
    study,
    foundations,
    find: (arm, regime) => foundations.map(({ index }) => byName.get(trialName({ arm, regime, foundation: index }))),
  }
}

/** The finished trials of a cell; null as a whole when one is missing, since no pair may be dropped. */
export function complete(book: Book, arm: string, regime: Regime): readonly TrialResult[] | null {
  const trials = book.find(arm, regime)
  return trials.every((trial) => trial && !failed(trial)) && trials.length > 0 ? (trials as TrialResult[]) : null
}

/** Changes of a cell, a foundation. */
export function changesOf(book: Book, arm: string, regime: Regime): Levels[] | null {
  const trials = complete(book, arm, regime)
  return trials === null ? null : trials.map((trial, i) => changes(trial, book.foundations[i].calibration))
}

/** Half the sum of the changes where power pays and where it is punished, a foundation: forgetting and sharpening. */
export function symmetric(book: Book, arm: string, regime: Regime): Levels[] | null {
  const contest = contestOf(book.study, arm)
  if (!contest) return null
  const [rewarded, punished] = [contest.rewarded, contest.punished].map((each) => changesOf(book, each, regime))
  return rewarded && punished && rewarded.map((own, i) => combine(own, punished[i], (a, b) => (a + b) / 2))
}

/** Why an arm has no drag of its own, or null. */
export function noDrag({ study }: Book, arm: string, regime: Regime): string | null {
  const own = study.arms[arm]
  if (own.role === 'control') return 'a control: its level is the change'
  const contest = contestOf(study, arm)
  if (own.init) return 'no personas to start from: its level is the change'
  if (!contest)
    return `no sign-reversed twin ${elsewhere(own) ? 'in this env' : 'on this corpus'}: its level is the change`
  const twin = study.arms[contest.punished].regimes.includes(regime)
  return twin ? null : `no ${contest.punished} arm in ${regime}: its level is the change`
}

/** The arms that the drag of an arm is made of. */
export function behindDrag({ study }: Book, arm: string): string[] {
  const contest = contestOf(study, arm)
  return contest ? [...new Set([arm, contest.rewarded, contest.punished])] : [arm]
}

/** Change minus the symmetric part, a foundation. */
export function dragOf(book: Book, arm: string, regime: Regime): Levels[] | null {
  if (noDrag(book, arm, regime)) return null
  const own = changesOf(book, arm, regime)
  const common = symmetric(book, arm, regime)
  return own && common && own.map((change, i) => combine(change, common[i], (a, b) => a - b))
}
