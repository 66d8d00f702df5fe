import type { Rng } from '../../envs/random.ts'
import { requireShare, requireTable } from './input.ts'
import {
  type BootstrapOptions,
  DRAWS,
  type Interval,
  LEVEL,
  orderStatistic,
  resample,
  sortedDraws,
} from './resample.ts'
import { iqm } from './trimmed.ts'

/**
 * Percentile interval of a statistic of all scores together, resampled within each stratum (Agarwal et al. 2021,
 * rliable): one row per stratum (game, task), one column per run. Right where the runs of different strata are
 * independent. One foundation that plays every game is not: average over games first and treat foundations as the
 * values of `expandedPercentile`. Plain percentiles are too narrow for few runs.
 * @throws ArgumentFault on no rows, rows of different lengths or below 2, a value that is not finite, a level outside
 *   (0, 1).
 */
export function stratifiedInterval(
  strata: readonly (readonly number[])[],
  rng: Rng,
  { level = LEVEL, draws = DRAWS }: BootstrapOptions = {},
  statistic: (scores: readonly number[]) => number = iqm,
): Interval {
  requireTable('stratified bootstrap', strata, 2)
  requireShare('stratified bootstrap, level', level)
  const sorted = sortedDraws(draws, () => statistic(strata.flatMap((scores) => resample(scores, rng))))
  const tail = (1 - level) / 2
  return [orderStatistic(sorted, tail), orderStatistic(sorted, 1 - tail)]
}
