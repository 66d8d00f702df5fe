import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { drift, watchDepth } from './depth.ts'
import { Aim, Along, aimed, type Direction, meanOf, project } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Concept ablation in training (CAFT): z′ = z − share · V Vᵀ (z − z̄), V an orthonormal basis of the dark direction, or
 * of named traits; off at test. z̄ is the mean z of the first rollout in mode `mean`, which acts from then on, and 0 in
 * mode `zero`, which acts from the start. With share 1 nothing downstream sees z along V, so no gradient comes back
 * along it; what moves there moves by other weights.
 *
 * Logs `ablation rate` and `ablation depth` (length of what is taken out, SD of writers) as `depth.ts` says; `base`, the
 * mean z·v of the first rollout in SD, mean over V: well below 0, mode `zero` pushes towards darkness and is preventative
 * steering by accident (Chen et al. 2025), near 0 it may do nothing. `pressure` is how far z before ablation has moved
 * along V since the first rollout, SD. The cost at test is the gap between evaluations as in training and deployed ones.
 * It fails where darkness runs through other directions of z or through the bypass.
 *
 * Source: Casademunt et al. 2025 (arXiv 2507.16795), there in fine-tuning; `science.md` §4.7.
 */
export const ablate = defineIntervention({
  id: 'ablate',
  version: 1,
  summary: 'Takes the dark direction out of z in training, so that nothing is learned along it; off at test.',
  cites: ['Casademunt et al. 2025, arXiv 2507.16795', 'Chen et al. 2025, arXiv 2507.21509'],
  params: z.strictObject({
    share: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Share of what lies along the directions that is taken out, 0 … 1; default 1.'),
    mode: z
      .enum(['mean', 'zero'])
      .default('mean')
      .describe('What stands in its place: the mean of the first rollout (default), or zero.'),
    traits: Along.default(null).describe(
      'Traits whose directions are taken out; default null, the dark direction alone.',
    ),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: a basis of the same rank at right angles to the dark direction.',
    ),
  }),
  identity: { share: 0 },
  twin: { direction: 'random' },
  regimes: ['motive', 'encoder', 'full'],
  reads: ({ traits }) => traits ?? [],
  touches: ['motivation'],
  activeIn: ['compete'],
  setup({ params, events$, measure, rng, vectors }) {
    const { share, mode } = params
    if (share === 0) return { motivation: (z) => z }
    const directions = aimed('ablate', vectors, params, rng)
    const moved = drift(directions)
    let centres = mode === 'zero' ? directions.map(() => 0) : undefined
    let base: number | undefined
    const end = watchDepth({
      ...{ events$, measure, what: 'ablation' },
      depths(z) {
        const means = directions.map(({ v }) => meanOf(project(z, v)))
        centres ??= means
        base ??= meanOf(means.map((mean, i) => mean / directions[i].sd))
        measure('base', base)
        measure('pressure', moved(z))
        return depthsOf(z, directions, centres, share)
      },
    })
    return { motivation: (z) => (centres ? ablated(z, directions, centres, share) : z), dispose: end }
  },
})

/** z − share · Σ e · (z·e − centre). */
function ablated(z: tf.Tensor2D, directions: readonly Direction[], centres: readonly number[], share: number) {
  const basis = tf.stack(directions.map(({ v }) => tf.tensor1d(v))) as tf.Tensor2D
  const along = tf.sub(tf.matMul(z, tf.transpose(basis)), tf.tensor1d([...centres])) as tf.Tensor2D
  return tf.sub(z, tf.mul(tf.matMul(along, basis), share)) as tf.Tensor2D
}

/** Length of what is taken out of each decision, SD of writers. */
function depthsOf(z: Float32Array, directions: readonly Direction[], centres: readonly number[], share: number) {
  const parts = directions.map(({ v, sd }, i) => project(z, v).map((x) => (x - centres[i]) / sd))
  return parts[0].map((_, row) => share * Math.sqrt(parts.reduce((sum, part) => sum + part[row] * part[row], 0)))
}
