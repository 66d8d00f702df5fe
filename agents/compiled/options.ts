import { floats, kernels, putIntegers, take } from './heap.ts'
import type { Matrix, Tape } from './tape.ts'

/** The legal actions of some rows, row by row. */
export interface Options {
  /** Row r has the options ends[r] … ends[r + 1] − 1, [rows + 1]. */
  readonly ends: Int32Array
  /** Each option's action row, over those of all envs. */
  readonly actions: Int32Array
}

/** Options where a mask is 1. @param mask [rows × actions] */
export function optionsOf(mask: ArrayLike<number>, actions: number): Options {
  const rows = mask.length / actions
  const ends = new Int32Array(rows + 1)
  const found: number[] = []
  for (let r = 0; r < rows; r++) {
    for (let a = 0; a < actions; a++) if (mask[r * actions + a]) found.push(a)
    ends[r + 1] = found.length
  }
  return { ends, actions: Int32Array.from(found) }
}

/** The mask of options, [rows × actions], and where in it each option stands. */
export function maskOf({ ends, actions }: Options, width: number): { mask: Float32Array; places: Int32Array } {
  const rows = ends.length - 1
  const mask = new Float32Array(rows * width)
  const places = new Int32Array(actions.length)
  for (let r = 0; r < rows; r++)
    for (let o = ends[r]; o < ends[r + 1]; o++) {
      places[o] = r * width + actions[o]
      mask[places[o]] = 1
    }
  return { mask, places }
}

/** The options of some rows, in this order. */
export function optionsAt({ ends, actions }: Options, which: readonly number[]): Options {
  const own = new Int32Array(which.length + 1)
  which.forEach((row, i) => {
    own[i + 1] = own[i] + ends[row + 1] - ends[row]
  })
  const out = new Int32Array(own[which.length])
  for (let i = 0; i < which.length; i++)
    for (let k = own[i]; k < own[i + 1]; k++) out[k] = actions[ends[which[i]] + k - own[i]]
  return { ends: own, actions: out }
}

/** Options on the heap. */
export interface Placed {
  readonly ends: number
  readonly actions: number
  readonly rows: number
  readonly count: number
}

export const placed = ({ ends, actions }: Options): Placed => ({
  ends: putIntegers(ends),
  actions: putIntegers(actions),
  rows: ends.length - 1,
  count: actions.length,
})

/** One number an option, and its slope. */
export interface PerOption {
  readonly at: number
  readonly slope: number
  readonly options: Placed
}

export function perOption({ learns }: Tape, options: Placed): PerOption {
  const at = take(options.count)
  if (!learns) return { at, slope: 0, options }
  const slope = take(options.count)
  kernels.zero(slope, options.count)
  return { at, slope, options }
}

/** What scores an action: a row of weights each, and a bias `step` numbers after the one before. */
export interface Scorer {
  readonly w: Matrix
  readonly b: Matrix
  readonly step: number
  /** Whether slopes of weights and bias are wanted. */
  readonly learns: boolean
}

/** Score of each legal option: w[a] · x + b[a]. */
export function scored(on: Tape, x: Matrix, { w, b, step, learns }: Scorer, options: Placed): PerOption {
  const out = perOption(on, options)
  const { ends, actions, rows } = options
  kernels.score(x.at, x.stride, w.at, w.stride, b.at, step, ends, actions, out.at, rows, x.width)
  if (on.learns)
    on.back.push(
      () =>
        void kernels.unscore(
          ...[x.at, x.stride, w.at, w.stride, step, ends, actions, out.slope],
          ...[x.slope, learns ? w.slope : 0, b.slope, rows, x.width],
        ),
    )
  return out
}

/** Log-probabilities of each row's options. */
export function logSoftmax(on: Tape, scores: PerOption): PerOption {
  const { options } = scores
  const out = perOption(on, options)
  kernels.logSoftmax(scores.at, options.ends, out.at, options.rows)
  if (on.learns) on.back.push(() => throughSoftmax(scores, out))
  return out
}

/** slope of scores += slope − p · Σ slope, row by row. */
function throughSoftmax(scores: PerOption, out: PerOption): void {
  const heap = floats()
  const [to, from, log] = [scores.slope / 4, out.slope / 4, out.at / 4]
  eachRow(scores.options, (_, first, end) => {
    let sum = 0
    for (let o = first; o < end; o++) sum += heap[from + o]
    for (let o = first; o < end; o++) heap[to + o] += heap[from + o] - Math.exp(heap[log + o]) * sum
  })
}

/** What stands for a score or a log-probability where an action is not legal. */
const ILLEGAL = -1e4

/** One column an action, about −10⁴ where it is not legal, [rows × width]. */
export function onePerAction({ at, options }: PerOption, { actions }: Options, width: number): Float32Array {
  const out = new Float32Array(options.rows * width).fill(ILLEGAL)
  const heap = floats()
  eachRow(options, (r, first, end) => {
    for (let o = first; o < end; o++) out[r * width + actions[o]] = heap[at / 4 + o]
  })
  return out
}

/** Visits rows with the places of their options. */
export function eachRow({ ends, rows }: Placed, visit: (row: number, first: number, end: number) => void): void {
  const heap = new Int32Array(floats().buffer, ends, rows + 1)
  for (let r = 0; r < rows; r++) visit(r, heap[r], heap[r + 1])
}
