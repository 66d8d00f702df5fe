import jstat from 'jstat'
import { createRng } from '../../envs/random.ts'
import { meanOf, sdOf } from '../measure/linear.ts'

/** A number with its 95 % interval over foundations; a missing one says why. */
export type Estimate =
  | { readonly estimate: number; readonly interval: readonly [number, number] | null; readonly n: number }
  | { readonly estimate: null; readonly reason: string }

/** Below this a run is a smoke run, and no bootstrap has anything to draw from. */
export const SMOKE = 10
const DRAWS = 4000

/**
 * Mean over foundations. From 10 on the interval is the expanded-percentile bootstrap (Hesterberg 2015: percentiles at
 * Φ(−√(n/(n−1)) · t) so that small samples are not too narrow); below, Student's t. One value has no interval.
 */
export function estimate(values: readonly (number | null)[], reason = 'not measured'): Estimate {
  const known = values.filter((v): v is number => v !== null && Number.isFinite(v))
  if (known.length === 0 || known.length < values.length) return missing(reason)
  const n = known.length
  const mean = meanOf(known)
  if (n === 1) return { estimate: mean, interval: null, n }
  return { estimate: mean, interval: n < SMOKE ? studentInterval(known, mean) : expandedPercentile(known), n }
}

export const missing = (reason: string): Estimate => ({ estimate: null, reason })

function studentInterval(values: readonly number[], mean: number): [number, number] {
  const half = (jstat.studentt.inv(0.975, values.length - 1) * sdOf(values)) / Math.sqrt(values.length)
  return [mean - half, mean + half]
}

function expandedPercentile(values: readonly number[]): [number, number] {
  const n = values.length
  const rng = createRng('expanded percentile')
  const tail = jstat.normal.cdf(-Math.sqrt(n / (n - 1)) * jstat.studentt.inv(0.975, n - 1), 0, 1)
  const means = Array.from({ length: DRAWS }, () => meanOf(values.map(() => values[rng.integer(n)]))).sort(
    (a, b) => a - b,
  )
  const at = (share: number) => means[Math.min(DRAWS - 1, Math.max(0, Math.round(share * (DRAWS - 1))))]
  return [at(tail), at(1 - tail)]
}

/**
 * Ratio of means with its Fieller interval (1954), paired by foundation. Missing where the denominator's own interval includes 0: the
 * interval of the ratio is then unbounded.
 */
export function ratio(numerators: readonly number[], denominators: readonly number[]): Estimate {
  const n = numerators.length
  const [a, b] = [meanOf(numerators), meanOf(denominators)]
  if (n < 2) return b > 0 ? { estimate: a / b, interval: null, n } : missing('the denominator is not above 0')
  const t = jstat.studentt.inv(0.975, n - 1)
  const cov = (xs: readonly number[], ys: readonly number[]) =>
    xs.reduce((sum, x, i) => sum + (x - meanOf(xs)) * (ys[i] - meanOf(ys)), 0) / (n - 1) / n
  const [va, vb, vab] = [cov(numerators, numerators), cov(denominators, denominators), cov(numerators, denominators)]
  const lead = b * b - t * t * vb
  if (lead <= 0) return missing('the interval of the denominator includes 0')
  const middle = a * b - t * t * vab
  const root = Math.sqrt(Math.max(0, middle * middle - lead * (a * a - t * t * va)))
  return { estimate: a / b, interval: [(middle - root) / lead, (middle + root) / lead], n }
}
