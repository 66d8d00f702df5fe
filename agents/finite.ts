import { Fault } from '../envs/fault.ts'
import { tf } from './backend.ts'
import type { Network } from './network.ts'

/**
 * Name of a tensor that holds NaN or an infinity, null where all are finite; then one scalar is read. Losses do not
 * show it: on wasm relu turns NaN into 0 and a clip into its lower bound, so a network of NaN still acts.
 */
export function notFinite(tensors: Readonly<Record<string, tf.Tensor>>): string | null {
  // 0 for what is finite, NaN for the rest.
  const zero = (x: tf.Tensor) => tf.sum(tf.mul(x, 0))
  const finite = (some: readonly tf.Tensor[]) =>
    some.length === 0 || Number.isFinite(tf.tidy(() => tf.addN(some.map(zero)).dataSync()[0]))
  const filled = Object.entries(tensors).filter(([, { size }]) => size > 0)
  if (finite(filled.map(([, tensor]) => tensor))) return null
  return filled.find(([, tensor]) => !finite([tensor]))?.[0] ?? null
}

/** @throws Fault METTLE_NUMBER naming the weight; `when` says after what, as "update 3" */
export function requireFiniteWeights(network: Pick<Network, 'compiled' | 'variables'>, when: string): void {
  // What was assigned since is looked at as well, and names are found only where something is wrong.
  network.compiled?.store.pull()
  if (network.compiled?.store.finite()) return
  const broken = notFinite(network.variables)
  if (broken)
    throw new Fault(
      'METTLE_NUMBER',
      `${when}: expected finite weights, got NaN or infinity in ${broken}. Lower the learning rate, or see what the hooks return`,
    )
}
