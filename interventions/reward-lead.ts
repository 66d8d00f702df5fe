import { z } from 'zod'
import { defineIntervention } from './make-intervention.ts'
import { UNDOES_REVERSAL } from './reverse-reward.ts'

/**
 * Control: leading is paid, power is not. The payoff of each decision is replaced by `weight` times what its act takes on
 * for everybody (the appraisal `initiative`), so that reinforcement asks for LEAD in place of whatever wins. A drag that
 * remains is that of being reinforced at all, or of traits that go with LEAD (`science.md`, E6: the wise power-seeker).
 * `initiative` is its mean per decision.
 */
export const rewardLead = defineIntervention({
  id: 'reward-lead',
  version: 2,
  summary: 'Control: taking on work for everybody is what is paid, in place of winning.',
  kind: 'control',
  cites: [],
  params: z.strictObject({
    weight: z
      .number()
      .min(0)
      .max(10)
      .default(1)
      .describe('Payoff per unit of initiative, 0 … 10; 0 leaves payoffs as they are; default 1.'),
  }),
  identity: { weight: 0 },
  regimes: ['motive', 'encoder', 'full'],
  conflicts: UNDOES_REVERSAL,
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params: { weight }, measure }) => ({
    rewards(rewards, outcomes) {
      if (weight === 0) return rewards
      const taken = outcomes.map(({ appraisals }) => appraisals.map(({ initiative = 0 }) => initiative))
      const all = taken.flat()
      measure('initiative', all.reduce((sum, x) => sum + x, 0) / Math.max(1, all.length))
      return taken.map((episode) => episode.map((initiative) => weight * initiative))
    },
  }),
})
