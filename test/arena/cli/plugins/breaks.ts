import { basename } from 'node:path'
import { defineIntervention } from 'mettle'
import { z } from 'zod'

/** An intervention whose one hook does that. */
export const failing = (id: string, rewards: () => never) =>
  defineIntervention({
    id,
    version: 1,
    summary: 'Never gives rewards back.',
    cites: [],
    params: z.strictObject({}),
    identity: {},
    regimes: ['full'],
    touches: ['rewards'],
    activeIn: ['compete'],
    setup: () => ({ rewards }),
  })()

export const breaks = failing('breaks', () => {
  throw new Error(`out of rewards in ${basename('/here/room')}`)
})
