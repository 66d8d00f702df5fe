import { tf } from '../agents/backend.ts'
import type { Direction } from './directions.ts'

/** Σ σ · e over directions, [persona]: one SD of writers along each. */
const sumOf = (directions: readonly Direction[]): Float32Array =>
  directions[0].v.map((_, i) => directions.reduce((sum, { v, sd }) => sum + sd * v[i], 0))

/** z + times · Σ σ · e. */
export const pushed = (z: tf.Tensor2D, directions: readonly Direction[], times: number): tf.Tensor2D =>
  tf.add(z, tf.mul(tf.tensor1d(sumOf(directions)), times)) as tf.Tensor2D

/** How far such a push moves each decision: its length where the directions are orthonormal, in their mean SD. */
export function depthsOf(z: Float32Array, directions: readonly Direction[], times: number): Float32Array {
  const [squares, sum] = [directions.reduce((s, { sd }) => s + sd * sd, 0), directions.reduce((s, { sd }) => s + sd, 0)]
  const depth = (Math.abs(times) * Math.sqrt(squares)) / (sum / directions.length)
  return new Float32Array(z.length / directions[0].v.length).fill(depth)
}
