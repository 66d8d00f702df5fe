import { tf } from './backend.ts'
import { type Compiled, compile } from './compiled/compiled.ts'
import { compiledOps } from './compiled/ops.ts'
import type { Evidence } from './evidence.ts'
import type { Ops } from './ops.ts'
import type { NetworkSpec, Weights } from './spec.ts'
import { tensorOps } from './tensor-ops.ts'

/** Changes z inside a forward pass, [rows, persona] → [rows, persona]. */
export type LatentTransform = (z: tf.Tensor2D) => tf.Tensor2D

export interface Forward {
  /** The motivation layer before interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
  /** z after interventions, as the heads read it, [rows, persona]; `z` itself where there are none. */
  readonly moved: tf.Tensor2D
  /**
   * Logits over the action rows of all envs, masked ones about −10⁴, [rows, actions]. A network that narrates gives
   * those after the token that was said or, without one, log-probabilities summed over all tokens.
   */
  readonly logits: tf.Tensor2D
  /** Value of the state in payoff units, [rows], computed when it is read; no gradient reaches trunk or z from it. */
  readonly value: tf.Tensor1D
}

export interface Network {
  readonly spec: NetworkSpec
  /**
   * Weights on the backend, by name; owned by the network. Asked for after the compiled network learned, they are
   * brought up to date first.
   */
  readonly variables: Readonly<Record<string, tf.Variable>>
  /** The same network on the heap of the kernels, on the wasm backend; elsewhere tensors do all of its work. */
  readonly compiled?: Compiled
  /** q(m | evidence), a Gaussian with independent parts: mean and log SD, each [personas, persona]. */
  posterior(evidence: Evidence): { mean: tf.Tensor2D; logSd: tf.Tensor2D }
  /**
   * One pass from observations to logits and value.
   * @param input [rows, layout.input]
   * @param m motivation of each row, [rows, persona]
   * @param mask 1 where an action is legal, [rows, actions]
   * @param motivation interventions on z; left out, z stays as it is
   * @param token what the agent says of itself before it acts, one-hot, [rows, TOKENS]
   */
  forward(
    input: tf.Tensor2D,
    m: tf.Tensor2D,
    mask: tf.Tensor2D,
    motivation?: LatentTransform,
    token?: tf.Tensor2D,
  ): Forward
  /** The motivation layer alone, [rows, persona]: `input` and `m` as in `forward`. */
  z(input: tf.Tensor2D, m: tf.Tensor2D): tf.Tensor2D
  /** The agent's answer to each item of the questionnaire, 1 … 5, [rows, ITEMS]; no gradient reaches z from it. */
  answers(z: tf.Tensor2D): tf.Tensor2D
  /** Log-probabilities of what the agent says of itself, [rows, TOKENS]; only for networks that narrate. */
  narrate(z: tf.Tensor2D): tf.Tensor2D
  /** What a router weighs z by, 0 … 1, [rows]; only for networks with one. `input` and `m` as in `forward`. */
  gate(input: tf.Tensor2D, m: tf.Tensor2D): tf.Tensor1D
  /** A copy of all weights. */
  weights(): Weights
  /** Sets the weights that are given; others stay as they were. */
  load(weights: Weights): void
  dispose(): void
}

export interface NetworkOptions {
  /** Whether tensors do all of its work on wasm too: the reference for tests. */
  readonly reference?: boolean
}

export function createNetwork(
  spec: NetworkSpec,
  initial: Weights,
  { reference = false }: NetworkOptions = {},
): Network {
  const variables: Record<string, tf.Variable> = {}
  for (const [name, { shape, values }] of Object.entries(initial))
    variables[name] = tf.tidy(() => tf.variable(tf.tensor(values, [...shape])))
  const compiled = !reference && tf.getBackend() === 'wasm' ? compile(spec, variables) : undefined
  const tensors = tensorOps(spec, variables)
  const ops: Ops = compiled ? { ...tensors, ...compiledOps(compiled, variables) } : tensors
  const current = () => {
    compiled?.store.push()
    return variables
  }

  return {
    spec,
    compiled,
    get variables() {
      return current()
    },
    posterior: ops.posterior,
    z: (input, m) => ops.below(input, m).z,
    forward(input, m, mask, motivation = (z) => z, token) {
      const { h, z } = ops.below(input, m)
      const moved = motivation(z)
      const value = () => tf.reshape(ops.value(h, z), [-1]) as tf.Tensor1D
      return {
        z,
        moved,
        logits: ops.above(h, moved, mask, token),
        get value() {
          return value()
        },
      }
    },
    answers: (z) => {
      current()
      return ops.answers(z)
    },
    narrate: (z) => {
      current()
      return ops.narrate(z)
    },
    gate: (input, m) => {
      current()
      return tf.reshape(ops.gate(ops.below(input, m).h), [-1])
    },
    weights: () =>
      Object.fromEntries(
        Object.entries(current()).map(([name, v]) => [
          name,
          { shape: v.shape, values: v.dataSync().slice() as Float32Array },
        ]),
      ),
    load(weights) {
      for (const [name, { shape, values }] of Object.entries(weights))
        tf.tidy(() => current()[name].assign(tf.tensor(values, [...shape])))
    },
    dispose() {
      compiled?.store.dispose()
      tensors.dispose()
      tf.dispose(Object.values(variables))
    },
  }
}
