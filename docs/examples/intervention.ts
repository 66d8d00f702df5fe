import { defineIntervention } from 'mettle'
import { z } from 'zod'

/**
 * Taxes what an episode earned above the mean of its rollout: a crude way to make large wins less attractive. At rate 0 it does nothing, and a run
 * with it is then bit-identical to one without.
 */
export default defineIntervention({
  id: 'tax',
  version: 1,
  summary: 'Takes a share of what an episode earned above the mean of its rollout.',
  cites: [],
  params: z.strictObject({ rate: z.number().min(0).max(1).default(0.5).describe('Share that is taken, 0 … 1.') }),
  identity: { rate: 0 },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params: { rate }, measure }) => ({
    rewards(rewards) {
      if (rate === 0) return rewards
      const sums = rewards.map((episode) => episode.reduce((sum, reward) => sum + reward, 0))
      const mean = sums.reduce((sum, each) => sum + each, 0) / sums.length
      const taken = sums.map((sum) => rate * Math.max(0, sum - mean))
      measure('pressure', taken.reduce((sum, each) => sum + each, 0) / taken.length)
      // The tax falls due with the last decision of the episode.
      return rewards.map((episode, e) =>
        episode.map((reward, t) => (t === episode.length - 1 ? reward - taken[e] : reward)),
      )
    },
  }),
})
