import type { Rng } from '../../envs/random.ts'

/** Draws of a bootstrap, and the two-sided level of its interval in (0, 1). */
export interface BootstrapOptions {
  /** Default .95. */
  readonly level?: number
  /** Default 4000: the end of a 95 % interval then moves by about 2 % of its half width from seed to seed. */
  readonly draws?: number
}

export const DRAWS = 4000
export const LEVEL = 0.95

export type Interval = readonly [number, number]

/** `values` drawn with replacement, as many as there are. */
export const resample = (values: readonly number[], rng: Rng): number[] =>
  values.map(() => values[rng.integer(values.length)])

/**
 * Which values each of `draws` resamples of `count` values takes, [draws × count], as `resample` takes them from this
 * stream: drawn once, they serve all values of one number.
 */
export const resamplesOf = (count: number, rng: Pick<Rng, 'integer'>, draws = DRAWS): Uint32Array =>
  Uint32Array.from({ length: draws * count }, () => rng.integer(count))

/** Means of the values in each resample, ascending. */
export function sortedMeans(values: readonly number[], resamples: Uint32Array): Float64Array {
  const count = values.length
  const means = new Float64Array(resamples.length / count)
  for (let draw = 0; draw < means.length; draw++) {
    let sum = 0
    for (let at = draw * count; at < (draw + 1) * count; at++) sum += values[resamples[at]]
    means[draw] = sum / count
  }
  return means.sort()
}

/** The numbers of `draws` calls, ascending. */
export const sortedDraws = (draws: number, draw: () => number): Float64Array =>
  Float64Array.from({ length: draws }, draw).sort()

/** The value below which `share` of the ascending numbers lie: the nearest order statistic, no interpolation. */
export function orderStatistic(sorted: ArrayLike<number>, share: number): number {
  const last = sorted.length - 1
  return sorted[Math.min(last, Math.max(0, Math.round(share * last)))]
}
