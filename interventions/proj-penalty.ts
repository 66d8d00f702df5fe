import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { numberOf, weightedMean } from './decisions.ts'
import { Aim, aimed, projected } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Projection penalty: adds λ · mean(((z − z_ref)·v / σ)²) to the loss, v the dark direction, σ the SD of writers along
 * it, z_ref the z of the network that RL started from on the same decisions. It is expected to fail: in the paper the
 * projection shrinks and the trait stays, carried by other directions. That failure is what it is here to show, beside
 * `preventative-steer`, so it is judged by its effect as any intervention is.
 *
 * Logs `pressure`, the mean squared projection, in squared SD: the penalty holds where it stays near 0. Read it beside the
 * refitted probe and the revealed traits; where those rise and it does not, the darkness was routed round it.
 *
 * Source: Chen et al. 2025, appendix J.5 (arXiv 2507.21509); `science.md` §4.8.
 */
export const projPenalty = defineIntervention({
  id: 'proj-penalty',
  version: 1,
  summary: 'Punishes movement of z along the dark direction; expected to fail, as in its paper.',
  cites: ['Chen et al. 2025, arXiv 2507.21509'],
  params: z.strictObject({
    weight: z.number().min(0).max(100).default(0.1).describe('Weight λ per squared SD, 0 … 100; default .1.'),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: one direction at right angles to the dark one.',
    ),
  }),
  identity: { weight: 0 },
  twin: { direction: 'random' },
  regimes: ['encoder', 'full'],
  touches: ['loss'],
  activeIn: ['compete'],
  setup({ params, measure, rng, vectors }) {
    const [{ v, sd }] = aimed('proj-penalty', vectors, { traits: null, direction: params.direction }, rng)
    return {
      loss({ z: latent, referenceZ, weight }) {
        const moved = tf.div(projected(tf.sub(latent, referenceZ), v), sd)
        const mean = weightedMean(tf.squeeze(tf.square(moved), [1]), weight)
        measure('pressure', numberOf(mean))
        return tf.mul(mean, params.weight) as tf.Scalar
      },
    }
  },
})
