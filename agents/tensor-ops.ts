import { dense, placed, tf } from './backend.ts'
import { type EvidenceTensor, evidenceTensor } from './evidence.ts'
import { TOKENS } from './narration.ts'
import type { Ops } from './ops.ts'
import { POINTS } from './questionnaire.ts'
import { type NetworkSpec, PAIR_COUNT, PAIR_UNITS, PRECISION } from './spec.ts'

/** Taken from the logits of illegal actions: finite, and so large that their probability underflows to 0. */
const MASKED = 1e4

/**
 * The network in tensors, layer by layer: what runs on backends other than wasm, and the reference that the compiled
 * network (`compiled/`) is tested against.
 */
export function tensorOps(spec: NetworkSpec, variables: Readonly<Record<string, tf.Variable>>): Ops {
  const apply = (name: string, x: tf.Tensor2D, activation?: 'relu', leaf?: boolean) => {
    const [w, b] = [variables[`${name}/w`] as tf.Tensor2D, variables[`${name}/b`] as unknown as tf.Tensor1D]
    return dense(x, w, b, activation, leaf)
  }
  const { adapter } = spec.layout
  const described = spec.descriptors && tf.tidy(() => tf.keep(tf.tensor2d(spec.descriptors?.rows as number[][])))

  const trunk = (input: tf.Tensor2D) => {
    const own = tf.slice(input, [0, 0], [-1, adapter])
    const shared = tf.slice(input, [0, adapter], [-1, spec.layout.input - adapter])
    return apply('trunk', tf.concat([apply('adapter', own, undefined, true), shared], 1), 'relu')
  }
  const latent = (h: tf.Tensor2D, m: tf.Tensor2D) =>
    tf.add(m, apply('z/out', apply('z/hidden', tf.concat([h, m], 1), 'relu'))) as tf.Tensor2D

  /** Logits of all actions, from output rows of their own or from weights that follow from each action's descriptor. */
  const scores = (hidden: tf.Tensor2D) => {
    if (!described) return apply('head/rows', hidden)
    const read = apply('head/score', apply('head/descriptor', described, 'relu', true))
    const [w, b] = tf.split(read, [spec.head, 1], 1)
    // Summed, not reshaped: on wasm a reshaped bias keeps its old rank.
    return dense(hidden, tf.transpose(w) as tf.Tensor2D, tf.sum(b, 1) as tf.Tensor1D)
  }

  /** Sum over a persona's pairs, since evidence adds up, and their count, [personas, PAIR_UNITS + 1]. */
  const pooled = ({ rows, each }: EvidenceTensor) => {
    const [w, b] = [variables['persona/act/w'] as tf.Tensor2D, variables['persona/act/b'] as unknown as tf.Tensor1D]
    const pairs = apply('persona/pair', tf.relu(placed(rows, w, b)), 'relu')
    const personas = rows.shape[0] / each
    const total = tf.sum(tf.reshape(pairs, [personas, each, PAIR_UNITS]), 1)
    return tf.concat([tf.div(total, PAIR_COUNT), tf.fill([personas, 1], each / PAIR_COUNT)], 1) as tf.Tensor2D
  }

  /**
   * Product of Gaussian factors: each pair pulls the mean and adds precision to the prior's, so that more of the same
   * evidence always counts for more. What pairs say together corrects it: `mean` and `logSd` of the layers behind.
   */
  const weighed = (pool: tf.Tensor2D, mean: tf.Tensor2D, logSd: tf.Tensor2D) => {
    const pairs = tf.slice(pool, [0, 0], [-1, PAIR_UNITS]) as tf.Tensor2D
    const precision = tf.add(1, tf.mul(tf.softplus(apply('persona/weight', pairs)), PRECISION))
    const pulled = tf.div(tf.mul(apply('persona/pull', pairs), PAIR_COUNT), precision)
    return {
      mean: tf.add(pulled, mean) as tf.Tensor2D,
      logSd: tf.sub(logSd, tf.mul(0.5, tf.log(precision))) as tf.Tensor2D,
    }
  }

  const gate = (h: tf.Tensor2D) => tf.sigmoid(apply('router', h)) as tf.Tensor2D

  const narrate = (z: tf.Tensor2D) =>
    tf.logSoftmax(apply('narration/out', apply('narration/hidden', z, 'relu'))) as tf.Tensor2D

  return {
    narrate,
    gate,
    posterior(evidence) {
      const acts = spec.evidence.kind === 'acts'
      const shown = evidenceTensor(evidence)
      const read = acts ? pooled(shown) : shown.rows
      const hidden = apply('persona/hidden', read, 'relu', !acts)
      const [mean, logSd] = [apply('persona/mean', hidden), apply('persona/spread', hidden)]
      return acts ? weighed(read, mean, logSd) : { mean, logSd }
    },
    below(input, m) {
      const h = trunk(input)
      return { h, z: latent(h, m) }
    },
    above(h, z, mask, token) {
      const past = spec.bypass > 0 && apply('bypass', h, 'relu')
      const g = spec.router && gate(h)
      const parts = past && g ? [tf.mul(z, g), tf.mul(past, tf.sub(1, g))] : past ? [z, past] : [z]
      const headInput = tf.concat(parts as tf.Tensor2D[], 1)
      const penalty = tf.mul(tf.sub(mask, 1), MASKED)
      const act = (x: tf.Tensor2D) => tf.add(scores(apply('head/hidden', x, 'relu')), penalty) as tf.Tensor2D
      return spec.narration ? afterNarration(headInput, act, token, () => narrate(z)) : act(headInput)
    },
    value: (h, z) => apply('critic/out', apply('critic/hidden', stopGradient(tf.concat([h, z], 1)), 'relu')),
    answers(z) {
      const leaning = tf.sigmoid(apply('stated/out', apply('stated/hidden', stopGradient(z), 'relu')))
      return tf.add(1, tf.mul(leaning, POINTS - 1)) as tf.Tensor2D
    },
    dispose: () => void described?.dispose(),
  }
}

