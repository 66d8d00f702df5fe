import { solve } from '../../agents/traits.ts'
import { isConstant } from './spread.ts'

/** y ≈ intercept + weights·x, [outputs][inputs]. */
export interface Linear {
  readonly intercept: readonly number[]
  readonly weights: readonly (readonly number[])[]
}

/** Ridge regression on standardised inputs; `penalty` per row and unit variance. */
export function ridge(xs: readonly ArrayLike<number>[], ys: readonly ArrayLike<number>[], penalty: number): Linear {
  const n = xs.length
  const k = xs[0].length
  const mean = columnMeans(xs)
  const targetMean = columnMeans(ys)
  const sd = mean.map((mu, i) =>
    varies(xs, i) ? Math.sqrt(xs.reduce((sum, x) => sum + (x[i] - mu) * (x[i] - mu), 0) / n) : 1,
  )
  const z = xs.map((x) => mean.map((mu, i) => (x[i] - mu) / sd[i]))
  const gram = Array.from({ length: k }, (_, i) =>
    Array.from(
      { length: k },
      (__, j) => z.reduce((sum, row) => sum + row[i] * row[j], 0) / n + (i === j ? penalty : 0),
    ),
  )
  const weights = targetMean.map((mu, o) => {
    const right = Array.from({ length: k }, (_, i) => z.reduce((sum, row, r) => sum + row[i] * (ys[r][o] - mu), 0) / n)
    return solve(gram, right).map((w, i) => w / sd[i])
  })
  const intercept = targetMean.map((mu, o) => mu - weights[o].reduce((sum, w, i) => sum + w * mean[i], 0))
  return { intercept, weights }
}

export function apply({ intercept, weights }: Linear, x: ArrayLike<number>): number[] {
  return intercept.map((b, o) => weights[o].reduce((sum, w, i) => sum + w * x[i], b))
}

/** What a ridge makes of each row that it was not fitted on: each half is read by the fit of the other. */
export function crossFitted(
  xs: readonly ArrayLike<number>[],
  ys: readonly ArrayLike<number>[],
  penalty: number,
): number[][] {
  const half = xs.length >> 1
  const first = ridge(xs.slice(0, half), ys.slice(0, half), penalty)
  const second = ridge(xs.slice(half), ys.slice(half), penalty)
  return xs.map((x, i) => apply(i < half ? second : first, x))
}

export function columnMeans(rows: readonly ArrayLike<number>[]): number[] {
  return Array.from({ length: rows[0].length }, (_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length)
}

const varies = (rows: readonly ArrayLike<number>[], column: number) => !isConstant(rows.map((row) => row[column]))

/** Share of the variance of `truth` that `estimate` explains as it stands, by column; can be negative; 0 of none. */
export function explained(truth: readonly ArrayLike<number>[], estimate: readonly ArrayLike<number>[]): number[] {
  return columnMeans(truth).map((mean, i) => {
    let rest = 0
    let total = 0
    for (let r = 0; r < truth.length; r++) {
      rest += (truth[r][i] - estimate[r][i]) * (truth[r][i] - estimate[r][i])
      total += (truth[r][i] - mean) * (truth[r][i] - mean)
    }
    return varies(truth, i) ? 1 - rest / total : 0
  })
}

export const meanOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length
export const sdOf = (values: readonly number[]): number => {
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (values.length - 1))
}
