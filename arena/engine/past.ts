/**
 * How the moves and hooks of a game fared: what their copies of G cost and what lazy copies did, in counts and never by
 * the clock. It decides what is faster, and no state.
 */

export interface Past {
  calls: number
  /** Calls that had to be made again on a draft. */
  again: number
  /** What the last whole copy cost. */
  size: number
  /** What lazy copies cost of late; below zero before the first. */
  work: number
  /** Of the kind that is not used now, one is made when the other kind has cost so many times as much since the last. */
  spent: number
}

/** Copies of so little are never worth a lazy one. */
const SMALL = 16
const OFTEN = 16

export const newPast = (): Past => ({ calls: 0, again: 0, size: 0, work: -1, spent: 0 })

/** Counts a call; whether more than every eighth was made again. */
export const needsDraft = (past: Past): boolean => past.again * 8 > ++past.calls + 8

export function prefersLazy(past: Past): boolean {
  if (past.size <= SMALL) return false
  const lazy = past.work < past.size
  const [cost, other] = lazy ? [past.work, past.size] : [past.size, past.work]
  past.spent += cost
  if (past.spent <= OFTEN * other) return lazy
  past.spent = 0
  return !lazy
}

/** The mean of the last eight or so. */
export function noteWork(past: Past, work: number): void {
  past.work = past.work < 0 ? work : past.work + ((work - past.work) >> 3)
}
