import { tf } from './backend.ts'
import type { Draw } from './draws.ts'
import type { Evidence } from './evidence.ts'
import { questionRow } from './layout.ts'
import { TOKENS } from './narration.ts'
import type { Network } from './network.ts'
import { answersTo } from './questionnaire.ts'
import { itemsOf } from './spec.ts'
import { oneHot, stopGradient } from './tensor-ops.ts'

/** Means over the last tenth of the steps. */
export interface ImitationMetrics {
  /** KL(writer ‖ network) over actions, summed over narration tokens, nats per decision. */
  readonly gap: number
  /** KL(q(m | evidence) ‖ N(0, I)), nats per writer. */
  readonly kl: number
  /** Squared error per answer to the questionnaire, points². */
  readonly stated: number
  /** KL(writer ‖ network) over narration tokens, nats per decision; absent where networks do not narrate. */
  readonly narration?: number
}

/** Which weights learn, by name: all of a weight, none of it, or its elements where a mask of its shape is 1. */
export type Scope = (name: string) => boolean | tf.Tensor

/** Weights of the losses beside the cross-entropy, as `ImitateSettings` describes them. */
export interface LossWeights {
  readonly kl: number
  readonly stated: number
}

/** Gradient steps on batches, with one optimiser throughout. */
export interface ImitationLearner {
  /** @param read whether to return the metrics of this batch */
  step(batch: Draw, learningRate: number, read: boolean): ImitationMetrics | undefined
  dispose(): void
}

/** Imitation in tensors, for backends other than wasm; the reference for `compiled/imitation.ts`. */
export function tensorImitation(network: Network, trains: Scope, config: LossWeights): ImitationLearner {
  const names = Object.keys(network.variables).filter(trains)
  const variables = names.map((name) => network.variables[name])
  const masked = (grads: Readonly<Record<string, tf.Tensor>>) =>
    names.map((name, i) => {
      const [scope, gradient] = [trains(name), grads[variables[i].name]]
      return { name: variables[i].name, tensor: scope === true ? gradient : tf.mul(gradient, scope as tf.Tensor) }
    })
  const optimizer = tf.train.adam(0)
  return {
    step(batch, learningRate, read) {
      Object.assign(optimizer, { learningRate })
      let parts: number[] = []
      tf.tidy(() => {
        const inputs = tensors(batch, network)
        const { grads } = tf.variableGrads(() => {
          const terms = losses(network, inputs)
          if (read) parts = terms.map((term) => term.dataSync()[0])
          const [acts, spread, stated, ...narration] = terms
          return tf.addN([acts, tf.mul(spread, config.kl), tf.mul(stated, config.stated), ...narration]) as tf.Scalar
        }, variables)
        if (read && inputs.token) parts[0] = losses(network, withoutTokens(inputs))[0].dataSync()[0]
        optimizer.applyGradients(masked(grads) as never)
      })
      if (!read) return undefined
      const [acts, spread, stated, narration] = parts
      return { gap: acts - batch.entropy, kl: spread, stated, ...(batch.narration && { narration }) }
    },
    dispose: () => optimizer.dispose(),
  }
}

interface Inputs {
  readonly input: tf.Tensor2D
  readonly mask: tf.Tensor2D
  readonly target: tf.Tensor2D
  readonly evidence: Evidence
  readonly noise: tf.Tensor2D
  readonly answers: tf.Tensor2D
  readonly question: tf.Tensor2D
  readonly token?: tf.Tensor2D
  readonly narration?: tf.Tensor2D
}

function tensors(batch: Draw, network: Network): Inputs {
  const { layout, persona } = network.spec
  const { rows } = batch
  const writers = batch.personas.length
  const question = tf.tensor2d(questionRow(layout), [1, layout.input])
  return {
    input: tf.tensor2d(batch.input.slice(), [rows, layout.input]),
    mask: spread(batch, () => 1, layout.actions),
    target: spread(batch, (o) => batch.target[o], layout.actions),
    evidence: batch.evidence,
    noise: tf.tensor2d(batch.noise.slice(), [writers, persona]),
    answers: tf.tensor2d(answersTo(batch.personas), [writers, itemsOf(network.spec)]),
    ...(batch.narration && {
      token: oneHot([...batch.narration.tokens]),
      narration: tf.tensor2d(batch.narration.probabilities.slice(), [rows, TOKENS.length]),
    }),
    question: tf.tile(question, [writers, 1]) as tf.Tensor2D,
  }
}

/** A number for every legal action, 0 elsewhere, [rows, actions]. */
function spread({ rows, options: { ends, actions } }: Draw, of: (option: number) => number, width: number) {
  const out = new Float32Array(rows * width)
  for (let r = 0; r < rows; r++) for (let o = ends[r]; o < ends[r + 1]; o++) out[r * width + actions[o]] = of(o)
  return tf.tensor2d(out, [rows, width])
}

/** The same decisions with the tokens unknown, so that a gap means the same in every network. */
const withoutTokens = (at: Inputs): Inputs => ({ ...at, token: undefined, narration: undefined })

/**
 * Cross-entropy per decision, KL(q ‖ N(0, I)) per writer, squared error per answer and, with tokens, their KL per
 * decision.
 */
function losses(network: Network, at: Inputs): tf.Scalar[] {
  const { mean, logSd } = network.posterior(at.evidence)
  const m = tf.add(mean, tf.mul(tf.exp(logSd), at.noise)) as tf.Tensor2D
  const queries = at.input.shape[0] / m.shape[0]
  const { logits, z } = network.forward(at.input, tf.tile(m, [queries, 1]) as tf.Tensor2D, at.mask, undefined, at.token)
  const imitation = tf.neg(tf.mean(tf.sum(tf.mul(at.target, tf.logSoftmax(logits)), 1)))
  const kl = tf.mul(
    0.5,
    tf.mean(tf.sum(tf.sub(tf.add(tf.square(mean), tf.exp(tf.mul(logSd, 2))), tf.add(tf.mul(logSd, 2), 1)), 1)),
  )
  const answered = network.answers(network.z(at.question, m))
  const stated = tf.mean(tf.square(tf.sub(answered, at.answers)))
  const parts = [imitation, kl, stated] as tf.Scalar[]
  return at.narration ? [...parts, narrationLoss(network, at.narration, z)] : parts
}

/** KL(writer ‖ network) over narration tokens, nats per decision. No gradient of it reaches z. */
function narrationLoss(network: Network, narration: tf.Tensor2D, z: tf.Tensor2D): tf.Scalar {
  const excess = tf.mul(narration, tf.sub(tf.log(narration), network.narrate(stopGradient(z))))
  return tf.mean(tf.sum(excess, 1)) as tf.Scalar
}
