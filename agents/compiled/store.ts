import { tf } from '../backend.ts'
import { floats, kernels, padded } from './heap.ts'
import type { Layer, Slot } from './tape.ts'

type Variables = Readonly<Record<string, tf.Variable>>

/**
 * The weights of one network on the heap, and their slopes. tf variables remain what everybody else reads and assigns:
 * `pull` fetches what was assigned since, `push` brings back what learned here.
 */
export interface Store {
  readonly slots: Readonly<Record<string, Slot>>
  readonly layer: (name: string) => Layer
  pull(): void
  /** Weights learned on the heap; variables are out of date until `push`. */
  learned(): void
  push(): void
  /** Sets all slopes to 0. */
  clear(): void
  /** A weight's slope in the shape and order of its variable. */
  slope(name: string): Float32Array
  /** Writes numbers in the order of the variable into a slot's own order. @param at the slot's address, or its slope's */
  place(name: string, values: Float32Array, at: number): void
  /** Whether all weights on the heap are finite numbers. */
  finite(): boolean
  dispose(): void
}

/** Actions' output weights lie turned round, one row an action: a score is then one inner product. */
const TURNED = 'head/rows/w'

export function createStore(variables: Variables): Store {
  const names = Object.keys(variables)
  const sizes = names.map((name) => padded(variables[name].size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const block = kernels.allocate(2 * total)
  const slots: Record<string, Slot> = {}
  let at = block
  names.forEach((name, i) => {
    slots[name] = slotOf(name, variables[name].shape, at, at + 4 * total)
    at += 4 * sizes[i]
  })
  const seen = new Map<string, object>()
  let newer = false

  const place = (name: string, values: Float32Array, to: number) => {
    const { rows, width } = slots[name]
    const heap = floats()
    if (name !== TURNED) heap.set(values, to / 4)
    else for (let i = 0; i < values.length; i++) heap[to / 4 + (i % rows) * width + Math.floor(i / rows)] = values[i]
  }
  const fetch = (name: string, from: number): Float32Array => {
    const { rows, width } = slots[name]
    const values = floats().slice(from / 4, from / 4 + rows * width)
    if (name !== TURNED) return values
    return values.map((_, i) => values[(i % rows) * width + Math.floor(i / rows)])
  }
  return {
    slots,
    layer: (name) => ({ w: slots[`${name}/w`], b: slots[`${name}/b`] }),
    pull() {
      for (const name of names) {
        const { dataId } = variables[name]
        if (seen.get(name) === dataId) continue
        place(name, variables[name].dataSync() as Float32Array, slots[name].at)
        seen.set(name, dataId)
      }
    },
    learned() {
      newer = true
    },
    push() {
      if (!newer) return
      newer = false
      for (const name of names) {
        const variable = variables[name]
        tf.tidy(() => variable.assign(tf.tensor(fetch(name, slots[name].at), variable.shape)))
        seen.set(name, variable.dataId)
      }
    },
    clear: () => void kernels.zero(block + 4 * total, total),
    slope: (name) => fetch(name, slots[name].slope),
    place,
    finite: () => Boolean(kernels.finite(block, total)),
    dispose: () => void kernels.free(block),
  }
}

function slotOf(name: string, shape: readonly number[], at: number, slope: number): Slot {
  const [rows, width] = shape.length === 1 ? [1, shape[0]] : shape
  return name === TURNED
    ? { name, at, slope, rows: width, width: rows, stride: rows }
    : { name, at, slope, rows, width, stride: width }
}
