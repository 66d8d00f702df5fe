import { z } from 'zod'
import { darkActs, fine, shareOf } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Consequences in the environment: a dark act is detected with probability `detected` and then costs `cost`. At
 * `detected` 0 the environment has a hole; swept from there it gives a dose–response of drag to enforcement, to set
 * beside interventions on motives. Nothing but the reward of the learner changes: opponents and rules stay.
 *
 * Logs `detected`, the share of dark acts that were fined, and `fines`, payoff units per episode. Pressure is the share
 * of acts that are dark all the same. Its twin fines as many acts, whatever they are.
 *
 * Source: the founding post's environments with consequences; deterrence as in Becker 1968.
 */
export const consequence = defineIntervention({
  id: 'consequence',
  version: 1,
  summary: 'Dark acts are detected with a set probability and then cost the learner.',
  cites: ['Becker 1968', 'Shaping the exploration of the motivation-space matters for AI safety'],
  params: z.strictObject({
    detected: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Probability that a dark act is detected, 0 … 1; default .5.'),
    cost: z
      .number()
      .min(0)
      .max(10)
      .default(0.5)
      .describe('What a detected act costs, payoff units, 0 … 10; default .5.'),
    fined: z
      .enum(['dark', 'any'])
      .default('dark')
      .describe('What is fined: `dark` acts (default), or as many of `any` acts, for the twin.'),
  }),
  identity: { detected: 0 },
  twin: { fined: 'any' },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup({ params: { detected, cost, fined }, rng, measure }) {
    return {
      rewards(rewards, episodes) {
        const dark = darkActs(episodes)
        const share = shareOf(dark.flat())
        measure('pressure', share)
        if (detected === 0) return rewards
        const chanceOf = (own: boolean) => (fined === 'any' ? share : own ? 1 : 0) * detected
        const hit = dark.map((acts) => acts.map((own) => rng.uniform() < chanceOf(own)))
        const ofDark = hit.flatMap((acts, e) => acts.filter((_, t) => dark[e][t]))
        if (ofDark.length > 0) measure('detected', shareOf(ofDark))
        measure('fines', (cost * hit.flat().filter(Boolean).length) / rewards.length)
        return fine(rewards, hit, cost)
      },
    }
  },
})
