// @ts-check
import { defineIntervention } from 'mettle'
import { z } from 'zod'

/**
 * Hypothesis: drag comes from matches that are won by much. If so, taking a share of what an episode earned above the mean of its rollout lowers
 * drag, and taking as much at random does not.
 */
export default defineIntervention({
  id: 'my-plugin',
  version: 1,
  summary: 'Takes a share of what an episode earned above the mean of its rollout.',
  cites: [],
  params: z.strictObject({
    rate: z.number().min(0).max(1).default(0.5).describe('Share that is taken, 0 to 1.'),
    at: z
      .enum(['most', 'random'])
      .default('most')
      .describe('Whom it is taken from: those that earned most, or as much from anybody.'),
  }),
  // At these params a run is bit-identical to one without it.
  identity: { rate: 0 },
  // A control of equal size that should not work.
  twin: { at: 'random' },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params: { rate, at }, measure, rng }) => ({
    rewards(rewards) {
      if (rate === 0) return rewards
      const sums = rewards.map((episode) => episode.reduce((sum, reward) => sum + reward, 0))
      const mean = sums.reduce((sum, each) => sum + each, 0) / sums.length
      const most = sums.map((sum) => rate * Math.max(0, sum - mean))
      const taken = at === 'most' ? most : shuffled(most, rng)
      measure('pressure', taken.reduce((sum, each) => sum + each, 0) / taken.length)
      // It falls due with the last decision of the episode.
      return rewards.map((episode, e) =>
        episode.map((reward, t) => (t === episode.length - 1 ? reward - taken[e] : reward)),
      )
    },
  }),
})

/** @param {number[]} values @param {import('mettle').Rng} rng */
function shuffled(values, rng) {
  const left = [...values]
  return values.map(() => left.splice(rng.integer(left.length), 1)[0])
}
