import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { Fault } from '../envs/fault.ts'
import type { TraitVectors } from './define.ts'
import { blocksOf } from './directions.ts'
import { hsic } from './hsic.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Trait decorrelation in the representation: adds λ · [ Σ_{i∈power, j∈dark} corr(z·v_i, z·v_j)² + Σ_t max(0, 1 −
 * sd(z·v_t)/σ_t)² ] to the loss, where v_t is the direction of trait t and σ_t the SD of z·v_t before RL. Correlations
 * are taken over a population of writers, since behind one assistant prompt there is almost no persona variance to
 * decorrelate. The hinge on SDs keeps z from meeting them by collapse.
 *
 * With `penalty: 'hsic'` the first sum is HSIC (`hsic.ts`) of the power block and the dark block, z·v_t/σ_t each, which
 * sees dependence that is no correlation too. It is smaller by its nature, and needs a larger λ.
 *
 * Logs `pressure`: the mean squared correlation, or HSIC; under `hsic` also `correlation`, that mean. A rise says that
 * RL ties power to darkness again. It fails where the tie runs through other directions, or through what reads z.
 *
 * Source: cross-block form of Barlow Twins / VICReg (Zbontar et al. 2021, Bardes et al. 2022); HSIC, Gretton et al.
 * 2005; `science.md` §4.17.
 */
export const decorrelateRep = defineIntervention({
  id: 'decorrelate-rep',
  version: 2,
  summary: 'Pushes the power and the dark directions of z apart over a population of personas.',
  cites: ['Zbontar et al. 2021', 'Bardes et al. 2022', 'Gretton et al. 2005'],
  params: z.strictObject({
    weight: z.number().min(0).max(100).default(1).describe('Weight λ, 0 … 100; default 1.'),
    penalty: z
      .enum(['covariance', 'hsic'])
      .default('covariance')
      .describe('What is punished: the correlations (default, `covariance`), or any dependence, `hsic`.'),
    bandwidth: z
      .enum(['median', 'sd'])
      .default('median')
      .describe(
        'Width of the kernels of `hsic`: the `median` distance of writers (default), or one SD of each trait, `sd`.',
      ),
  }),
  identity: { weight: 0 },
  regimes: ['encoder', 'full'],
  touches: ['loss'],
  activeIn: ['compete'],
  setup({ params, measure, vectors }) {
    if (!vectors)
      throw new Fault('METTLE_HOOK', 'Expected trait vectors at setup, got none: decorrelate-rep acts in compete only')
    const { penalty, bandwidth } = params
    return {
      loss({ population }) {
        const { correlation, collapse, power, dark, cells } = penalties(population(), vectors)
        if (penalty === 'hsic') {
          const dependence = hsic(power, dark, bandwidth)
          measure('correlation', correlation.dataSync()[0])
          measure('pressure', dependence.dataSync()[0])
          return tf.mul(tf.add(dependence, collapse), params.weight) as tf.Scalar
        }
        measure('pressure', correlation.dataSync()[0])
        return tf.mul(tf.add(tf.mul(correlation, cells), collapse), params.weight) as tf.Scalar
      },
    }
  },
})

/**
 * Mean squared correlation of the cross block, the sum of the hinge on SDs, and both blocks in SD, [writers, traits].
 * @param z [writers, persona]
 */
function penalties(z: tf.Tensor2D, vectors: TraitVectors) {
  const blocks = blocksOf(vectors)
  const traits = [...blocks.agentic, ...blocks.dark]
  const directions = tf.transpose(tf.stack(traits.map((t) => tf.tensor1d(vectors.directions[t])))) as tf.Tensor2D
  const read = tf.matMul(z, directions)
  const centred = tf.sub(read, tf.mean(read, 0))
  const sd = tf.sqrt(tf.add(tf.mean(tf.square(centred), 0), 1e-6))
  const unit = tf.div(centred, sd)
  const split = [blocks.agentic.length, blocks.dark.length]
  const [power, dark] = tf.split(unit, split, 1)
  const cross = tf.div(tf.matMul(tf.transpose(power), dark as tf.Tensor2D), z.shape[0])
  const expected = tf.tensor1d(traits.map((t) => vectors.sd[t]))
  const collapse = tf.sum(tf.square(tf.relu(tf.sub(1, tf.div(sd, expected)))))
  const [agentic, others] = tf.split(tf.div(centred, expected), split, 1) as tf.Tensor2D[]
  return {
    correlation: tf.mean(tf.square(cross)) as tf.Scalar,
    collapse: collapse as tf.Scalar,
    ...{ power: agentic, dark: others, cells: split[0] * split[1] },
  }
}
