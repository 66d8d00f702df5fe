import jstat from 'jstat'
import { ArgumentFault } from '../../envs/fault.ts'
import { requirePairs, requireShare } from './input.ts'
import { type Interval, LEVEL } from './resample.ts'
import { ROUNDING } from './spread.ts'

/** Slope with Sen's interval; null where there are too few points for one at this level (below 5 at 95 %). */
export interface Slope {
  readonly slope: number
  readonly interval: Interval | null
}

/** Up to here, and without ties, Kendall's S is counted; beyond, it is normal. */
const COUNTED = 50

/**
 * Theil–Sen: the median of the slopes between all pairs of points with different x (Theil 1950, Sen 1968). Sen's
 * interval runs from the L-th smallest to the L-th greatest of them: the β at which Kendall's test of y − βx against x
 * does not reject (Hollander & Wolfe 1999, §9.3).
 * @throws ArgumentFault below 2 points, on unequal lengths, a value that is not finite, x all alike, a level outside
 *   (0, 1).
 */
export function theilSen(xs: readonly number[], ys: readonly number[], level = LEVEL): Slope {
  requirePairs('Theil–Sen', xs, ys, 2)
  requireShare('Theil–Sen, level', level)
  const slopes = pairSlopes(xs, ys)
  if (slopes.length === 0) throw new ArgumentFault('Theil–Sen: expected at least two different x, got one')
  const sizes = [xs, ys].flatMap(groupSizes)
  const counted = xs.length <= COUNTED && sizes.every((size) => size === 1)
  const rank = counted ? countedRank(xs.length, (1 - level) / 2) : normalRank(slopes.length, xs.length, sizes, level)
  return {
    slope: median(slopes),
    interval: rank >= 1 ? [slopes[rank - 1], slopes[slopes.length - rank]] : null,
  }
}

/**
 * The number of m with P(at most m inversions of n) ≤ tail; Kendall's S is the number of pairs minus twice the
 * inversions.
 */
function countedRank(n: number, tail: number): number {
  let shares = [1]
  for (let k = 2; k <= n; k++)
    shares = Array.from({ length: shares.length + k - 1 }, (_, m) => {
      let sum = 0
      for (let j = Math.max(0, m - shares.length + 1); j < Math.min(k, m + 1); j++) sum += shares[m - j]
      return sum / k
    })
  let rank = 0
  for (let below = shares[0]; below <= tail; below += shares[rank]) rank += 1
  return rank
}

/**
 * (slopes − z·√Var S)/2, rounded as usual: Var S = [n(n−1)(2n+5) − the same for each group of ties]/18 (Sen 1968, eq.
 * 2.6).
 */
function normalRank(slopes: number, n: number, ties: readonly number[], level: number): number {
  const term = (size: number) => size * (size - 1) * (2 * size + 5)
  const variance = Math.max(0, term(n) - ties.reduce((sum, size) => sum + term(size), 0)) / 18
  return Math.min(slopes >> 1, Math.round((slopes - jstat.normal.inv((1 + level) / 2, 0, 1) * Math.sqrt(variance)) / 2))
}

function pairSlopes(xs: readonly number[], ys: readonly number[]): number[] {
  const slopes: number[] = []
  for (let i = 0; i < xs.length; i++)
    for (let j = 0; j < i; j++) if (differ(xs[i], xs[j])) slopes.push((ys[i] - ys[j]) / (xs[i] - xs[j]) + 0)
  return slopes.sort((a, b) => a - b)
}

/** By more than the rounding of the two. */
const differ = (a: number, b: number) => Math.abs(a - b) > ROUNDING * Math.max(Math.abs(a), Math.abs(b))

function groupSizes(values: readonly number[]): number[] {
  const sizes = new Map<number, number>()
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1)
  return [...sizes.values()]
}

function median(sorted: readonly number[]): number {
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
