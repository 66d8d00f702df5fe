import { z } from 'zod'
import { defineIntervention } from './define.ts'
import { frozen } from './frozen.ts'

/**
 * Control: no reinforcement at all. Every gradient of the reward is at zero, and between updates the assistant's imitation goes on, so that what
 * still changes is further training on the same corpus (VALIDITY §3.2; `science.md` §5.4: drag 0). `shuffle-reward` is its
 * neighbour, which keeps the size of the updates and takes the direction.
 */
export const noReward = defineIntervention({
  id: 'no-reward',
  version: 1,
  summary: 'Control: no reinforcement; imitation of the assistant goes on for as many updates.',
  kind: 'null',
  cites: [],
  params: z.strictObject({
    on: z.boolean().default(true),
    /** Steps of imitation an update, 0 … 1000; default 20. */
    steps: z.int().min(0).max(1000).default(20),
  }),
  identity: { on: false },
  regimes: ['encoder', 'full'],
  touches: ['gradients', 'between'],
  activeIn: ['compete'],
  setup: ({ params: { on, steps }, measure }) => ({
    gradients: (gradients) => (on ? frozen(gradients) : gradients),
    between({ imitate }) {
      if (on && steps > 0) measure('gap', imitate(steps))
    },
  }),
})
