import { solveAny } from './linear-system.ts'

/** Row spaces by Gram and Schmidt, the longest row first, each twice, so that bases are orthonormal to the last digit. */
export interface Split {
  /** Which rows span the rest, the longest remainder first. */
  readonly chosen: readonly number[]
  /** Orthonormal, of what those rows span. */
  readonly spanned: readonly Float64Array[]
  /** Orthonormal, of all that every row takes to 0. */
  readonly free: readonly Float64Array[]
}

/** A remainder shorter than this is none: rows are of length about 1. */
const SHORT = 1e-10

/** What rows of this width span, and what they leave free. */
export function splitOf(rows: readonly ArrayLike<number>[], width: number): Split {
  const { chosen, basis: spanned } = orthonormal(rows, width, [], SHORT)
  const units = Array.from({ length: width }, (_, i) =>
    Float64Array.from({ length: width }, (__, j) => Number(i === j)),
  )
  const free = orthonormal(units, width - spanned.length, spanned, 0).basis
  return { chosen, spanned, free }
}

/** At most `most` vectors, orthogonal to those of `before`. */
function orthonormal(
  rows: readonly ArrayLike<number>[],
  most: number,
  before: readonly Float64Array[],
  least: number,
): { readonly chosen: readonly number[]; readonly basis: readonly Float64Array[] } {
  const left = rows.map((row) => without(Float64Array.from(row), before))
  const [chosen, basis]: [number[], Float64Array[]] = [[], []]
  while (basis.length < most) {
    const lengths = left.map((row) => Math.sqrt(dot(row, row)))
    const longest = lengths.indexOf(Math.max(...lengths))
    if (longest < 0 || lengths[longest] <= least) break
    const unit = normal(without(left[longest], [...before, ...basis]))
    chosen.push(longest)
    basis.push(unit)
    for (const row of left) without(row, [unit])
  }
  return { chosen, basis }
}

function without(row: Float64Array, basis: readonly Float64Array[]): Float64Array {
  for (const unit of basis) {
    const share = dot(row, unit)
    for (let i = 0; i < row.length; i++) row[i] -= share * unit[i]
  }
  return row
}

function normal(row: Float64Array): Float64Array {
  const size = Math.sqrt(dot(row, row))
  return row.map((x) => x / size)
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** p moved by so much of each direction. */
export const along = (p: Float64Array, basis: readonly Float64Array[], by: ArrayLike<number>): Float64Array =>
  p.map((x, i) => basis.reduce((sum, unit, k) => sum + by[k] * unit[i], x))

/** The point nearest to p at which rows, by those that span the rest, reach what is wanted. */
export function onto(
  rows: readonly Float64Array[],
  wanted: readonly number[],
  { chosen, spanned }: Split,
  p: Float64Array,
): Float64Array {
  const system = chosen.map((row) => spanned.map((unit) => dot(rows[row], unit)))
  const gap = chosen.map((row) => wanted[row] - dot(rows[row], p))
  return along(p, spanned, solveAny(system, gap))
}
