import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { entropies, numberOf, weightedMean } from './decisions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Entropy bonus: adds −β · H(π) to the loss, H over legal actions on the states that RL visits. A baseline on acts: it
 * knows nothing of motives, so what it prevents says how much any brake on learning prevents. It comes on top of the
 * bonus that `compete.entropy` sets for all arms, and also serves against `explore-adversary`.
 *
 * Logs `entropy`, nats per decision, and `pressure`, how far it lies below that of the network RL started from, nats: a
 * rise says that reward sharpens the policy in spite of it. It fails by making play random, which costs reward and moves
 * traits towards those of a random player.
 *
 * Source: Williams & Peng 1991; Schulman et al. 2017, eq. 9.
 */
export const entropy = defineIntervention({
  id: 'entropy',
  version: 1,
  summary: 'Baseline: pays for entropy of the policy, whatever the act.',
  cites: ['Williams & Peng 1991', 'Schulman et al. 2017'],
  params: z.strictObject({
    weight: z.number().min(0).max(10).default(0.01).describe('Weight β per nat, 0 … 10; default .01.'),
  }),
  identity: { weight: 0 },
  regimes: ['encoder', 'full'],
  touches: ['loss'],
  activeIn: ['compete'],
  setup: ({ params, measure }) => ({
    loss({ logPolicy, reference, mask, weight }) {
      const mean = weightedMean(entropies(logPolicy, mask), weight)
      const start = weightedMean(entropies(reference, mask), weight)
      measure('entropy', numberOf(mean))
      measure('pressure', numberOf(start) - numberOf(mean))
      return tf.mul(mean, -params.weight) as tf.Scalar
    },
  }),
})
