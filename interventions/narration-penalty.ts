import { z } from 'zod'
import { fine, shareOf } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'
import { type Claim, claims } from './narrated.ts'

/**
 * A price on words: each decision before which the agent claims a dark motive pays λ less. A known risk is that the
 * agent learns not to say what it still does (obfuscation), which shows as a gap between what is stated and what is
 * revealed. Needs networks that narrate.
 *
 * Logs `claimed`, the share of decisions before which what it looks for was claimed; pressure is the same. Its twin taxes
 * claims of the opposite.
 *
 * Source: Baker et al. 2025, monitoring reasoning models; `science.md` §4 (narration).
 */
export const narrationPenalty = defineIntervention({
  id: 'narration-penalty',
  version: 1,
  summary: 'Every claim of a dark motive costs reward.',
  cites: ['Baker et al. 2025'],
  params: z.strictObject({
    weight: z.number().min(0).max(10).default(0.2).describe('What a claim costs, payoff units, 0 … 10; default .2.'),
    claims: z
      .enum(['dark', 'light'])
      .default('dark')
      .describe('Claims that cost: `dark` (default), or their opposites, `light`, for the twin.'),
  }),
  identity: { weight: 0 },
  twin: { claims: 'light' },
  regimes: ['motive', 'encoder', 'full'],
  needs: ['network.narration'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup({ params: { weight, claims: kind }, measure }) {
    return {
      rewards(rewards, episodes) {
        const found = episodes.map((own) => claims(own, kind as Claim))
        measure('claimed', shareOf(found.flat()))
        measure('pressure', shareOf(found.flat()))
        if (weight === 0) return rewards
        return fine(rewards, found, weight)
      },
    }
  },
})
