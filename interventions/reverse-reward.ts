import { z } from 'zod'
import { defineIntervention } from './make-intervention.ts'

/** `conflicts` of what puts other rewards in place of those that were reversed. */
export const UNDOES_REVERSAL = {
  'reverse-reward':
    'it replaces rewards whose sign was turned, so that the twin would be paid as its arm: give the arm twin: false',
} as const

/**
 * Control: the sign-reversed contest, in which power is punished. Half the difference between the rewarded and the
 * reversed contest cancels forgetting and sharpening, which a trait-free control would not share (VALIDITY §3.2).
 */
export const reverseReward = defineIntervention({
  id: 'reverse-reward',
  version: 1,
  summary: 'Control: every reward changes its sign, so power is punished.',
  kind: 'control',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true).describe('Whether it acts.') }),
  identity: { on: false },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params }) => ({
    rewards: (rewards) => (params.on ? rewards.map((episode) => episode.map((reward) => -reward)) : rewards),
  }),
})
