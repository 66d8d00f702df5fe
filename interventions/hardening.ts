import { tf } from '../agents/backend.ts'
import { divergences } from './decisions.ts'
import type { Between, Practice } from './define.ts'

// What interventions share that train who the agent is, before reinforcement or beside it.

/** KL(p ‖ π) of each decision, nats, [rows]. @param p probabilities, 0 where not legal, [rows, actions] */
export const divergencesOf = (p: tf.Tensor2D, logPolicy: tf.Tensor2D, { mask }: Pick<Practice, 'mask'>): tf.Tensor1D =>
  divergences(tf.log(tf.maximum(p, 1e-9)) as tf.Tensor2D, logPolicy, mask)

/** Its mean over decisions. */
export const divergence = (...pair: Parameters<typeof divergencesOf>): tf.Scalar =>
  tf.mean(divergencesOf(...pair)) as tf.Scalar

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
