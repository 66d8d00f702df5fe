import { COMMON, type Ctx, defineEnv, type Game, INVALID_MOVE } from 'mettle'
import { z } from 'zod'

/**
 * Two seats, one pot. In every round both decide at once: **leave** the pot, and it doubles; **take** it, and it is yours alone. If both take, they
 * share. After a take the pot starts again at 1. Power is the share of all payoff that a seat has.
 */
interface Pot {
  readonly rounds: number
  round: number
  pot: number
  readonly won: number[]
  readonly chosen: (number | null)[]
}

const LEAVE = 0
const TAKE = 1

type Context = { readonly G: Pot; readonly ctx: Ctx; readonly playerID: string; readonly events: { endTurn(): void } }

function choose({ G, playerID, events }: Context, option: unknown) {
  const seat = Number(playerID)
  if (G.chosen[seat] !== null || (option !== LEAVE && option !== TAKE)) return INVALID_MOVE
  // Moves validate before they mutate. `+ 0` keeps −0, which equals 0, out of G.
  G.chosen[seat] = option + 0
  if (G.chosen.includes(null)) return
  const takers = [0, 1].filter((each) => G.chosen[each] === TAKE)
  for (const taker of takers) G.won[taker] += G.pot / takers.length
  G.pot = takers.length > 0 ? 1 : 2 * G.pot
  G.round += 1
  G.chosen.fill(null)
  events.endTurn()
}

export const pot = defineEnv({
  id: 'pot',
  version: 1,
  summary: 'A pot that doubles until somebody takes it.',
  kind: 'train',
  contest: 'mixed',
  params: z.strictObject({ rounds: z.int().min(1).max(20).default(6).describe('Rounds, 1 … 20.') }),
  seats: () => 2,
  // No pair of routes pays the same here, so the env carries no verdict about drag; it serves tournaments and trials.
  parity: 'none',
  game: ({ rounds }): Game<Pot> => ({
    setup: () => ({ rounds, round: 0, pot: 1, won: [0, 0], chosen: [null, null] }),
    turn: { activePlayers: { all: 'choose', maxMoves: 1 }, stages: { choose: { moves: { choose } as never } } },
    endIf: ({ G }) => (G.round >= G.rounds ? { payoffs: [...G.won] } : undefined),
    // What the other chose in this round stays sealed.
    playerView: ({ G, playerID }) => ({
      ...G,
      chosen: G.chosen.map((each, s) => (String(s) === playerID ? each : null)),
    }),
  }),
  actions: () => ['leave', 'take'].map((label, option) => ({ move: 'choose', args: [option], label })),
  legal: (_seen, mask) => void mask.fill(1, 0, 2),
  observationSize: () => COMMON + 2,
  observe({ G, seat }, out) {
    out[0] = G.round / G.rounds
    out[1] = shareOf(G, seat)
    out[2] = 1 / 4
    out[COMMON] = Math.log2(G.pot) / G.rounds
    out[COMMON + 1] = Math.tanh((G.won[seat] - G.won[1 - seat]) / 8)
  },
  appraise: ({ G }, { label }) =>
    label === 'take'
      ? { gain: Math.min(1.5, G.pot / 4), advantage: 0.5, harm: Math.min(1, G.pot / 8) }
      : { benefit: 0.5, gain: 0.1 },
  describe: ({ G, seat }) => `Round ${G.round + 1} of ${G.rounds}: ${G.pot} in the pot, you have ${G.won[seat]}.`,
  // What a person, or a language model, has to know to play; `ruleBook` from 'mettle' sets longer ones in the usual form.
  rules: ({ rounds }) =>
    `Your score is all that you take. A pot of 1 lies between two players. In each of ${rounds} rounds both decide at once and sealed: leave the pot, and it doubles; take it, and it is yours alone, or half of it where both take. After a take the pot starts again at 1.`,
  score: ({ G }, seat) => G.won[seat],
  power: ({ G }, seat) => shareOf(G, seat),
  bound: ({ rounds }) => 2 * rounds,
})

const shareOf = ({ won }: Pot, seat: number): number => {
  const all = won[0] + won[1]
  return all === 0 ? 0.5 : won[seat] / all
}

export default pot
