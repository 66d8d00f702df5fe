import { z } from 'zod'
import { darkness } from './dark-acts.ts'
import { defineIntervention } from './define.ts'

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
    /** Payoff per unit of dark appraisal, 0 … 10; default 1. */
    weight: z.number().min(0).max(10).default(1),
  }),
  identity: { weight: 0 },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params: { weight }, measure }) => ({
    rewards(rewards, episodes) {
      const dark = episodes.map(({ appraisals }) => appraisals.map(darkness))
      const all = dark.flat()
      measure('dark', all.reduce((sum, x) => sum + x, 0) / all.length)
      if (weight === 0) return rewards
      return rewards.map((episode, e) => episode.map((reward, t) => reward + weight * dark[e][t]))
    },
  }),
})
