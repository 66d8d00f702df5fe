import { z } from 'zod'
import { shareOf } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'
import { type Claim, claims } from './narrated.ts'

/**
 * Filters by what the agent says of itself: an episode in which it claimed a dark motive is dropped from the update, so
 * that neither the words nor the acts that went with them are reinforced. Whether the motive goes with the words, or
 * only the words go, is the reading: compare stated, represented and revealed. Needs networks that narrate.
 *
 * Logs `claimed`, the share of decisions before which what it looks for was claimed, and `kept`, the share of episodes that
 * train. Pressure is `claimed`. Its twin drops episodes that claim the opposite.
 *
 * Source: the founding post's filtering on stated motives; penalties on chains of thought, Baker et al. 2025.
 */
export const narrationFilter = defineIntervention({
  id: 'narration-filter',
  version: 1,
  summary: 'Drops episodes in which the agent claimed a dark motive before it acted.',
  cites: ['Shaping the exploration of the motivation-space matters for AI safety', 'Baker et al. 2025'],
  params: z.strictObject({
    most: z
      .int()
      .min(0)
      .nullable()
      .default(0)
      .describe('Most claims that an episode may hold and still train, 0 and up; null (no limit) drops nothing.'),
    claims: z
      .enum(['dark', 'light'])
      .default('dark')
      .describe('Claims that count: `dark` (default), or their opposites, `light`, for the twin.'),
  }),
  identity: { most: null },
  twin: { claims: 'light' },
  regimes: ['motive', 'encoder', 'full'],
  needs: ['network.narration'],
  touches: ['episodes'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    return {
      episodes(episodes, outcomes) {
        const found = outcomes.map((own) => claims(own, params.claims as Claim))
        measure('claimed', shareOf(found.flat()))
        measure('pressure', shareOf(found.flat()))
        if (params.most === null) return episodes
        const most = params.most
        const judged = episodes.map((episode, e) =>
          found[e].filter(Boolean).length > most ? { ...episode, weight: 0 } : episode,
        )
        measure('kept', shareOf(judged.map(({ weight }) => weight > 0)))
        return judged
      },
    }
  },
})
