import { tf } from '../agents/backend.ts'
import { DARK, DARK_TRAITS, index, TRAITS, type TraitVector } from '../agents/traits.ts'
import type { Rng } from '../envs/random.ts'
import { divergences, weightedMean } from './decisions.ts'
import type { Between, Practice, Shown } from './define.ts'

// What interventions share that train who the agent is, before reinforcement or beside it.

/** KL(p ‖ π) of each decision, nats, [rows]. @param p probabilities, 0 where not legal, [rows, actions] */
export const divergencesOf = (p: tf.Tensor2D, logPolicy: tf.Tensor2D, { mask }: Pick<Practice, 'mask'>): tf.Tensor1D =>
  divergences(tf.log(tf.maximum(p, 1e-9)) as tf.Tensor2D, logPolicy, mask)

/** Its mean over decisions. */
export const divergence = (...pair: Parameters<typeof divergencesOf>): tf.Scalar =>
  tf.mean(divergencesOf(...pair)) as tf.Scalar

/** Cross-entropy of each decision to a policy that is imitated, nats, [rows]. @param p as in `divergencesOf` */
export const crossEntropies = (p: tf.Tensor2D, logPolicy: tf.Tensor2D): tf.Tensor1D =>
  tf.neg(tf.sum(tf.mul(p, logPolicy), 1)) as tf.Tensor1D

/** D of a writer, SD of a trait. */
const darknessOf = (traits: TraitVector): number =>
  DARK_TRAITS.reduce((sum, trait) => sum + (DARK[trait] ?? 0) * traits[index(trait)], 0) / DARK_TRAITS.length

/** Which half of the writers: those from the median of the dark composite up, or, for twins, a random one. */
export type Half = 'dark' | 'random'

/** 1 for the decisions of a half of the writers, 0 for the others, [rows]. */
export type Halving = (batch: Pick<Practice, 'writers'>) => Float32Array

/**
 * A rule that tells the halves apart, the same in every batch. The random one is a direction of traits, drawn once, less
 * what darkness says of it among the writers of the batch: writers are new in every batch, so that a half drawn by lot
 * would be another one each time, and nothing would be done to anybody.
 */
export function halving(half: Half, rng: Rng): Halving {
  const lean = half === 'dark' ? undefined : Array.from({ length: TRAITS.length }, () => rng.normal())
  return ({ writers }) => {
    const each = [...new Set(writers)]
    const dark = each.map(darknessOf)
    const marks = lean ? beyondDarkness(each, lean, dark) : dark
    const median = [...marks].sort((a, b) => a - b)[Math.floor(each.length / 2)]
    const chosen = new Set(each.filter((_, i) => marks[i] >= median))
    return Float32Array.from(writers, (own) => Number(chosen.has(own)))
  }
}

/** Readings along a direction of traits, less their regression on darkness. */
function beyondDarkness(writers: readonly TraitVector[], lean: readonly number[], dark: readonly number[]): number[] {
  const read = writers.map((own) => own.reduce((sum, x, t) => sum + x * lean[t], 0))
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
  const [middle, level] = [mean(read), mean(dark)]
  const spread = mean(dark.map((d) => (d - level) * (d - level)))
  const slope = spread > 0 ? mean(read.map((x, i) => (x - middle) * (dark[i] - level))) / spread : 0
  return read.map((x, i) => x - slope * (dark[i] - level))
}

/**
 * KL(writer ‖ learner) over a half of the decisions and over the other, nats per decision: what was lost of both.
 * @param half 1 for the first, 0 for the other, [rows]
 */
export function gapsOf(batch: Practice, half: Float32Array, shown?: Shown): [own: number, other: number] {
  const { logPolicy } = batch.learner({ ...shown, by: 'writers' })
  const rows = divergencesOf(batch.policy('writers'), logPolicy, batch)
  const mean = (counts: tf.Tensor) => weightedMean(rows, counts).dataSync()[0]
  return [mean(tf.tensor1d(half)), mean(tf.sub(1, tf.tensor1d(half)))]
}

/** How far the learner is from what the assistant would do under no cue, KL in nats per decision: how hard RL pulled. */
export const strayed = ({ practice }: Pick<Between, 'practice'>): number =>
  tf.tidy(() => {
    const batch = practice()
    return divergence(batch.policy(batch.assistant), batch.learner().logPolicy, batch).dataSync()[0]
  })

/** One action of each row, one-hot, [rows, actions]. @param uniform draws from 0 … 1, once a row */
export function drawn(p: tf.Tensor2D, uniform: () => number): tf.Tensor2D {
  const [rows, actions] = p.shape
  const values = p.dataSync()
  const hot = new Float32Array(rows * actions)
  for (let row = 0; row < rows; row++) {
    let left = uniform()
    let last = 0
    for (let a = 0; a < actions && left >= 0; a++) {
      const own = values[row * actions + a]
      if (own <= 0) continue
      last = a
      left -= own
    }
    hot[row * actions + last] = 1
  }
  return tf.tensor2d(hot, [rows, actions])
}

/** Log-probability of the actions drawn, [rows]. */
export const logOf = (logPolicy: tf.Tensor2D, hot: tf.Tensor2D): tf.Tensor1D =>
  tf.sum(tf.mul(logPolicy, hot), 1) as tf.Tensor1D
