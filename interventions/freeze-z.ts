import { z } from 'zod'
import { frozen } from './frozen.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Control: the motivation layer is frozen and the policy learns round it, through the bypass. If drag is what the
 * motivation layer does, it falls; drag that stays says that the layer is an epiphenomenon (VALIDITY §3.2; `science.md`
 * §5.4). z reads the state through the trunk, so the trunk is frozen too unless `trunk` is false; then z = m + f(h, m)
 * still moves with h, the output of the trunk.
 */
export const freezeZ = defineIntervention({
  id: 'freeze-z',
  version: 1,
  summary: 'Control: reinforcement leaves persona inference and z as they were; bypass and head learn.',
  kind: 'control',
  cites: [],
  params: z.strictObject({
    on: z.boolean().default(true).describe('Whether it acts.'),
    trunk: z
      .boolean()
      .default(true)
      .describe('Freeze the trunk as well, so that z is the same function of state and evidence; default true.'),
  }),
  identity: { on: false },
  regimes: ['full'],
  touches: ['gradients'],
  activeIn: ['compete'],
  setup: ({ params: { on, trunk } }) => ({
    gradients: (gradients) => (on ? frozen(gradients, ['persona', 'z', ...(trunk ? ['trunk'] : [])]) : gradients),
  }),
})
