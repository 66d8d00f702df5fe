import { ArgumentFault } from '../../envs/fault.ts'
import type { Rng } from '../../envs/random.ts'
import { requireNumbers, requireShare } from './input.ts'
import { expandedTail } from './interval.ts'
import {
  type BootstrapOptions,
  DRAWS,
  type Interval,
  LEVEL,
  orderStatistic,
  resample,
  sortedDraws,
} from './resample.ts'

/**
 * Probability that a run of x beats a run of y, ties counted half: Mann–Whitney's U over all pairs, divided by their
 * number (Agarwal et al. 2021, §4.3). In [0, 1]; ½ means no difference.
 * @throws ArgumentFault on no values, or one that is not finite.
 */
export function improvement(xs: readonly number[], ys: readonly number[]): number {
  requireNumbers('probability of improvement', xs)
  requireNumbers('probability of improvement', ys)
  let wins = 0
  for (const x of xs) for (const y of ys) wins += x > y ? 1 : x === y ? 0.5 : 0
  return wins / (xs.length * ys.length)
}

/**
 * Bootstrap interval of `improvement`, read at the expanded tails of the smaller sample. Arms that share foundations
 * are `paired`: xs[i] and ys[i] are then drawn together. Where every x beats every y it is [1, 1]: no resample says
 * otherwise, and the sample is still small.
 * @throws ArgumentFault below 2 values, on a value that is not finite, on unequal lengths of pairs, on a level outside
 *   (0, 1).
 */
export function improvementInterval(
  xs: readonly number[],
  ys: readonly number[],
  rng: Rng,
  { level = LEVEL, draws = DRAWS, paired = false }: BootstrapOptions & { readonly paired?: boolean } = {},
): Interval {
  requireNumbers('probability of improvement', xs, 2)
  requireNumbers('probability of improvement', ys, 2)
  requireShare('probability of improvement, level', level)
  if (paired && xs.length !== ys.length)
    throw new ArgumentFault(`probability of improvement: expected pairs, got ${xs.length} and ${ys.length} numbers`)
  const draw = () => {
    if (!paired) return improvement(resample(xs, rng), resample(ys, rng))
    const rows = xs.map(() => rng.integer(xs.length))
    return improvement(
      rows.map((i) => xs[i]),
      rows.map((i) => ys[i]),
    )
  }
  const sorted = sortedDraws(draws, draw)
  const tail = expandedTail(Math.min(xs.length, ys.length), level)
  return [orderStatistic(sorted, tail), orderStatistic(sorted, 1 - tail)]
}
