import { eigen, type Matrix } from '../../agents/traits.ts'
import { columnMeans } from '../statistics/linear.ts'
import { isConstant } from '../statistics/spread.ts'

/** An orthogonal map between two z spaces. */
export interface Alignment {
  /** z of the one as a row, times this, is z of the other, [persona][persona]. Its transpose leads back. */
  readonly rotation: Matrix
  /** Share of the centred variance of the target that the rotation leaves unexplained: 0 … about 2, 0 a perfect fit. */
  readonly misaligned: number
}

/** Directions in which both together vary less than this share of the largest have no orientation of their own. */
const FLAT = 1e-6

/**
 * Orthogonal Procrustes (Schönemann 1966): the rotation or reflection R that minimises |target − source·R|² over
 * centred rows. A direction that neither shows is turned as little as orthogonality allows.
 * @param source z of the one network, [rows][persona] @param target z of the other on the same rows
 */
export function procrustes(source: readonly ArrayLike<number>[], target: readonly ArrayLike<number>[]): Alignment {
  const [a, b] = [source, target].map(centred)
  const rotation = polar(product(a, b))
  const varies = target[0] && Array.from(target[0]).some((_, i) => !isConstant(target.map((row) => row[i])))
  return { rotation, misaligned: varies ? unexplained(rotated(a, rotation), b) : 0 }
}

/** Each row times the rotation. */
export const rotated = (rows: readonly ArrayLike<number>[], rotation: Matrix): number[][] =>
  rows.map((row) => rotation[0].map((_, j) => rotation.reduce((sum, each, i) => sum + row[i] * each[j], 0)))

export const transposed = (matrix: Matrix): number[][] => matrix[0].map((_, j) => matrix.map((row) => row[j]))

/**
 * U·Vᵀ of the singular value decomposition U·S·Vᵀ: V and S² are the eigenvectors and eigenvalues of MᵀM, and u = M·v /
 * s.
 */
function polar(matrix: Matrix): number[][] {
  const size = Math.sqrt(matrix.reduce((sum, row) => sum + dot(row, row), 0)) || 1
  const scaled = matrix.map((row) => row.map((x) => x / size))
  const right = eigen(product(scaled, scaled)).map(({ vector }) => vector)
  const left: number[][] = []
  for (const v of right) {
    const seen = scaled.map((row) => dot(row, v))
    left.push(unit(dot(seen, seen) > FLAT * FLAT ? seen : v, left))
  }
  return matrix.map((_, i) => matrix.map((__, j) => right.reduce((sum, v, k) => sum + left[k][i] * v[j], 0)))
}

/** The direction at a right angle to those before it; any other axis where it lies among them. */
function unit(wish: readonly number[], before: readonly (readonly number[])[]): number[] {
  const axes = wish.map((_, i) => wish.map((__, j) => (i === j ? 1 : 0)))
  const candidates = [wish, ...axes].map((each) => {
    const length = Math.sqrt(dot(each, each)) || 1
    return freed(
      freed(
        each.map((x) => x / length),
        before,
      ),
      before,
    )
  })
  const found = candidates.find((each) => dot(each, each) > 1e-6) ?? candidates[0]
  const length = Math.sqrt(dot(found, found))
  return found.map((x) => x / length)
}

/** Less its parts along the others, which are orthonormal. */
function freed(vector: readonly number[], others: readonly (readonly number[])[]): number[] {
  return others.reduce<number[]>(
    (rest, other) => {
      const along = dot(rest, other)
      return rest.map((x, i) => x - along * other[i])
    },
    [...vector],
  )
}

/** aᵀ·b over rows. */
function product(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number[][] {
  const out = Array.from(a[0] as ArrayLike<number>, () => new Array<number>(b[0].length).fill(0))
  for (let r = 0; r < a.length; r++)
    for (let i = 0; i < out.length; i++) for (let j = 0; j < b[r].length; j++) out[i][j] += a[r][i] * b[r][j]
  return out
}

function centred(rows: readonly ArrayLike<number>[]): number[][] {
  const mean = columnMeans(rows)
  return rows.map((row) => mean.map((mu, i) => row[i] - mu))
}

function unexplained(found: readonly (readonly number[])[], truth: readonly (readonly number[])[]): number {
  const total = truth.reduce((sum, row) => sum + dot(row, row), 0)
  const rest = truth.reduce((sum, row, r) => sum + row.reduce((inside, x, i) => inside + square(x - found[r][i]), 0), 0)
  return rest / total
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)
const square = (x: number) => x * x
