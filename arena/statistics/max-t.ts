import type { Rng } from '../../envs/random.ts'
import { flipShares } from './flips.ts'
import { requireTable } from './input.ts'

/** |t|s that differ by less than this share tie. */
const TIE = 1e-9

/**
 * Step-down max-|t| (Westfall & Young 1993, algorithm 4.1) under joint sign flips: one row per foundation, one column
 * per trait; the p of each column, adjusted for the family. All columns of a row flip together, so their correlation is
 * kept. Holds the family-wise rate strongly for rows symmetric around 0. Adjusted p never fall as |t| does; a column of
 * zeros has t = 0 and p = 1.
 * @throws ArgumentFault on no rows, rows of different lengths, a value that is not finite.
 */
export function maxT(rows: readonly (readonly number[])[], rng: Rng): number[] {
  requireTable('max-|t|', rows)
  if (rows.length < 2) return rows[0].map(() => 1)
  const squares = rows[0].map((_, column) => rows.reduce((sum, row) => sum + row[column] * row[column], 0))
  const t = (sums: ArrayLike<number>, column: number) => absoluteT(sums[column], squares[column], rows.length)
  const sums = squares.map((_, column) => rows.reduce((sum, row) => sum + row[column], 0))
  const observed = squares.map((_, column) => t(sums, column))
  const falling = observed.map((_, column) => column).sort((a, b) => observed[b] - observed[a])
  const reached = squares.map(() => false)
  const shares = flipShares(rows, rng, (flipped) => {
    let largest = 0
    for (let rank = falling.length - 1; rank >= 0; rank--) {
      largest = Math.max(largest, t(flipped, falling[rank]))
      reached[falling[rank]] = largest >= observed[falling[rank]] * (1 - TIE)
    }
    return reached
  })
  return stepDown(falling, shares)
}

/** |t| from Σx and Σx², the second of which no flip changes. Infinite where all values are alike. */
function absoluteT(sum: number, squares: number, n: number): number {
  if (squares === 0) return 0
  const explained = (sum * sum) / n / squares
  return explained >= 1 - 1e-12 ? Number.POSITIVE_INFINITY : Math.sqrt(((n - 1) * explained) / (1 - explained))
}

/** In this order no p is below the one before it. */
export function stepDown(order: readonly number[], shares: readonly number[]): number[] {
  const adjusted = [...shares]
  let least = 0
  for (const index of order) {
    least = Math.max(least, Math.min(1, shares[index]))
    adjusted[index] = least
  }
  return adjusted
}
