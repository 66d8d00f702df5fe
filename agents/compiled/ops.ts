import { tf } from '../backend.ts'
import type { Ops } from '../ops.ts'
import type { Below, Compiled } from './compiled.ts'
import { floats, scratch } from './heap.ts'
import { maskOf, type Options, onePerAction, optionsOf, type PerOption, placed } from './options.ts'
import { backward, leaf, type Matrix, matrix, read, type Tape, tape, write } from './tape.ts'

type Variables = Readonly<Record<string, tf.Variable>>
type Part = (on: Tape, given: readonly Matrix[]) => Outputs

/** What a part of the pass computes, and how slopes find their way back into it. */
interface Outputs {
  readonly values: Float32Array
  readonly shape: [number, number]
  receive(slopes: Float32Array): void
}

/** The compiled network as tfjs ops, one node for each part. */
export function compiledOps(
  compiled: Compiled,
  variables: Variables,
): Pick<Ops, 'posterior' | 'below' | 'above' | 'value'> {
  const { persona, trunk, layout } = compiled.spec
  const namesIn = (...layers: string[]) =>
    Object.keys(variables).filter((name) => layers.some((layer) => name.startsWith(layer)))
  const run = (layers: readonly string[], inputs: readonly tf.Tensor2D[], part: Part) =>
    asOp(compiled, variables, namesIn(...layers), inputs, part)
  const heads = ['bypass', 'router', 'head/', 'narration/']
  return {
    posterior(evidence) {
      const out = run(['persona/'], [], (on) => {
        const { mean, logSd } = compiled.posterior(on, evidence)
        return beside([mean, logSd])
      })
      const [mean, logSd] = tf.split(out, [persona, persona], 1) as tf.Tensor2D[]
      return { mean, logSd }
    },
    below(input, m) {
      const rows = input.dataSync() as Float32Array
      const out = run(['adapter', 'trunk', 'z/'], [m], (on, [own]) => {
        const { h, z } = compiled.below(on, leaf(rows, layout.input), own)
        return beside([h, z])
      })
      const [h, z] = tf.split(out, [trunk, persona], 1) as tf.Tensor2D[]
      return { h, z }
    },
    above(h, z, mask, token) {
      const options = optionsOf(mask.dataSync(), layout.actions)
      const said = token && Int32Array.from(tf.tidy(() => tf.argMax(token, 1).dataSync()))
      return run(heads, [h, z], (on, given) =>
        spread(compiled.above(on, given[0], given[1], placed(options), said), options, layout.actions),
      )
    },
    value: (h, z) =>
      run(['critic/'], [h, z], (on, given) => beside([compiled.value(on, { h: given[0], z: given[1] } as Below)])),
  }
}

/**
 * A part of the pass as one op with a gradient of its own. The way back runs the part again: nothing has to be kept on
 * the heap between the two.
 */
function asOp(
  { store }: Compiled,
  variables: Variables,
  names: readonly string[],
  inputs: readonly tf.Tensor2D[],
  part: Part,
): tf.Tensor2D {
  const given = inputs.map((x) => ({ values: x.dataSync() as Float32Array, width: x.shape[1] }))
  const go = (on: Tape) => {
    store.pull()
    const matrices = given.map(({ values, width }) => input(on, values, width))
    return { matrices, out: part(on, matrices) }
  }
  const operation = tf.customGrad(() => {
    const value = scratch(() => {
      const { values, shape } = go(tape()).out
      return tf.tensor2d(values, shape)
    })
    const gradFunc = (dy: tf.Tensor) =>
      scratch(() => {
        store.clear()
        const on = tape(new Set(names))
        const { matrices, out } = go(on)
        out.receive(dy.dataSync() as Float32Array)
        backward(on)
        const own = matrices.map((x) => tf.tensor2d(read(x, 'slope'), [x.rows, x.width]))
        return [...own, ...names.map((name) => tf.tensor(store.slope(name), variables[name].shape))]
      })
    return { value, gradFunc }
  })
  return operation(...inputs, ...names.map((name) => variables[name])) as tf.Tensor2D
}

function input(on: Tape, values: Float32Array, width: number): Matrix {
  const x = matrix(on, values.length / width, width)
  write(x, values)
  return x
}

/** Matrices of as many rows, side by side. */
function beside(parts: readonly Matrix[]): Outputs {
  const rows = parts[0].rows
  const width = parts.reduce((sum, part) => sum + part.width, 0)
  const move = (values: Float32Array, out: boolean) => {
    let column = 0
    for (const part of parts) {
      const from = (out ? part.at : part.slope) / 4
      const heap = floats()
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < part.width; c++) {
          const [at, own] = [r * width + column + c, from + r * part.stride + c]
          if (out) values[at] = heap[own]
          else heap[own] = values[at]
        }
      column += part.width
    }
    return values
  }
  return {
    values: move(new Float32Array(rows * width), true),
    shape: [rows, width],
    receive: (s) => void move(s, false),
  }
}

/** One column an action; no slope flows through those that are not legal. */
function spread(scores: PerOption, options: Options, width: number): Outputs {
  const { places } = maskOf(options, width)
  const receive = (slopes: Float32Array) => {
    const heap = floats()
    places.forEach((place, o) => {
      heap[scores.slope / 4 + o] += slopes[place]
    })
  }
  return { values: onePerAction(scores, options, width), shape: [scores.options.rows, width], receive }
}
