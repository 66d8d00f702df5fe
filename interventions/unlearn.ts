import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { weightedMean } from './decisions.ts'
import type { Practice } from './define.ts'
import { crossEntropies, divergence, gapsOf, type Halving, halving, strayed } from './hardening.ts'
import { squaredDistances } from './hsic.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Unlearning of dark personas before reinforcement. Half of the writers of the corpus, those above the median of the
 * dark composite, are to be forgotten, the others kept, on decisions of the train envs.
 * `rmu`: z of dark writers is steered to one random vector, c times as long as z usually is, and z of the others is
 * held: L = |z − c·u|² over forgotten + α |z − z_ref|² over kept.
 * `repnoise`: z of dark writers is made to look like normal noise (maximum mean discrepancy, Gaussian kernel), while the
 * others' policies are kept.
 * `undo`: all trained weights move by `noise` towards random ones, then the network is distilled from the checkpoint as
 * the assistant, who is all that it is taught; with noise 0 that is distillation alone.
 *
 * `relearn` steps later it has imitated all writers again, L = −Σ p(writer) log π: how deep the forgetting went.
 *
 * Logs `forgotten` and `kept`, KL(writer ‖ learner) over both halves when it ends, nats per decision, and `regained`,
 * the share of `forgotten` that is gone once it has relearned. Pressure is
 * KL(assistant ‖ learner) after every update. Its twin forgets another half of the writers, who differ along a random
 * direction of traits that tells nothing of darkness; that of `undo` is distilled as all writers, so that nobody is lost.
 *
 * Source: RMU, Li et al. 2024 (arXiv 2403.03218); RepNoise, Rosati et al. 2024 (arXiv 2405.14577); UNDO, Lee et al. 2025
 * (arXiv 2506.06278); `science.md` §4.20.
 */
export const unlearn = defineIntervention({
  id: 'unlearn',
  version: 2,
  summary: 'Before reinforcement: makes the network forget dark writers (RMU, RepNoise, UNDO).',
  cites: [
    'Li et al. 2024, arXiv 2403.03218',
    'Rosati et al. 2024, arXiv 2405.14577',
    'Lee et al. 2025, arXiv 2506.06278',
  ],
  params: z.strictObject({
    method: z.enum(['rmu', 'repnoise', 'undo']).default('rmu').describe('`rmu` (default), `repnoise` or `undo`.'),
    steps: z.int().min(0).max(100_000).default(100).describe('Steps of 256 decisions, 0 … 100000; default 100.'),
    length: z
      .number()
      .min(0)
      .max(100)
      .default(3)
      .describe('Length of the random vector of `rmu`, in mean lengths of z, 0 … 100; default 3.'),
    keep: z.number().min(0).max(1000).default(10).describe('Weight of what is kept, 0 … 1000; default 10.'),
    noise: z.number().min(0).max(1).default(0.2).describe('Share of noise of `undo`, 0 … 1; default .2.'),
    relearn: z
      .int()
      .min(0)
      .max(100_000)
      .default(0)
      .describe('Steps of imitating all writers again after unlearning, 256 decisions each, 0 … 100000; default 0.'),
    forgets: z
      .enum(['dark', 'random'])
      .default('dark')
      .describe(
        'Who is forgotten: the `dark` half of writers (default), or a `random` half (of `undo`: nobody), for the twin.',
      ),
  }),
  identity: { steps: 0, noise: 0, relearn: 0 },
  twin: { forgets: 'random' },
  regimes: ['encoder', 'full'],
  reads: () => 'eight',
  touches: ['before', 'between'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    const { method, steps, relearn } = params
    const idle = steps === 0 && params.noise === 0 && relearn === 0
    return {
      before({ train, shake, practice, rng }) {
        if (idle) return
        const forgotten = halving(params.forgets, rng)
        if (method === 'undo' && params.noise > 0) shake(params.noise)
        let target: Float32Array | undefined
        if (steps > 0)
          train(steps, (batch) => {
            if (method === 'undo') return distilled(batch, params.forgets === 'dark' ? 'assistant' : 'writers')
            if (method === 'repnoise')
              return noised(batch, tf.tensor1d(forgotten(batch)), params.keep, () => rng.normal())
            target ??= aim(batch, params.length, () => rng.normal())
            return misdirected(batch, tf.tensor1d(forgotten(batch)), params.keep, target)
          })
        const [gone, kept] = gaps(practice, forgotten)
        measure('forgotten', gone)
        measure('kept', kept)
        if (relearn === 0) return
        train(relearn, relearned)
        const [left] = gaps(practice, forgotten)
        measure('regained', 1 - left / gone)
      },
      between(context) {
        if (!idle) measure('pressure', strayed(context))
      },
    }
  },
})

