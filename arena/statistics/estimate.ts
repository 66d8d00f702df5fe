import { createRng } from '../../envs/random.ts'
import { fieller } from './fieller.ts'
import { expandedPercentileOfMean, studentInterval } from './interval.ts'
import { meanOf } from './linear.ts'
import { resamplesOf } from './resample.ts'
import { iqm, iqmInterval } from './trimmed.ts'

/** A number with its 95 % interval over foundations; a missing one says why. */
export type Estimate =
  | { readonly estimate: number; readonly interval: readonly [number, number] | null; readonly n: number }
  | { readonly estimate: null; readonly reason: string }

/** Below this a run is a smoke run, and no bootstrap has anything to draw from. */
export const SMOKE = 10

type Values = readonly (number | null)[]

/**
 * Mean over foundations. From 10 on the interval is the expanded-percentile bootstrap, below it Student's t;
 * docs/statistics.md says why. One value has no interval; one missing value takes the estimate with it, since no pair
 * may be dropped.
 */
export function estimate(values: Values, reason = 'not measured'): Estimate {
  const known = complete(values)
  if (!known) return missing(reason)
  const n = known.length
  if (n === 1) return { estimate: known[0], interval: null, n }
  const interval = n < SMOKE ? studentInterval(known) : expandedPercentileOfMean(known, resamplesFor(n))
  return { estimate: meanOf(known), interval, n }
}

/** The resamples of every estimate over n values: all read one stream, so it is drawn once. */
function resamplesFor(n: number): Uint32Array {
  const known = resamples.get(n) ?? resamplesOf(n, createRng('expanded percentile'))
  resamples.set(n, known)
  return known
}
const resamples = new Map<number, Uint32Array>()

/**
 * The interquartile mean over foundations, with the Tukey–McLaughlin interval from 4 on: stands beside the mean
 * (VALIDITY §3.1).
 */
export function middle(values: Values, reason = 'not measured'): Estimate {
  const known = complete(values)
  if (!known) return missing(reason)
  return { estimate: iqm(known), interval: known.length < 4 ? null : iqmInterval(known), n: known.length }
}

function complete(values: Values): readonly number[] | null {
  const known = values.filter((v): v is number => v !== null && Number.isFinite(v))
  return known.length > 0 && known.length === values.length ? known : null
}

export const missing = (reason: string): Extract<Estimate, { readonly estimate: null }> => ({ estimate: null, reason })

/** The same as a share of a whole that rises: missing where the whole is not above 0, since nothing is a share of a fall. */
export const shareOfRise = (parts: readonly number[], whole: readonly number[]): Estimate =>
  meanOf(whole) > 0 ? ratio(parts, whole) : missing('the denominator is not above 0')

/**
 * Ratio of means with its Fieller interval, paired by foundation. Missing where the denominator's own interval includes
 * 0: what the data do not exclude is then no interval.
 */
export function ratio(numerators: readonly number[], denominators: readonly number[]): Estimate {
  const n = numerators.length
  const [a, b] = [meanOf(numerators), meanOf(denominators)]
  if (n < 2) return b > 0 ? { estimate: a / b, interval: null, n } : missing('the denominator is not above 0')
  const set = fieller(numerators, denominators)
  if (set.kind !== 'interval') return missing('the interval of the denominator includes 0')
  return { estimate: a / b, interval: set.bounds, n }
}
