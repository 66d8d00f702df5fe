import { kernels, padded } from './heap.ts'
import type { Store } from './store.ts'

/** One optimiser over some weights of a network on the heap. */
export interface Adam {
  /** One step along the slopes that the store holds. */
  step(learningRate: number): void
  dispose(): void
}

/** Decay of the moments, and what keeps the divisor from 0: tfjs' own. */
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-7]

/**
 * Adam (Kingma & Ba 2015, algorithm 1) as `tf.train.adam` takes it.
 * @param masks factors on the slopes of some weights, by name, in the order of their variables
 */
export function createAdam(
  store: Store,
  names: readonly string[],
  masks: Readonly<Record<string, Float32Array>> = {},
): Adam {
  const own = names.map((name) => {
    const { at, slope, rows, width } = store.slots[name]
    const count = rows * width
    const moments = kernels.allocate(2 * padded(count))
    const mask = masks[name] ? kernels.allocate(count) : 0
    if (mask) store.place(name, masks[name], mask)
    return { at, slope, count, mask, first: moments, second: moments + 4 * padded(count) }
  })
  let [power1, power2] = [Math.fround(BETA1), Math.fround(BETA2)]
  return {
    step(learningRate) {
      const [c1, c2] = [Math.fround(1 - power1), Math.fround(1 - power2)]
      for (const { at, slope, count, mask, first, second } of own)
        kernels.adam(at, slope, mask, first, second, count, learningRate, BETA1, BETA2, c1, c2, EPSILON)
      power1 = Math.fround(power1 * Math.fround(BETA1))
      power2 = Math.fround(power2 * Math.fround(BETA2))
      store.learned()
    },
    dispose() {
      for (const { first, mask } of own) {
        kernels.free(first)
        if (mask) kernels.free(mask)
      }
    },
  }
}
