import { z } from 'zod'
import type { Outcomes } from './define.ts'
import { defineIntervention } from './make-intervention.ts'
import { UNDOES_REVERSAL } from './reverse-reward.ts'

type Rewards = readonly (readonly number[])[]

/**
 * Control: the cooperative win. The focal seat is paid the mean of what all seats are paid, scaled so that the SD of
 * returns over the batch is that of its own payoffs: a reward of equal size that taking power from others does not
 * raise. Drag that remains here is no drag of power (VALIDITY §3.2; `science.md` §5.4). Where all seats together are
 * always paid the same there is nothing to win, and nothing is scaled. `scale` is the factor used.
 */
export const shareReward = defineIntervention({
  id: 'share-reward',
  version: 2,
  summary: "Control: the reward is the mean of all seats' payoffs, at the spread of one's own.",
  kind: 'control',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true).describe('Whether it acts.') }),
  identity: { on: false },
  regimes: ['motive', 'encoder', 'full'],
  refuses: ({ seats }) => (seats > 1 ? undefined : 'an env of two or more seats'),
  conflicts: UNDOES_REVERSAL,
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params, measure }) => ({
    rewards(rewards, episodes) {
      if (!params.on) return rewards
      const shared = episodes.map(meanPayoffs)
      const [own, common] = [spread(rewards), spread(shared)]
      const scale = common > 1e-6 * own ? own / common : 1
      measure('scale', scale)
      return shared.map((episode) => episode.map((reward) => scale * reward))
    },
  }),
})

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
const meanPayoffs = ({ payoffs }: Outcomes) => payoffs.map(mean)

/** SD of returns over episodes, payoff units. */
function spread(rewards: Rewards): number {
  const returns = rewards.map((episode) => episode.reduce((sum, reward) => sum + reward, 0))
  const centre = mean(returns)
  return Math.sqrt(mean(returns.map((value) => (value - centre) * (value - centre))))
}
