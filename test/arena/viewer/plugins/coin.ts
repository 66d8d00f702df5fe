import { defineEnv, type Game } from 'mettle'
import { z } from 'zod'

/** Two seats call a coin in turn; a fixture of pages. */
export const coin = defineEnv({
  id: 'coin',
  version: 4,
  summary: 'Two seats call a coin.',
  kind: 'train',
  contest: 'mixed',
  params: z.strictObject({ calls: z.int().min(1).max(9).default(2) }),
  seats: () => 2,
  parity: 'none',
  game: ({ calls }): Game<{ calls: number[]; most: number }> => ({
    name: 'coin',
    setup: () => ({ calls: [] as number[], most: calls }),
    turn: { minMoves: 1, maxMoves: 1 },
    moves: {
      call: ({ G }, side: number) => {
        G.calls.push(side)
      },
    },
    endIf: ({ G }) => (G.calls.length >= G.most ? { over: true } : undefined),
  }),
  actions: () => ['heads', 'tails'].map((label, side) => ({ move: 'call', args: [side], label })),
  legal: (_seen, mask) => void mask.fill(1, 0, 2),
  observationSize: () => 3,
  observe: () => {},
  appraise: (_seen, { label }) => (label === 'tails' ? { deceit: 0.5 } : { gain: 0.1 }),
  score: ({ G }) => G.calls.length,
  power: () => 0.5,
  bound: ({ calls }) => calls,
})
