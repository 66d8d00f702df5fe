import { tf } from '../agents/backend.ts'

// Numbers of decisions that losses share: each function takes one row a decision.

/** Mean over decisions, each counted by its weight. @param values [rows] @param weight [rows] */
export const weightedMean = (values: tf.Tensor, weight: tf.Tensor): tf.Scalar =>
  tf.div(tf.sum(tf.mul(values, weight)), tf.maximum(tf.sum(weight), 1)) as tf.Scalar

/** KL of one policy from another, nats, [rows]. @param logPolicy, reference, mask [rows, actions] */
export const divergences = (logPolicy: tf.Tensor2D, reference: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor1D =>
  tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), mask), tf.sub(logPolicy, reference)), 1) as tf.Tensor1D

/** Entropy over legal actions, nats, [rows]. */
export const entropies = (logPolicy: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor1D =>
  tf.neg(tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), mask), logPolicy), 1)) as tf.Tensor1D

/** Its value as a number. */
export const numberOf = (scalar: tf.Scalar): number => scalar.dataSync()[0]
