import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult } from '../foundation.ts'
import type { TrialFailure } from '../jobs.ts'
import { elsewhere, type Study, trialName } from '../study.ts'
import type { TrialResult } from '../trial.ts'
import { changes, combine, type Levels } from './levels.ts'

/** The results of a run, by cell. */
export interface Book {
  readonly study: Study
  readonly foundations: readonly FoundationResult[]
  /** A trial each foundation, in order. */
  find(arm: string, regime: Regime): readonly (TrialResult | TrialFailure | undefined)[]
}

export const failed = (trial: TrialResult | TrialFailure): trial is TrialFailure => 'error' in trial

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

/** Half the sum of the changes under rewarded and punished power, a foundation: forgetting and sharpening. */
export function symmetric(book: Book, regime: Regime): Levels[] | null {
  const [rewarded, punished] = [changesOf(book, 'control', regime), changesOf(book, book.study.reversed, regime)]
  return rewarded && punished && rewarded.map((own, i) => combine(own, punished[i], (a, b) => (a + b) / 2))
}

/** Why an arm has no drag of its own, or null. */
export function noDrag({ study }: Book, arm: string, regime: Regime): string | null {
  const own = study.arms[arm]
  if (own.role === 'control') return 'a control: its level is the change'
  if (own.init) return 'no personas to start from: its level is the change'
  if (elsewhere(own)) return 'no sign-reversed twin in this env: its level is the change'
  const twin = study.arms[study.reversed].regimes.includes(regime)
  return twin ? null : `no ${study.reversed} arm in ${regime}: its level is the change`
}

/** Change minus the symmetric part, a foundation. */
export function dragOf(book: Book, arm: string, regime: Regime): Levels[] | null {
  const own = changesOf(book, arm, regime)
  const common = symmetric(book, regime)
  if (!own || !common || noDrag(book, arm, regime)) return null
  return own.map((change, i) => combine(change, common[i], (a, b) => a - b))
}
