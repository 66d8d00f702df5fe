import { createRng, type Rng } from '../../envs/random.ts'
import { type Estimate, missing } from '../statistics/estimate.ts'
import { expandedTail } from '../statistics/interval.ts'
import { LEVEL, orderStatistic } from '../statistics/resample.ts'

/** Resamples behind every interval of a tournament. */
export const DRAWS = 1000

/** How often each of `count` observations is drawn when `count` are drawn with replacement. */
export function multiplicities(count: number, rng: Rng): Float64Array {
  const times = new Float64Array(count)
  for (let i = 0; i < count; i++) times[rng.integer(count)] += 1
  return times
}

/** The multiplicities of all strata, one after the other. */
export function joined(times: readonly (Float64Array | undefined)[]): Float64Array {
  const out = new Float64Array(times.reduce((sum, each) => sum + (each?.length ?? 0), 0))
  let at = 0
  for (const each of times) {
    if (!each) continue
    out.set(each, at)
    at += each.length
  }
  return out
}

/**
 * The statistic of the whole, and of resamples of the clusters of each stratum. NaN where a resample holds nothing of
 * it.
 * @param statistics numbers by name; called with the multiplicities of each stratum, null for the whole
 */
export function resampled(
  strata: readonly number[],
  seed: string,
  statistics: (times: readonly (Float64Array | undefined)[]) => Float64Array,
  draws = DRAWS,
): { readonly whole: Float64Array; readonly draws: readonly Float64Array[] } {
  const rng = createRng(seed)
  return {
    whole: statistics(strata.map(() => undefined)),
    draws: Array.from({ length: draws }, () => statistics(strata.map((count) => multiplicities(count, rng)))),
  }
}

/**
 * The estimate with its expanded-percentile interval.
 * @param n independent observations behind it, drawn within so many strata. One a stratum has no interval.
 */
export function estimateOf(whole: number, draws: readonly number[], n: number, reason: string, strata = 1): Estimate {
  if (!Number.isFinite(whole)) return missing(reason)
  const sorted = draws.filter(Number.isFinite).sort((a, b) => a - b)
  if (n <= strata || sorted.length < 2) return { estimate: whole, interval: null, n }
  const tail = expandedTail(n, LEVEL, strata)
  return { estimate: whole, interval: [orderStatistic(sorted, tail), orderStatistic(sorted, 1 - tail)], n }
}
