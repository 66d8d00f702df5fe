import { z } from 'zod'
import { shuffled } from '../envs/random.ts'
import { defineIntervention } from './define.ts'

/**
 * Control: rewards dealt out at random over the decisions of the batch. Same marginals, no signal: what still drifts is training
 * noise.
 */
export const shuffleReward = defineIntervention({
  id: 'shuffle-reward',
  version: 1,
  summary: 'Control: rewards are permuted over the batch, so nothing can be learned from them.',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true) }),
  identity: { on: false },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params, rng }) => ({
    rewards(rewards) {
      if (!params.on) return rewards
      const dealt = shuffled(rewards.flat(), rng)[Symbol.iterator]()
      return rewards.map((episode) => episode.map(() => dealt.next().value as number))
    },
  }),
})
