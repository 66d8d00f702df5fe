import { tf } from '../backend.ts'
import type { Rows } from '../ppo-rows.ts'
import {
  type FrozenPolicy,
  gradientsBy,
  mindsOf,
  type PpoLearning,
  selfReport,
  type UpdateHooks,
} from '../ppo-tensors.ts'
import type { Compiled } from './compiled.ts'
import { maskOf, onePerAction, type PerOption } from './options.ts'
import type { Store } from './store.ts'
import { type Matrix, read } from './tape.ts'

// Where interventions are asked: they see tensors, and what they say comes back to the heap as numbers.

/** The losses of interventions on one minibatch, and their slopes. */
export interface Pulled {
  readonly loss: number
  /** By the log-policy, one an option. */
  readonly logPolicy: Float32Array
  /** By z before interventions, [rows × persona]. */
  readonly z: Float32Array
  /** By weights that a hook reached past both, as it does with fresh personas. */
  readonly weights: Readonly<Record<string, Float32Array>>
}

interface Minibatch {
  readonly rows: Rows
  readonly m: Matrix
  readonly z: Matrix
  readonly logPolicy: PerOption
}

export function askHooks(
  { network, evidence, policy }: PpoLearning,
  variables: Compiled['variables'],
  frozen: FrozenPolicy,
  losses: NonNullable<UpdateHooks['losses']>,
  { rows, m, z, logPolicy }: Minibatch,
): Pulled {
  const { layout, persona } = network.spec
  const shape: [number, number] = [rows.count, layout.actions]
  let pulled: Pulled | undefined
  tf.tidy(() => {
    const policyOn = tf.tensor2d(onePerAction(logPolicy, rows.options, layout.actions), shape)
    const latent = tf.tensor2d(read(z), [rows.count, persona])
    const legal = maskOf(rows.options, layout.actions)
    const mask = tf.tensor2d(legal.mask, shape)
    const input = tf.tensor2d(rows.input, [rows.count, layout.input])
    const motives = tf.tensor2d(read(m), [rows.count, persona])
    const ask = () => {
      const extra = losses({
        input,
        weight: tf.tensor1d(rows.weight),
        logPolicy: policyOn,
        get reference() {
          return frozen.logPolicy(rows, { input, mask })
        },
        get referenceZ() {
          return frozen.z(rows, { input, mask })
        },
        mask,
        z: latent,
        answers: () => selfReport(network, motives),
        minds: () => mindsOf(network, evidence, rows),
      })
      return extra.length > 0 ? tf.addN(extra) : tf.scalar(0)
    }
    const leaves = [policyOn, latent, ...policy.map((name) => variables[name])]
    const { value, grads } = tf.engine().gradients(ask, leaves, undefined, true)
    const slopesOf = (x: tf.Tensor | undefined) => x?.dataSync() as Float32Array | undefined
    const byPolicy = slopesOf(grads[0])
    const byWeight = policy.map((name, i) => [name, slopesOf(grads[i + 2])] as const)
    pulled = {
      loss: value.dataSync()[0],
      // None flows through an action that is not legal: its log-probability is a constant.
      logPolicy: Float32Array.from(legal.places, (place) => byPolicy?.[place] ?? 0),
      z: slopesOf(grads[1]) ?? new Float32Array(rows.count * persona),
      weights: Object.fromEntries(byWeight.filter(([, slope]) => slope)) as Record<string, Float32Array>,
    }
  })
  return pulled as Pulled
}

/** Adds slopes by weights onto those on the heap. */
export function addGradients(store: Store, { weights }: Pulled): void {
  for (const [name, slope] of Object.entries(weights)) {
    const own = store.slope(name)
    for (let i = 0; i < own.length; i++) own[i] += slope[i]
    store.place(name, own, store.slots[name].slope)
  }
}

/** Gradients on the heap as `gradients` hooks leave them. */
export function withGradients(
  store: Store,
  variables: Readonly<Record<string, tf.Variable>>,
  names: readonly string[],
  change: NonNullable<UpdateHooks['gradients']>,
): void {
  tf.tidy(() => {
    const found = names.map((name) => [name, tf.tensor(store.slope(name), variables[name].shape)] as const)
    const after = change(Object.fromEntries(found), gradientsBy(variables, names))
    for (const name of names) store.place(name, after[name].dataSync() as Float32Array, store.slots[name].slope)
  })
}
