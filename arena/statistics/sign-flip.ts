import type { Rng } from '../../envs/random.ts'
import { flipShares } from './flips.ts'
import { requireNumbers } from './input.ts'

/** Sums that differ by less than this share of Σ|x| tie: sums of the same numbers in another order do. */
export const TIE = 1e-10

/**
 * Two-sided p of the sign-flip test of mean 0 (Fisher 1935, §21): the share of sign patterns whose |sum| is at least
 * the observed one. Exact for values symmetric around 0; `rng` is used beyond 16 values alone. With n values no p is
 * below 2/2ⁿ: .0625 at 5, .002 at 10.
 * @throws ArgumentFault on no values, or one that is not finite.
 */
export function signFlip(values: readonly number[], rng: Rng): number {
  requireNumbers('sign flip', values)
  const reach = Math.abs(values.reduce((sum, x) => sum + x, 0)) - TIE * values.reduce((sum, x) => sum + Math.abs(x), 0)
  const rows = values.map((value) => [value])
  return flipShares(rows, rng, ([sum]) => [Math.abs(sum) >= reach])[0]
}
