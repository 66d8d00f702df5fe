import type { tf } from './backend.ts'
import type { Evidence } from './evidence.ts'

/** The parts of a network as a tape of tensors sees them. Interventions on z stand between `below` and `above`. */
export interface Ops {
  /** q(m | evidence): mean and log SD, each [personas, persona]. */
  posterior(evidence: Evidence): { mean: tf.Tensor2D; logSd: tf.Tensor2D }
  /** Trunk, [rows, trunk], and motivation layer, [rows, persona]. @param input [rows, layout.input] @param m [rows, persona] */
  below(input: tf.Tensor2D, m: tf.Tensor2D): { h: tf.Tensor2D; z: tf.Tensor2D }
  /** Logits, [rows, actions], about −10⁴ where an action is not legal. @param token one-hot, [rows, TOKENS] */
  above(h: tf.Tensor2D, z: tf.Tensor2D, mask: tf.Tensor2D, token?: tf.Tensor2D): tf.Tensor2D
  /** Value of the state, [rows, 1]; no gradient leaves the critic. */
  value(h: tf.Tensor2D, z: tf.Tensor2D): tf.Tensor2D
  /** What a router weighs z by, 0 … 1, [rows, 1]; only for networks with one. */
  gate(h: tf.Tensor2D): tf.Tensor2D
  /** Log-probabilities of what the agent says of itself, [rows, TOKENS]. */
  narrate(z: tf.Tensor2D): tf.Tensor2D
  /** Answers to the questionnaire, 1 … 5, [rows, ITEMS]; no gradient leaves the self-report head. */
  answers(z: tf.Tensor2D): tf.Tensor2D
  /** Frees what is not a variable. */
  dispose(): void
}
