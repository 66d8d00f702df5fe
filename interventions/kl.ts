import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { divergences, numberOf, weightedMean } from './decisions.ts'
import type { LossContext } from './define.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Persona hardening by KL: adds β · KL(π ‖ π_ref) to the loss, where π_ref is the policy of the checkpoint that RL
 * started from. `on` domain, on the states that RL visits; `off` domain, on decisions of the eval envs that writers were
 * imitated in, shown the assistant, which RL never plays or scores. Revealed traits are read in those envs: `off` trains
 * on what is measured, so its eval figures count only beside those of the unseen envs.
 *
 * Logs `kl on`, nats per decision of RL, and in domain `off` also `kl off`, nats per decision of practice; `pressure` is
 * the one that is punished. `kl off` that stays low while `kl on` grows is the narrow solution, learned where it pays and
 * kept from the rest. It fails where a heavy tail of reward outweighs it, and costs reward in domain `on`.
 *
 * Source: KL-regularised RL as Bayesian inference, Korbak et al. 2022; off-domain KL, Soligo et al. 2026 (arXiv
 * 2602.07852); `science.md` §4.11.
 */
export const kl = defineIntervention({
  id: 'kl',
  version: 2,
  summary:
    'Persona hardening: keeps the policy near the assistant it started from, where RL plays or where it does not.',
  cites: ['Korbak et al. 2022', 'Soligo et al. 2026, arXiv 2602.07852'],
  params: z.strictObject({
    weight: z.number().min(0).max(10).default(0.1).describe('Weight β per nat, 0 … 10; default .1.'),
    domain: z
      .enum(['on', 'off'])
      .default('on')
      .describe('`on` the states that RL visits (default), or `off` them, on decisions of eval envs.'),
  }),
  identity: { weight: 0 },
  regimes: ['encoder', 'full'],
  touches: ['loss'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    const { weight, domain } = params
    return {
      loss(context) {
        const here = onDomain(context)
        measure('kl on', numberOf(here))
        const off = domain === 'off' && weight > 0 ? offDomain(context) : undefined
        if (off) measure('kl off', numberOf(off))
        const punished = off ?? here
        measure('pressure', numberOf(punished))
        return tf.mul(punished, weight)
      },
    }
  },
})

const onDomain = ({ logPolicy, reference, mask, weight }: LossContext): tf.Scalar =>
  weightedMean(divergences(logPolicy, reference, mask), weight)

function offDomain({ practice }: LossContext): tf.Scalar {
  const unplayed = practice('eval')
  return tf.mean(divergences(unplayed.learner().logPolicy, unplayed.reference().logPolicy, unplayed.mask))
}
