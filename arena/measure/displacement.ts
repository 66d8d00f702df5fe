import { tf } from '../../agents/backend.ts'
import type { Pool } from '../../agents/draws.ts'
import { type Evidence, personasIn } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import { type Trainable, trains } from '../../agents/ppo.ts'
import type { Rng } from '../../envs/random.ts'

/** Decisions with the m they are taken with, on the backend. */
export interface Decisions {
  readonly input: tf.Tensor2D
  readonly mask: tf.Tensor2D
  /** One-hot over the assistant's evidence sets, [rows, sets], and the draw behind m, [rows, persona]. */
  readonly sets: tf.Tensor2D
  readonly noise: tf.Tensor2D
}

/** What a reward is worth on some decisions: a scalar to raise, from log-probabilities [rows, actions]. */
export type Objective = (logPolicy: tf.Tensor2D) => tf.Scalar

/** Directions in weight space, by weight name. */
export type Direction = Readonly<Record<string, tf.Tensor>>

/** Mean KL between the policies before and after every push, nats per decision: all rewards push equally hard. */
export const STRENGTH = 0.05

/** Decisions of the train env that the corpus knows, each with an m of its own. */
export function decisionsIn(pool: Pool, network: Network, evidence: Evidence, count: number, rng: Rng): Decisions {
  const { layout, persona } = network.spec
  const sets = personasIn(evidence)
  const chosen = Array.from({ length: count }, () => rng.integer(pool.dilemmas.length))
  const rows = (from: Float32Array, width: number) => {
    const out = new Float32Array(count * width)
    chosen.forEach((d, i) => void out.set(from.subarray(d * width, (d + 1) * width), i * width))
    return tf.tensor2d(out, [count, width])
  }
  const hot = new Float32Array(count * sets)
  for (let i = 0; i < count; i++) hot[i * sets + rng.integer(sets)] = 1
  const noise = Float32Array.from({ length: count * persona }, () => rng.normal())
  return {
    input: rows(pool.inputs, layout.input),
    mask: rows(pool.masks, layout.actions),
    sets: tf.tensor2d(hot, [count, sets]),
    noise: tf.tensor2d(noise, [count, persona]),
  }
}

/** Log-probabilities of the assistant, [rows, actions]; gradients reach the evidence encoder. */
export function logPolicyOn(network: Network, evidence: Evidence, at: Decisions): tf.Tensor2D {
  const { mean, logSd } = network.posterior(evidence)
  const m = tf.add(tf.matMul(at.sets, mean), tf.mul(tf.matMul(at.sets, tf.exp(logSd)), at.noise)) as tf.Tensor2D
  return tf.logSoftmax(network.forward(at.input, m, at.mask).logits) as tf.Tensor2D
}

/**
 * P∇J: the gradient of an objective over batches of decisions, divided by the root mean square of its batches, as
 * Adam's first steps would (Kingma & Ba 2015).
 */
export function ascent(
  network: Network,
  trainable: Trainable,
  evidence: Evidence,
  batches: readonly { readonly at: Decisions; readonly objective: Objective }[],
): Direction {
  const names = Object.keys(network.variables).filter((name) => trains(name, trainable))
  const variables = names.map((name) => network.variables[name])
  return tf.tidy(() => {
    const gradients = batches.map(({ at, objective }) => {
      const { grads } = tf.variableGrads(() => objective(logPolicyOn(network, evidence, at)), variables)
      return names.map((name) => grads[network.variables[name].name])
    })
    return Object.fromEntries(names.map((name, i) => [name, preconditioned(gradients.map((each) => each[i]))]))
  })
}

function preconditioned(gradients: readonly tf.Tensor[]): tf.Tensor {
  const n = gradients.length
  const mean = tf.div(tf.addN([...gradients]), n)
  const square = tf.div(tf.addN(gradients.map((g) => tf.square(g))), n)
  return tf.div(mean, tf.add(tf.sqrt(square), 1e-8))
}

/**
 * Moves the network along a direction until its policy on `at` has moved by STRENGTH, reads it, and puts it back.
 * @returns what `read` says there
 */
export function pushed<T>(network: Network, evidence: Evidence, direction: Direction, at: Decisions, read: () => T): T {
  const before = tf.tidy(() => tf.keep(logPolicyOn(network, evidence, at)))
  const kept = Object.fromEntries(Object.keys(direction).map((name) => [name, network.variables[name].clone()]))
  const move = (size: number) =>
    tf.tidy(() => {
      for (const [name, way] of Object.entries(direction))
        network.variables[name].assign(tf.add(kept[name], tf.mul(way, size)))
    })
  try {
    let size = FIRST
    move(size)
    for (let attempt = 0; attempt < SECANTS; attempt++) {
      const moved = divergence(before, () => logPolicyOn(network, evidence, at))
      if (Math.abs(moved - STRENGTH) < NEAR * STRENGTH) break
      size *= Math.min(30, Math.max(1 / 30, Math.sqrt(STRENGTH / Math.max(moved, 1e-9))))
      move(size)
    }
    return read()
  } finally {
    for (const [name, value] of Object.entries(kept)) {
      network.variables[name].assign(value)
      value.dispose()
    }
    before.dispose()
  }
}

/**
 * Step that the search for STRENGTH starts from, and its rounds: KL grows with the square of the step, so few are
 * needed.
 */
const FIRST = 1e-3
const SECANTS = 10
/** Close enough. */
const NEAR = 0.05

function divergence(before: tf.Tensor2D, now: () => tf.Tensor2D): number {
  return tf.tidy(() => {
    const difference = tf.mul(tf.exp(before), tf.sub(before, now()))
    return tf.div(tf.sum(difference), before.shape[0]).dataSync()[0]
  })
}

export function disposeDecisions({ input, mask, sets, noise }: Decisions): void {
  for (const tensor of [input, mask, sets, noise]) tensor.dispose()
}
