import type { Regime } from '../../interventions/define.ts'
import type { TrialResult } from '../store/results.ts'
import { contestOf } from '../study/study.ts'
import { type Book, complete, noDrag } from './book.ts'

/**
 * Any figures that are linear in a trial's change, less their symmetric part as drag is (VALIDITY §3.2): half of (power rewarded + power
 * punished). One row a foundation; null where a trial is missing or the arm has no drag of its own.
 */
export function halfDifference(
  book: Book,
  arm: string,
  regime: Regime,
  of: (trial: TrialResult) => readonly number[],
): number[][] | null {
  const contest = contestOf(book.study, arm)
  if (!contest || noDrag(book, arm, regime)) return null
  const [own, rewarded, punished] = [arm, contest.rewarded, contest.punished].map((each) =>
    complete(book, each, regime)?.map(of),
  )
  if (!own || !rewarded || !punished) return null
  return own.map((row, i) => row.map((x, k) => x - (rewarded[i][k] + punished[i][k]) / 2))
}
