import type { Evidence } from '../evidence.ts'
import { type NetworkSpec, PAIR_COUNT, PAIR_UNITS, PRECISION } from '../spec.ts'
import { floats, kernels, put, putIntegers, take } from './heap.ts'
import { columns, dense, type Layer, type Matrix, matrix, type Tape } from './tape.ts'

/** q(m | evidence), a Gaussian with independent parts, each [personas, persona]. */
export interface Inferred {
  readonly mean: Matrix
  readonly logSd: Matrix
}

type LayerOf = (name: string) => Layer

export function infer(on: Tape, { evidence: { kind } }: NetworkSpec, layer: LayerOf, evidence: Evidence): Inferred {
  const acts = kind === 'acts'
  const shown = acts ? pooled(on, layer, evidence) : traitRows(evidence)
  const hidden = dense(on, shown, layer('persona/hidden'), { relu: true })
  const [mean, logSd] = [dense(on, hidden, layer('persona/mean')), dense(on, hidden, layer('persona/spread'))]
  return acts ? weighed(on, layer, columns(shown, 0, PAIR_UNITS), { mean, logSd }) : { mean, logSd }
}

function traitRows({ rows, which, width }: Evidence): Matrix {
  const at = take(which.length * width)
  kernels.gather(put(rows), width, putIntegers(which), at, width, which.length, width, 0)
  return { at, slope: 0, rows: which.length, width, stride: width }
}

/** Sum over a persona's pairs and their count, [personas, PAIR_UNITS + 1]; each distinct act is read once. */
function pooled(on: Tape, layer: LayerOf, { rows, which, each, width }: Evidence): Matrix {
  const { used, places } = firstUses(which, rows.length / width)
  const [w, b] = [layer('persona/act').w, layer('persona/act').b]
  const [acts, chosen, at] = [put(rows), putIntegers(used), putIntegers(places)]
  const read = matrix(on, used.length, PAIR_UNITS)
  kernels.readActs(acts, width, chosen, w.at, b.at, read.at, used.length, PAIR_UNITS)
  if (on.learns)
    on.back.push(() => {
      kernels.gate(read.at, read.slope, read.stride, used.length, PAIR_UNITS)
      if (on.learns?.has(w.name)) kernels.learnActs(acts, width, chosen, read.slope, w.slope, used.length, PAIR_UNITS)
      if (on.learns?.has(b.name)) kernels.columnSums(read.slope, read.stride, b.slope, used.length, PAIR_UNITS)
    })
  const pairs = dense(on, read, layer('persona/pair'), { relu: true })
  const personas = which.length / each
  const out = matrix(on, personas, PAIR_UNITS + 1)
  const heap = floats()
  for (let p = 0; p < personas; p++) heap[out.at / 4 + p * out.stride + PAIR_UNITS] = each / PAIR_COUNT
  const scale = 1 / PAIR_COUNT
  kernels.pool(pairs.at, PAIR_UNITS, at, each, out.at, out.stride, personas, scale)
  if (on.learns)
    on.back.push(() => void kernels.unpool(out.slope, out.stride, at, each, pairs.slope, PAIR_UNITS, personas, scale))
  return out
}

/** The rows that are used at all, in order of first use, and where each place finds its own among them. */
function firstUses(which: Int32Array, count: number): { used: Int32Array; places: Int32Array } {
  const found = new Int32Array(count).fill(-1)
  const used = new Int32Array(Math.min(count, which.length))
  const places = new Int32Array(which.length)
  let length = 0
  for (let i = 0; i < which.length; i++) {
    const row = which[i]
    if (found[row] < 0) {
      found[row] = length
      used[length++] = row
    }
    places[i] = found[row]
  }
  return { used: used.subarray(0, length), places }
}

/**
 * Product of Gaussian factors: with w = 1 + PRECISION · softplus(weight) the precision, mean + PAIR_COUNT · pull / w and
 * logSd − ½ log w, changed in place.
 */
function weighed(on: Tape, layer: LayerOf, pool: Matrix, { mean, logSd }: Inferred): Inferred {
  const pull = dense(on, pool, layer('persona/pull'))
  const weight = dense(on, pool, layer('persona/weight'))
  const count = mean.rows * mean.width
  const heap = floats()
  const [mu, log, to, by] = [mean.at / 4, logSd.at / 4, pull.at / 4, weight.at / 4]
  for (let i = 0; i < count; i++) {
    const precision = precisionOf(heap[by + i])
    heap[mu + i] += (PAIR_COUNT * heap[to + i]) / precision
    heap[log + i] -= 0.5 * Math.log(precision)
  }
  if (on.learns) on.back.push(() => throughWeights(pull, weight, { mean, logSd }))
  return { mean, logSd }
}

function throughWeights(pull: Matrix, weight: Matrix, { mean, logSd }: Inferred): void {
  const heap = floats()
  for (let i = 0; i < mean.rows * mean.width; i++) {
    const x = heap[weight.at / 4 + i]
    const precision = precisionOf(x)
    const [byMean, byLog] = [heap[mean.slope / 4 + i], heap[logSd.slope / 4 + i]]
    const pulled = (PAIR_COUNT * heap[pull.at / 4 + i]) / precision
    heap[pull.slope / 4 + i] += (PAIR_COUNT * byMean) / precision
    const byPrecision = (-pulled * byMean - 0.5 * byLog) / precision
    heap[weight.slope / 4 + i] += (byPrecision * PRECISION) / (1 + Math.exp(-x))
  }
}

const precisionOf = (x: number): number => 1 + PRECISION * (x > 30 ? x : Math.log1p(Math.exp(x)))

/**
 * m = mean + SD · noise of each row's evidence set, [rows, persona].
 * @param sets [rows] @param noise standard normal draws, [rows × persona]
 */
export function motivations(on: Tape, { mean, logSd }: Inferred, sets: Int32Array, noise: Float32Array): Matrix {
  const { width } = mean
  const m = matrix(on, sets.length, width)
  const heap = floats()
  const sd = Float64Array.from({ length: logSd.rows * width }, (_, i) => Math.exp(heap[logSd.at / 4 + i]))
  for (let i = 0; i < noise.length; i++) {
    const from = sets[(i / width) | 0] * width + (i % width)
    heap[m.at / 4 + i] = heap[mean.at / 4 + from] + sd[from] * noise[i]
  }
  if (on.learns)
    on.back.push(() => {
      const now = floats()
      for (let i = 0; i < noise.length; i++) {
        const from = sets[(i / width) | 0] * width + (i % width)
        const slope = now[m.slope / 4 + i]
        now[mean.slope / 4 + from] += slope
        now[logSd.slope / 4 + from] += slope * noise[i] * sd[from]
      }
    })
  return m
}
