import jstat from 'jstat'
import { requirePairs, requireShare } from './input.ts'
import { meanOf } from './linear.ts'
import { type Interval, LEVEL } from './resample.ts'

/** Two means, the variances of both, and their covariance. */
export interface Moments {
  readonly a: number
  readonly b: number
  readonly va: number
  readonly vb: number
  readonly vab: number
}

/** The ratios that a level does not exclude: between two bounds, outside of two bounds, or all. */
export type RatioSet =
  | { readonly kind: 'interval'; readonly bounds: Interval }
  /** Everything ≤ the first and ≥ the second bound: the denominator may be 0, the numerator may not. */
  | { readonly kind: 'complement'; readonly bounds: Interval }
  /** Neither is known to differ from 0. */
  | { readonly kind: 'line' }

/**
 * Fieller's set (1954) for a/b: all ρ with |a − ρb| ≤ t·se(a − ρb). With lead = b² − t²vb and disc = (ab − t²vab)² −
 * lead·(a² − t²va): lead > 0 an interval, lead ≤ 0 ≤ disc its complement (one bound infinite at lead = 0), otherwise
 * the line.
 */
export function fiellerSet({ a, b, va, vb, vab }: Moments, critical: number): RatioSet {
  const square = critical * critical
  const lead = b * b - square * vb
  const middle = a * b - square * vab
  const rest = a * a - square * va
  const disc = middle * middle - lead * rest
  if (lead > 0) return { kind: 'interval', bounds: roots(middle, Math.sqrt(Math.max(0, disc)), lead) }
  if (disc < 0 || (lead === 0 && middle === 0)) return { kind: 'line' }
  if (lead < 0) return { kind: 'complement', bounds: roots(middle, -Math.sqrt(disc), lead) }
  const bound = rest / (2 * middle)
  return {
    kind: 'complement',
    bounds: middle > 0 ? [Number.NEGATIVE_INFINITY, bound] : [bound, Number.POSITIVE_INFINITY],
  }
}

const roots = (middle: number, root: number, lead: number): Interval => [(middle - root) / lead, (middle + root) / lead]

/**
 * The ratio of two means measured on the same units, with its Fieller set: a pair a foundation, t with n − 1 degrees of
 * freedom. Exact for normal pairs.
 * @throws ArgumentFault below 2 pairs, on unequal lengths, on a value that is not finite, on a level outside (0, 1).
 */
export function fieller(numerators: readonly number[], denominators: readonly number[], level = LEVEL): RatioSet {
  requirePairs('Fieller', numerators, denominators, 2)
  requireShare('Fieller, level', level)
  return fiellerSet(moments(numerators, denominators), jstat.studentt.inv((1 + level) / 2, numerators.length - 1))
}

function moments(xs: readonly number[], ys: readonly number[]): Moments {
  const [a, b] = [meanOf(xs), meanOf(ys)]
  const n = xs.length
  const shared = (us: readonly number[], mu: number, vs: readonly number[], nu: number) =>
    us.reduce((sum, u, i) => sum + (u - mu) * (vs[i] - nu), 0) / (n - 1) / n
  return { a, b, va: shared(xs, a, xs, a), vb: shared(ys, b, ys, b), vab: shared(xs, a, ys, b) }
}
