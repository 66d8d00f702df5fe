import type { Failure } from '../../agents/define.ts'

/** A decision for which a seat chose what was illegal when it was asked, or for which an agent outside the process had none. */
export interface Illegal {
  readonly seat: number
  /** Counted from 0. */
  readonly tick: number
  /** Its first choice, an index into the env's table; null where an agent outside the process named none. */
  readonly action: number | null
  /** Illegal choices for this one decision. */
  readonly times: number
  /** Set where none was legal: a legal action was drawn and played for it. */
  readonly forfeited?: true
  /** Why an agent outside the process forfeited it. */
  readonly failure?: Failure
}

/** A finished match: with env, params and transforms this replays it. */
export interface MatchRecord {
  readonly seed: string
  readonly setupData?: unknown
  /** seat, action, seat, action, … in the order applied. */
  readonly actions: readonly number[]
  /**
   * Which acts began a tick, counted from 0. Only in matches in which a decision was dropped: elsewhere the order of
   * seats tells.
   */
  readonly ticks?: readonly number[]
  /** Illegal choices, in order; absent where there were none. They changed nothing. */
  readonly illegal?: readonly Illegal[]
  readonly scores: readonly number[]
  readonly power: readonly number[]
  readonly harmful: boolean
}

/**
 * Which acts of a recorded match began a tick, one flag per act: everybody who decides in a tick saw the state at its
 * start.
 * @param decided whether the seat of an act could decide at the start of the tick that is going on; read where the
 *   record names no ticks
 */
export function beginsTick(
  { actions, ticks }: Pick<MatchRecord, 'actions' | 'ticks'>,
  act: number,
  decided: (seat: number) => boolean,
): boolean {
  if (act === 0) return true
  if (ticks) return ticks.includes(act)
  const [before, seat] = [actions[2 * act - 2], actions[2 * act]]
  return seat <= before || !decided(seat)
}
