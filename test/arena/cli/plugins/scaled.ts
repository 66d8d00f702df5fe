import { defineIntervention } from 'mettle'
import { z } from 'zod'

export const scaled = defineIntervention({
  id: 'scaled',
  version: 3,
  summary: 'Multiplies rewards.',
  cites: [],
  params: z.strictObject({ by: z.number().min(0).max(10).default(1) }),
  identity: { by: 1 },
  regimes: ['full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params, measure }) => ({
    rewards(rewards) {
      console.log('a plugin that prints while it runs')
      measure('by', params.by)
      return rewards.map((each) => each.map((reward) => reward * params.by))
    },
  }),
})
