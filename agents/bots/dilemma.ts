import { COOPERATE, DEFECT, type Dilemma } from '../../envs/dilemma/rules.ts'
import type { Agent } from '../define.ts'

/** What a strategy chooses, given the public past. The strategy `random` is the bot of that name, for any env. */
type Strategy = (past: Dilemma, seat: number) => number

/** Strategies read the past out of the view, so bots remember nothing. The action table is the choices themselves. */
const bot = (id: string, strategy: Strategy): Agent<null> => ({
  id,
  start: () => null,
  decide: (asks) => asks.map(({ seen }) => ({ action: strategy(seen.G as Dilemma, seen.seat), memory: null })),
})

/** Always cooperates. */
export const cooperator = bot('cooperator', () => COOPERATE)

/** Always defects. */
export const defector = bot('defector', () => DEFECT)

/** Cooperates first, then does what the other did last. */
export const titForTat = bot('tit-for-tat', ({ last }, seat) => last[1 - seat] ?? COOPERATE)

/** Cooperates until the other has defected once. */
export const grudger = bot('grudger', ({ cooperations, round }, seat) =>
  cooperations[1 - seat] === round ? COOPERATE : DEFECT,
)

/** Cooperates as long as the other has cooperated at least as often as it has defected. */
export const goByMajority = bot('go-by-majority', ({ cooperations, round }, seat) =>
  2 * cooperations[1 - seat] >= round ? COOPERATE : DEFECT,
)

/** Cooperates first, then changes every round. */
export const alternator = bot('alternator', ({ last }, seat) => (last[seat] === COOPERATE ? DEFECT : COOPERATE))

/** Cooperates first and after rounds in which both did the same: Nowak and Sigmund's Pavlov. */
export const winStayLoseShift = bot('win-stay-lose-shift', ({ last }) => (last[0] === last[1] ? COOPERATE : DEFECT))
