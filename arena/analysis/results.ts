import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult, TrialFailure, TrialResult } from '../store/results.ts'
import { failed } from '../store/results.ts'
import type { Study } from '../study/study.ts'
import { trialName } from '../study/trials.ts'
import { changes, combine, type Levels } from './levels.ts'

/** The results of a run, by cell. */
export interface Results {
  readonly study: Study
  /** Those that were laid. */
  readonly foundations: readonly FoundationResult[]
  /** Numbers of all foundations that were asked for, also of one that failed: with it no cell is whole. */
  readonly indices: readonly number[]
  /** One trial per foundation that was asked for, in order. */
  find(arm: string, regime: Regime): readonly (TrialResult | TrialFailure | undefined)[]
}

export function resultsOf(
  study: Study,
  foundations: readonly FoundationResult[],
  trials: readonly (TrialResult | TrialFailure)[],
): Results {
  const byName = new Map(trials.map((trial) => [trialName(trial.id), trial]))
  const asked = [...foundations.map(({ index }) => index), ...trials.map(({ id }) => id.foundation)]
  const indices = [...new Set(asked)].sort((a, b) => a - b)
  return {
    ...{ study, foundations, indices },
    find: (arm, regime) => indices.map((foundation) => byName.get(trialName({ arm, regime, foundation }))),
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

/** Why an arm has no drag, or null. */
export function noDrag({ study }: Results, arm: string, regime: Regime): string | null {
  const { role, init, reversed } = study.arms[arm]
  if (init) return 'no personas to start from, so only a change'
  if (reversed === undefined)
    return role === 'control'
      ? 'a control has no drag of its own, only a change'
      : 'no sign-reversed twin, so only a change'
  return study.arms[reversed].regimes.includes(regime) ? null : `no ${reversed} arm in ${regime}, so only a change`
}

/** The arms that the drag of an arm is made of: itself and its twin. */
export function behindDrag({ study }: Results, arm: string): string[] {
  const { reversed } = study.arms[arm]
  return reversed === undefined ? [arm] : [arm, reversed]
}

type Of<T> = (trial: TrialResult, i: number) => T

/** A figure of both halves of a pair: power rewarded, and power punished. */
export interface Pair<T> {
  readonly rewarded: T
  readonly punished: T
}

/** A figure of every pair, by foundation; null where an arm has no drag or a trial is missing, since no pair is dropped. */
export function pairsOf<T>(results: Results, arm: string, regime: Regime, of: Of<T>): Pair<T>[] | null {
  const { reversed } = results.study.arms[arm]
  if (reversed === undefined || noDrag(results, arm, regime)) return null
  const rewarded = complete(results, arm, regime)
  const punished = complete(results, reversed, regime)
  return rewarded && punished && rewarded.map((own, i) => ({ rewarded: of(own, i), punished: of(punished[i], i) }))
}

/** Half of (power rewarded − power punished): what turns with the sign of the contest (VALIDITY §3.1). */
export const half = (rewarded: number, punished: number): number => (rewarded - punished) / 2

/** Half of (power rewarded + power punished): what is common to both signs. */
export const common = (rewarded: number, punished: number): number => (rewarded + punished) / 2

/** The changes of every pair, by foundation. */
export const pairedChanges = (results: Results, arm: string, regime: Regime): Pair<Levels>[] | null =>
  pairsOf(results, arm, regime, (trial, i) => changes(trial, results.foundations[i].calibration))

/** The drag of every trait level, by foundation. */
export const dragOf = (results: Results, arm: string, regime: Regime): Levels[] | null =>
  pairedChanges(results, arm, regime)?.map(({ rewarded, punished }) => combine(rewarded, punished, half)) ?? null

/** The drag of any other figures of a trial that are changes, [foundations][figures]. */
export const dragOfFigures = (
  results: Results,
  arm: string,
  regime: Regime,
  of: (trial: TrialResult) => readonly number[],
): (readonly number[])[] | null =>
  pairsOf(results, arm, regime, of)?.map(({ rewarded, punished }) => rewarded.map((x, k) => half(x, punished[k]))) ??
  null
