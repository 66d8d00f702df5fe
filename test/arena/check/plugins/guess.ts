import { COMMON, defineEnv, type Game, INVALID_MOVE } from 'mettle'
import { z } from 'zod'

interface Guess {
  readonly numbers: number
  readonly number: number
  said: number | null
}

/** An env as an author outside Mettle writes it: guess a number, once. */
export default defineEnv({
  id: 'guess',
  version: 1,
  summary: 'Guess a number.',
  kind: 'train',
  contest: 'mixed',
  params: z.strictObject({ numbers: z.int().min(2).max(4).default(3) }),
  seats: () => 1,
  parity: 'none',
  game: ({ numbers }): Game<Guess> => ({
    setup: ({ random }) => ({ numbers, number: random.Die(numbers), said: null }),
    moves: {
      say({ G }, number: unknown) {
        if (!Number.isInteger(number) || (number as number) < 1 || (number as number) > numbers) return INVALID_MOVE
        G.said = number as number
      },
    },
    endIf: ({ G }) => (G.said === null ? undefined : { payoffs: [G.said === G.number ? 1 : 0] }),
    playerView: ({ G }) => ({ ...G, number: 0 }),
  }),
  actions: () => [1, 2, 3, 4].map((number) => ({ move: 'say', args: [number], label: `${number}` })),
  legal: ({ G }, mask) => void mask.fill(1, 0, G.numbers),
  observationSize: () => COMMON,
  observe(_seen, out) {
    out[1] = 1
  },
  appraise: () => ({ gain: 0.5 }),
  describe: () => 'Which number?',
  score: ({ G }, _seat) => (G.said !== null && G.said === G.number ? 1 : 0),
  power: () => 1,
  bound: () => 1,
})
