import { z } from 'zod'
import { solve } from './traits.ts'

/** How the `motive` regime moves the mean μ of q(m | evidence). S is the covariance of m, β the selection gradient. */
export const MotiveSettings = z.strictObject({
  geometry: z
    .enum(['selection', 'euclidean'])
    .default('selection')
    .describe(
      "Direction of a motive update: selection is S·β, the breeder's equation (Lande & Arnold 1983); euclidean is β.",
    ),
  motiveStep: z
    .number()
    .min(0)
    .max(100)
    .default(4)
    .describe('Step of a motive update on returns standardised over the batch, 0 to 100.'),
})
export type MotiveSettings = z.output<typeof MotiveSettings>

/**
 * The learner of the `motive` regime: the network is frozen and only the mean of q(m | evidence) moves.
 * @param minds m of each episode, [episodes][persona]
 * @param returns return of each episode, payoff units, [episodes]
 * @param weights weight of each episode, [episodes]; 0 drops it
 * @param covariance S, the covariance that m was drawn with, [persona][persona]
 * @returns Δμ, [persona]. With `selection` it is step · Cov(m, R) = step · S·β, where R is the standardised return and
 * β the selection gradient of R on m; with `euclidean` it is step · β. All 0 where less than 2 episodes count.
 */
export function motiveStep(
  minds: readonly ArrayLike<number>[],
  returns: readonly number[],
  weights: readonly number[],
  covariance: readonly (readonly number[])[],
  { geometry, motiveStep: step }: MotiveSettings,
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
