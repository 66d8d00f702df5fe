import { z } from 'zod'
import { shuffled } from '../envs/random.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Control: returns are dealt out at random over the episodes of the batch, so that what still drifts is training noise.
 * An episode gets another's whole return, less the batch mean, after its last decision. Rewards dealt out decision by
 * decision would not do: behaviour that makes matches longer would collect more of them, and would be learned.
 */
export const shuffleReward = defineIntervention({
  id: 'shuffle-reward',
  version: 1,
  summary: 'Control: returns are permuted over the episodes of a batch, so nothing can be learned from them.',
  kind: 'null',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true).describe('Whether it acts.') }),
  identity: { on: false },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params, rng }) => ({
    rewards(rewards) {
      if (!params.on) return rewards
      const returns = rewards.map((episode) => episode.reduce((sum, reward) => sum + reward, 0))
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
      const dealt = shuffled(returns, rng)
      return rewards.map((episode, e) => episode.map((_, t) => (t === episode.length - 1 ? dealt[e] - mean : 0)))
    },
  }),
})
