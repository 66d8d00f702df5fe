import { z } from 'zod'
import { frozen } from './frozen.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Control: the bypass round the motivation layer is frozen, so that what is learned goes through z. Drag should rise;
 * by how much says how much of the learning the bypass had taken up (VALIDITY §3.2; `science.md` §5.4).
 */
export const freezeBypass = defineIntervention({
  id: 'freeze-bypass',
  version: 1,
  summary: 'Control: reinforcement leaves the bypass round the motivation layer as it was.',
  kind: 'control',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true).describe('Whether it acts.') }),
  identity: { on: false },
  regimes: ['full'],
  touches: ['gradients'],
  activeIn: ['compete'],
  setup: ({ params }) => ({ gradients: (gradients) => (params.on ? frozen(gradients, ['bypass']) : gradients) }),
})