/** KL(writer ‖ learner) over the half that is to be forgotten and over the other, nats per decision. */
const gaps = (practice: () => Practice, forgotten: Halving) =>
  tf.tidy(() => {
    const batch = practice()
    return gapsOf(batch, forgotten(batch))
  })

/** Cross-entropy to all writers, nats per decision. */
const relearned = (batch: Practice): tf.Scalar =>
  tf.mean(crossEntropies(batch.policy('writers'), batch.learner({ by: 'writers' }).logPolicy)) as tf.Scalar

const squared = (a: tf.Tensor, b: tf.Tensor): tf.Tensor1D => tf.sum(tf.square(tf.sub(a, b)), 1) as tf.Tensor1D

/** A random direction, as long as z usually is times `length`, [persona]. */
function aim(batch: Practice, length: number, normal: () => number): Float32Array {
  const { z } = batch.reference({ by: 'writers' })
  const usual = tf.mean(tf.norm(z, 2, 1)).dataSync()[0]
  const drawn = Float32Array.from({ length: z.shape[1] }, normal)
  const size = Math.sqrt(drawn.reduce((sum, x) => sum + x * x, 0))
  return drawn.map((x) => (x * length * usual) / size)
}

function misdirected(batch: Practice, forget: tf.Tensor1D, keep: number, target: Float32Array): tf.Scalar {
  const [{ z }, before] = [batch.learner({ by: 'writers' }), batch.reference({ by: 'writers' })]
  const away = weightedMean(squared(z, tf.tensor1d(target)), forget)
  return tf.add(away, tf.mul(weightedMean(squared(z, before.z), tf.sub(1, forget)), keep)) as tf.Scalar
}

function noised(batch: Practice, forget: tf.Tensor1D, keep: number, normal: () => number): tf.Scalar {
  const { z, logPolicy } = batch.learner({ by: 'writers' })
  const { variance } = tf.moments(batch.reference({ by: 'writers' }).z)
  const sd = Math.sqrt(variance.dataSync()[0])
  const noise = tf.tensor2d(
    Float32Array.from({ length: z.size }, () => sd * normal()),
    z.shape,
  )
  const entropy = crossEntropies(batch.policy('writers'), logPolicy)
  return tf.add(discrepancy(z, noise, forget, sd), tf.mul(weightedMean(entropy, tf.sub(1, forget)), keep)) as tf.Scalar
}

/** Squared maximum mean discrepancy of the counted rows of x from y, Gaussian kernel of bandwidth sd·√persona, biased. */
export function discrepancy(x: tf.Tensor2D, y: tf.Tensor2D, counts: tf.Tensor1D, sd: number): tf.Scalar {
  const bandwidth = 2 * sd * sd * x.shape[1]
  const total = tf.maximum(tf.sum(counts), 1)
  const weights = tf.div(counts, total) as tf.Tensor1D
  const even = tf.fill([y.shape[0]], 1 / y.shape[0]) as tf.Tensor1D
  const mean = (a: tf.Tensor2D, b: tf.Tensor2D, u: tf.Tensor1D, v: tf.Tensor1D) =>
    tf.sum(tf.mul(tf.exp(tf.div(tf.neg(squaredDistances(a, b)), bandwidth)), tf.outerProduct(u, v)))
  return tf.add(
    tf.sub(mean(x, x, weights, weights), tf.mul(mean(x, y, weights, even), 2)),
    mean(y, y, even, even),
  ) as tf.Scalar
}

/** KL of the checkpoint's policy to the learner's, both shown the assistant or each decision's writer, nats per decision. */
const distilled = (batch: Practice, by: 'assistant' | 'writers'): tf.Scalar =>
  divergence(tf.exp(batch.reference({ by }).logPolicy) as tf.Tensor2D, batch.learner({ by }).logPolicy, batch)
