import { solve } from './traits.ts'

/** `selection`: Δμ = step · S·β, the breeder's equation. `euclidean`: Δμ = step · β. */
export type Geometry = 'selection' | 'euclidean'

export interface MotiveConfig {
  readonly geometry: Geometry
  /** Step on standardised returns. */
  readonly step: number
}

/**
 * The learner of the `motive` regime: the network is frozen, only the mean of q(m | evidence) moves.
 * @param minds m of each episode, [episodes][persona] @param returns payoff of each @param weights 0 drops an episode
 * @param covariance S, what m was drawn with
 * @returns Δμ; with `selection` it is step · Cov(m, R) = step · S·β, with β the selection gradient of R on m.
 */
export function motiveStep(
  minds: readonly ArrayLike<number>[],
  returns: readonly number[],
  weights: readonly number[],
  covariance: readonly (readonly number[])[],
  { geometry, step }: MotiveConfig,
): number[] {
  const total = weights.reduce((sum, w) => sum + w, 0)
  const dim = covariance.length
  if (total < 2) return new Array(dim).fill(0)
  const meanOf = (values: readonly number[]) => values.reduce((sum, v, i) => sum + weights[i] * v, 0) / total
  const mean = meanOf(returns)
  const sd = Math.sqrt(meanOf(returns.map((r) => (r - mean) * (r - mean)))) + 1e-8
  const standard = returns.map((r) => (r - mean) / sd)
  const response = Array.from({ length: dim }, (_, k) => meanOf(minds.map((m, i) => m[k] * standard[i])))
  const change = geometry === 'selection' ? response : solve(covariance, response)
  return change.map((value) => step * value)
}
