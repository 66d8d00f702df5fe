import { floats } from './heap.ts'
import { type Matrix, matrix, type Tape } from './tape.ts'

/**
 * z · g and bypass · (1 − g), g = σ(leaning), row by row.
 * @param leaning what the gate leans to before the logistic curve, [rows, 1]
 */
export function routed(on: Tape, leaning: Matrix, z: Matrix, past: Matrix): Matrix[] {
  const heap = floats()
  const gates = Float32Array.from(
    { length: leaning.rows },
    (_, r) => 1 / (1 + Math.exp(-heap[leaning.at / 4 + r * leaning.stride])),
  )
  const rest = gates.map((g) => 1 - g)
  return [weighed(on, z, gates, leaning, 1), weighed(on, past, rest, leaning, -1)]
}

/** Rows of x times a weight each. @param sign of the weight's derivative by g: ∂g/∂leaning = g · (1 − g) */
function weighed(on: Tape, x: Matrix, weights: Float32Array, leaning: Matrix, sign: 1 | -1): Matrix {
  const y = matrix(on, x.rows, x.width)
  scaled(x.at, x, y.at, y, weights, false)
  if (on.learns && y.slope)
    on.back.push(() => {
      if (x.slope) scaled(y.slope, y, x.slope, x, weights, true)
      if (!leaning.slope) return
      const heap = floats()
      weights.forEach((weight, r) => {
        let sum = 0
        for (let c = 0; c < x.width; c++)
          sum += heap[y.slope / 4 + r * y.stride + c] * heap[x.at / 4 + r * x.stride + c]
        heap[leaning.slope / 4 + r * leaning.stride] += sign * weight * (1 - weight) * sum
      })
    })
  return y
}

type Rows = Pick<Matrix, 'width' | 'stride'>

function scaled(from: number, x: Rows, to: number, y: Rows, weights: Float32Array, add: boolean): void {
  const heap = floats()
  weights.forEach((weight, r) => {
    for (let c = 0; c < x.width; c++) {
      const at = to / 4 + r * y.stride + c
      const value = weight * heap[from / 4 + r * x.stride + c]
      heap[at] = add ? heap[at] + value : value
    }
  })
}
