import { COOPERATE, DEFECT, type Dilemma } from '../../envs/dilemma/rules.ts'
import type { Bot } from './bot.ts'

/** What a strategy chooses, given the public past. The strategy `random` is the bot of that name, for any env. */
type Strategy = (past: Dilemma, seat: number) => number

/** Strategies read the past out of the view, so bots remember nothing. The action table is the choices themselves. */
const bot = (id: string, summary: string, strategy: Strategy): Bot => ({
  id,
  summary,
  start: () => null,
  decide: (asks) => asks.map(({ seen }) => ({ action: strategy(seen.G as Dilemma, seen.seat), memory: null })),
})

export const cooperator = bot('cooperator', 'Always cooperates.', () => COOPERATE)

export const defector = bot('defector', 'Always defects.', () => DEFECT)

export const titForTat = bot(
  'tit-for-tat',
  'Cooperates first, then does what the other did last.',
  ({ last }, seat) => last[1 - seat] ?? COOPERATE,
)

export const grudger = bot(
  'grudger',
  'Cooperates until the other has defected once.',
  ({ cooperations, round }, seat) => (cooperations[1 - seat] === round ? COOPERATE : DEFECT),
)

export const goByMajority = bot(
  'go-by-majority',
  'Cooperates as long as the other has cooperated at least as often as it has defected.',
  ({ cooperations, round }, seat) => (2 * cooperations[1 - seat] >= round ? COOPERATE : DEFECT),
)

export const alternator = bot('alternator', 'Cooperates first, then changes every round.', ({ last }, seat) =>
  last[seat] === COOPERATE ? DEFECT : COOPERATE,
)

export const winStayLoseShift = bot(
  'win-stay-lose-shift',
  "Cooperates first and after rounds in which both did the same: Nowak and Sigmund's Pavlov.",
  ({ last }) => (last[0] === last[1] ? COOPERATE : DEFECT),
)
