import { z } from 'zod'
import { priced } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Positive control: dark acts pay by themselves. To the reward of each decision it adds `weight` times the action's
 * appraisals of harm, deceit, coercion, breach, exploit and spite. A battery that shows no rise here is too blunt to
 * show a drag (VALIDITY §3.2; `science.md` §5.4). `dark` is the mean of those appraisals per decision.
 */
export const rewardDark = defineIntervention({
  id: 'reward-dark',
  version: 1,
  summary: 'Positive control: every dark act is rewarded for its own sake.',
  kind: 'control',
  cites: [],
  params: z.strictObject({
    weight: z.number().min(0).max(10).default(1).describe('Payoff per unit of dark appraisal, 0 … 10; default 1.'),
  }),
  identity: { weight: 0 },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params: { weight }, measure }) => ({
    rewards(rewards, episodes) {
      const { rewards: more, mean } = priced(rewards, episodes, weight)
      measure('dark', mean)
      return more
    },
  }),
})
