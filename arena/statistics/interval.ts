import jstat from 'jstat'
import type { Rng } from '../../envs/random.ts'
import { requireNumbers, requireShare } from './input.ts'
import { meanOf, sdOf } from './linear.ts'
import {
  type BootstrapOptions,
  DRAWS,
  type Interval,
  LEVEL,
  orderStatistic,
  resample,
  sortedDraws,
  sortedMeans,
} from './resample.ts'
import { isConstant } from './spread.ts'

/**
 * Student's t interval of a mean: mean ± t(n−1)·s/√n ("Student" 1908). Exact for normal values of any n ≥ 2.
 * @throws ArgumentFault below 2 values, on a value that is not finite, on a level outside (0, 1).
 */
export function studentInterval(values: readonly number[], level = LEVEL): Interval {
  requireNumbers('Student interval', values, 2)
  requireShare('Student interval, level', level)
  const half = (jstat.studentt.inv((1 + level) / 2, values.length - 1) * sdOf(values)) / Math.sqrt(values.length)
  const mean = meanOf(values)
  return [mean - half, mean + half]
}

/**
 * The share in each tail at which an expanded-percentile interval is read: Φ(−√(n/(n−1))·t(n−1)). It undoes the two
 * reasons why plain percentiles are too narrow: a resample's variance is (n−1)/n of s², and t is wider than z
 * (Hesterberg 2015, §5.3). Where strata are resampled apart each has lost a degree of freedom: n − strata stands for n −
 * 1.
 */
export function expandedTail(n: number, level = LEVEL, strata = 1): number {
  const t = jstat.studentt.inv((1 + level) / 2, n - strata)
  return jstat.normal.cdf(-Math.sqrt(n / (n - strata)) * t, 0, 1)
}

/**
 * Expanded-percentile bootstrap interval of `statistic`, the mean unless said (Hesterberg 2015, The American
 * Statistician 69(4)). Below about 10 values a bootstrap has too little to draw from: use Student's t.
 * @throws ArgumentFault below 2 values, on a value that is not finite, on a level outside (0, 1).
 */
export function expandedPercentile(
  values: readonly number[],
  rng: Rng,
  { level = LEVEL, draws = DRAWS }: BootstrapOptions = {},
  statistic: (values: readonly number[]) => number = meanOf,
): Interval {
  requireNumbers('expanded percentile', values, 2)
  requireShare('expanded percentile, level', level)
  return expanded(
    sortedDraws(draws, () => statistic(resample(values, rng))),
    values.length,
    level,
  )
}

/**
 * The same of the mean, from resamples that are drawn already (`resamplesOf`): many means over one number of values then
 * share the draws, which take most of the time.
 * @throws ArgumentFault below 2 values, on a value that is not finite
 */
export function expandedPercentileOfMean(values: readonly number[], resamples: Uint32Array): Interval {
  requireNumbers('expanded percentile', values, 2)
  return expanded(sortedMeans(values, resamples), values.length, LEVEL)
}

/** The same of draws that are sorted already. @param count how many values each was drawn from */
export function expanded(sorted: Float64Array, count: number, level = LEVEL): Interval {
  const tail = expandedTail(count, level)
  return [orderStatistic(sorted, tail), orderStatistic(sorted, 1 - tail)]
}

/**
 * Bootstrap-t interval of a mean: [mean − t*(1−α/2)·se, mean − t*(α/2)·se] with t* = (mean* − mean)/se* over resamples
 * (Efron & Tibshirani 1993, eq. 12.22). Follows skew, at the price of width. A resample of one repeated value has no
 * se*: its t* is 0 where its mean is the mean and ±∞ elsewhere, so an interval over very few values can be unbounded.
 * @throws ArgumentFault below 2 values, on a value that is not finite, on a level outside (0, 1).
 */
export function bootstrapT(
  values: readonly number[],
  rng: Rng,
  { level = LEVEL, draws = DRAWS }: BootstrapOptions = {},
): Interval {
  requireNumbers('bootstrap-t', values, 2)
  requireShare('bootstrap-t, level', level)
  const mean = meanOf(values)
  const error = sdOf(values) / Math.sqrt(values.length)
  if (isConstant(values)) return [values[0], values[0]]
  const sorted = sortedDraws(draws, () => studentised(resample(values, rng), mean))
  const tail = (1 - level) / 2
  return [mean - orderStatistic(sorted, 1 - tail) * error, mean - orderStatistic(sorted, tail) * error]
}

function studentised(drawn: readonly number[], mean: number): number {
  const shift = meanOf(drawn) - mean
  const constant = isConstant(drawn)
  if (constant && isConstant([drawn[0], mean])) return 0
  return constant ? shift * Number.POSITIVE_INFINITY : shift / (sdOf(drawn) / Math.sqrt(drawn.length))
}
