import { tf } from '../agents/backend.ts'
import type { Between, Practice } from './define.ts'

// What interventions share that train who the agent is, before reinforcement or beside it.

/** Mean over decisions of KL(p ‖ π), nats. @param p probabilities, 0 where not legal, [rows, actions] */
export function divergence(p: tf.Tensor2D, logPolicy: tf.Tensor2D, { mask }: Pick<Practice, 'mask'>): tf.Scalar {
  const excess = tf.sub(tf.log(tf.maximum(p, 1e-9)), logPolicy)
  return tf.mean(tf.sum(tf.mul(tf.mul(p, mask), excess), 1)) as tf.Scalar
}

/** How far the learner is from what the assistant would do under no cue, KL in nats per decision: how hard RL pulled. */
export const strayed = ({ practice }: Pick<Between, 'practice'>): number =>
  tf.tidy(() => {
    const batch = practice()
    return divergence(batch.policy(batch.assistant), batch.learner().logPolicy, batch).dataSync()[0]
  })

/** One action of each row, one-hot, drawn by Gumbel's trick, [rows, actions]. */
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
