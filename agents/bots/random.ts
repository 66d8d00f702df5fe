import type { Agent } from '../define.ts'

/** Uniform over legal actions. */
export const random: Agent<null> = {
  id: 'random',
  start: () => null,
  decide: (asks) => asks.map(({ mask, rng }) => ({ action: rng.weighted(mask), memory: null })),
}
