import type { Rng } from '../envs/random.ts'
import { tf } from './backend.ts'
import { late } from './imitate.ts'
import type { Network } from './network.ts'
import { gradientsBy } from './ppo-tensors.ts'

/** Gradient descent on losses in tensors, with one optimiser (Adam) throughout. */
export interface Fitter {
  /**
   * Takes so many steps.
   * @param loss called once a step, its tensors end with it
   * @returns the loss, mean over the last tenth of the steps
   */
  fit(steps: number, loss: () => tf.Tensor, learningRate: number): number
  dispose(): void
}

/** @param names weights that learn */
export function fitter(network: Network, names: readonly string[]): Fitter {
  const adam = tf.train.adam(0)
  const step = (loss: () => tf.Tensor, read: boolean): number =>
    tf.tidy(() => {
      let value = 0
      const { variables } = network
      const found = gradientsBy(
        variables,
        names,
      )(() => {
        const scalar = loss()
        if (read) value = scalar.dataSync()[0]
        return scalar
      })
      const named = Object.entries(found).map(([name, tensor]) => ({ name: variables[name].name, tensor }))
      adam.applyGradients(named)
      return value
    })
  return {
    fit(steps, loss, learningRate) {
      Object.assign(adam, { learningRate })
      const read = Array.from({ length: steps }, (_, at) => [late(at, steps), step(loss, late(at, steps))] as const)
      const kept = read.flatMap(([counts, value]) => (counts ? [value] : []))
      return kept.reduce((sum, value) => sum + value, 0) / kept.length
    },
    dispose: () => adam.dispose(),
  }
}

/**
 * Moves weights to (1 − share) times themselves plus share times normal noise with the SD of the weights of the same
 * matrix (UNDO: Lee et al. 2025, arXiv 2506.06278, eq. 2, with noise at the scale of the weights).
 */
export function shake(network: Network, names: readonly string[], share: number, rng: Rng): void {
  const weights = network.weights()
  for (const name of names) {
    const { shape, values } = weights[name]
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / values.length)
    const moved = values.map((x) => (1 - share) * x + share * sd * rng.normal())
    network.load({ [name]: { shape, values: moved } })
  }
}
