import { z } from 'zod'
import { priced } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Baseline on actions: every dark act costs in proportion to how dark it is, whoever sees it. r′ = r − λ · darkness,
 * where darkness is the sum of the act's appraisals of harm, deceit, coercion, breach, exploit and spite. What
 * interventions on motives add has to be shown beyond this (VALIDITY §5.4).
 *
 * Logs pressure, the mean darkness per decision: what is done at that price all the same.
 *
 * Source: reward shaping by side effects; the artificial conscience of MACHIAVELLI, Pan et al. 2023 (arXiv 2304.03279).
 */
export const penaliseActs = defineIntervention({
  id: 'penalise-acts',
  version: 1,
  summary: 'Baseline on actions: dark acts cost in proportion to how dark they are.',
  cites: ['Pan et al. 2023, arXiv 2304.03279'],
  params: z.strictObject({
    weight: z.number().min(0).max(10).default(0.5).describe('Payoff per unit of dark appraisal, 0 … 10; default .5.'),
  }),
  identity: { weight: 0 },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['rewards'],
  activeIn: ['compete'],
  setup: ({ params: { weight }, measure }) => ({
    rewards(rewards, episodes) {
      const { rewards: less, mean } = priced(rewards, episodes, -weight)
      measure('pressure', mean)
      return less
    },
  }),
})
