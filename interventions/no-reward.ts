import { z } from 'zod'
import { frozen } from './frozen.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Control: no reinforcement at all. Every gradient of the policy's loss is set to zero, and between updates imitation
 * of the assistant goes on, so that what still changes is due to further training on the same corpus (VALIDITY §3.2;
 * `science.md` §5.4: drag 0). `gap` is the KL to the writers, nats per decision. Its neighbour `shuffle-reward` keeps
 * the size of the updates and takes their direction.
 */
export const noReward = defineIntervention({
  id: 'no-reward',
  version: 1,
  summary: 'Control: no reinforcement; imitation of the assistant goes on for as many updates.',
  kind: 'null',
  cites: [],
  params: z.strictObject({
    on: z.boolean().default(true).describe('Whether it acts.'),
    steps: z.int().min(0).max(1000).default(20).describe('Steps of imitation per update, 0 … 1000; default 20.'),
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
