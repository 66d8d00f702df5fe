import { floats, kernels, put, take } from './heap.ts'

/** A matrix on the heap. */
export interface Matrix {
  /** Address of its first number. */
  readonly at: number
  /** Address of the first number of its slope, the derivative of the loss by it; 0 where nobody wants one. */
  readonly slope: number
  readonly rows: number
  readonly width: number
  /** Numbers from one row to the next, in the matrix and in its slope. */
  readonly stride: number
}

/** A weight of the network on the heap, and the derivative of the loss by it. */
export interface Slot extends Matrix {
  /** As the network's variables name it. */
  readonly name: string
}

/** Weights of a dense layer: w, [in, out], and b, [1, out]. */
export interface Layer {
  readonly w: Slot
  readonly b: Slot
}

/** What a pass leaves behind for its way back. */
export interface Tape {
  /** Weights whose slopes are wanted, by name; null where the pass has no way back. */
  readonly learns: ReadonlySet<string> | null
  /** The way back, step by step; the last one is taken first. */
  readonly back: (() => void)[]
}

export const tape = (learns: Tape['learns'] = null): Tape => ({ learns, back: [] })

/** Takes the way back: adds to the slope of everything what follows from the slopes that were set. */
export function backward({ back }: Tape): void {
  for (let step = back.length - 1; step >= 0; step--) back[step]()
}

/** A new matrix of any content; its slope, where the tape records and it has one, is 0. */
export function matrix({ learns }: Tape, rows: number, width: number, leaf = false): Matrix {
  const at = take(rows * width)
  if (!learns || leaf) return { at, slope: 0, rows, width, stride: width }
  const slope = take(rows * width)
  kernels.zero(slope, rows * width)
  return { at, slope, rows, width, stride: width }
}

/** Numbers that no slope is wanted of. */
export const leaf = (values: Float32Array, width: number): Matrix => ({
  at: put(values),
  slope: 0,
  rows: values.length / width,
  width,
  stride: width,
})

/** Columns `from` … `to − 1` as a matrix: a view, slope and all. */
export const columns = ({ at, slope, rows, stride }: Matrix, from: number, to: number): Matrix => ({
  at: at + 4 * from,
  slope: slope && slope + 4 * from,
  rows,
  width: to - from,
  stride,
})

/** Rows `from` … `to − 1` of a layer's weights, without a bias of their own: what some of its inputs do. */
export const inputs = ({ w, b }: Layer, from: number, to: number): Layer => ({
  w: { ...w, at: w.at + 4 * from * w.stride, slope: w.slope + 4 * from * w.stride, rows: to - from },
  b,
})

export interface Dense {
  readonly relu?: boolean
  /** Where the result goes; a new matrix unless given. */
  readonly out?: Matrix
  /** Adds x·w onto what is there, in place of setting x·w + b. */
  readonly add?: boolean
}

/** y = x·w + b, with or without relu. */
export function dense(on: Tape, x: Matrix, { w, b }: Layer, { relu = false, out, add = false }: Dense = {}): Matrix {
  const y = out ?? matrix(on, x.rows, w.width)
  const [inner, n, rows] = [w.rows, w.width, x.rows]
  kernels.product(
    x.at,
    x.stride,
    1,
    w.at,
    w.stride,
    add ? 0 : b.at,
    y.at,
    y.stride,
    rows,
    inner,
    n,
    relu ? 1 : 0,
    add ? 1 : 0,
  )
  if (on.learns && y.slope)
    on.back.push(() => {
      if (relu) kernels.gate(y.at, y.slope, y.stride, rows, n)
      if (on.learns?.has(w.name))
        kernels.product(x.at, 1, x.stride, y.slope, y.stride, 0, w.slope, w.stride, inner, rows, n, 0, 1)
      if (!add && on.learns?.has(b.name)) kernels.columnSums(y.slope, y.stride, b.slope, rows, n)
      if (x.slope) backThrough(x, w, y)
    })
  return y
}

/** y = x·w + b for inputs that are mostly 0 and want no slope. */
export function sparse(on: Tape, x: Matrix, { w, b }: Layer, y: Matrix): Matrix {
  const [inner, n, rows] = [w.rows, w.width, x.rows]
  kernels.sparseProduct(x.at, x.stride, w.at, w.stride, b.at, y.at, y.stride, rows, inner, n)
  if (on.learns && y.slope)
    on.back.push(() => {
      if (on.learns?.has(w.name))
        kernels.sparseLearn(x.at, x.stride, y.slope, y.stride, w.slope, w.stride, rows, inner, n)
      if (on.learns?.has(b.name)) kernels.columnSums(y.slope, y.stride, b.slope, rows, n)
    })
  return y
}

/** slope of x += slope of y · wᵀ. */
function backThrough(x: Matrix, w: Slot, y: Matrix): void {
  const turned = take(w.rows * w.width)
  kernels.transpose(w.at, w.stride, turned, w.rows, w.width)
  const [rows, inner, n] = [x.rows, w.width, w.rows]
  kernels.product(y.slope, y.stride, 1, turned, n, 0, x.slope, x.stride, rows, inner, n, 0, 1)
}

/** The same numbers in y or, with `add`, onto what is there; a slope flows back. */
export function copied(on: Tape, x: Matrix, y: Matrix, add = false): Matrix {
  kernels.copy(x.at, x.stride, y.at, y.stride, x.rows, x.width, add ? 1 : 0)
  if (x.slope && y.slope)
    on.back.push(() => void kernels.copy(y.slope, y.stride, x.slope, x.stride, x.rows, x.width, 1))
  return y
}

/** Row i of y is row `which[i]` of x. @param which address of indices */
export function gathered(on: Tape, x: Matrix, which: number, y: Matrix): Matrix {
  kernels.gather(x.at, x.stride, which, y.at, y.stride, y.rows, y.width, 0)
  if (x.slope && y.slope)
    on.back.push(() => void kernels.scatter(y.slope, y.stride, which, x.slope, x.stride, y.rows, y.width))
  return y
}

/** A copy of a matrix without gaps, row by row. @param of its numbers or its slope */
export function read({ at, slope, rows, width, stride }: Matrix, of: 'value' | 'slope' = 'value'): Float32Array {
  const [from, heap] = [(of === 'value' ? at : slope) / 4, floats()]
  if (stride === width) return heap.slice(from, from + rows * width)
  const out = new Float32Array(rows * width)
  for (let r = 0; r < rows; r++) out.set(heap.subarray(from + r * stride, from + r * stride + width), r * width)
  return out
}

/** Writes numbers into a matrix, row by row. */
export function write(
  { at, slope, rows, width, stride }: Matrix,
  values: Float32Array,
  to: 'value' | 'slope' = 'value',
) {
  const [from, heap] = [(to === 'value' ? at : slope) / 4, floats()]
  if (stride === width) heap.set(values, from)
  else for (let r = 0; r < rows; r++) heap.set(values.subarray(r * width, (r + 1) * width), from + r * stride)
}