/** Logits of actions after the token that was said; without one, log Σ P(token) · P(action | token) over all tokens. */
function afterNarration(
  headInput: tf.Tensor2D,
  act: (input: tf.Tensor2D) => tf.Tensor2D,
  token: tf.Tensor2D | undefined,
  narrate: () => tf.Tensor2D,
): tf.Tensor2D {
  const after = (given: tf.Tensor2D) => act(tf.concat([headInput, given], 1))
  if (token) return after(token)
  const rows = headInput.shape[0]
  const each = tf.split(narrate(), TOKENS.length, 1)
  const joint = each.map((logProbability, k) =>
    tf.add(tf.logSoftmax(after(oneHot(new Array(rows).fill(k)))), logProbability),
  )
  return tf.logSumExp(tf.stack(joint), 0) as tf.Tensor2D
}

/** @param tokens one index into TOKENS per row @returns [rows, TOKENS] */
export const oneHot = (tokens: readonly number[]): tf.Tensor2D =>
  tf.cast(tf.oneHot(tf.tensor1d([...tokens], 'int32'), TOKENS.length), 'float32') as tf.Tensor2D

/** The same value, through which no gradient flows. */
export const stopGradient = <T extends tf.Tensor>(x: T): T => onTheWayBack(x, (dy) => tf.zerosLike(dy))

/**
 * The same value; its gradient is changed on the way back.
 * @param change makes tensors of its own: those of the pass may be gone by then
 */
export const onTheWayBack = <T extends tf.Tensor>(x: T, change: (dy: tf.Tensor) => tf.Tensor): T =>
  tf.customGrad((...args) => ({ value: (args[0] as tf.Tensor).clone(), gradFunc: change }))(x) as T
