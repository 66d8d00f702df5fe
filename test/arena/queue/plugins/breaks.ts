import { defineIntervention } from 'mettle'
import { z } from 'zod'

/** An intervention whose one hook throws. */
export const breaks = defineIntervention({
  id: 'breaks',
  version: 1,
  summary: 'Never gives rewards back.',
  cites: [],
  params: z.strictObject({}),
  identity: {},
  regimes: ['full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: () => ({
    rewards() {
      throw new Error('out of rewards')
    },
  }),
})
