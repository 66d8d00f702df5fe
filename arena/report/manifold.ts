import { covarianceOf, solve } from '../../agents/traits.ts'
import type { TrialResult } from '../trial.ts'
import { type Estimate, estimate } from './estimate.ts'

/** Share of the mean KL between two random writers that residual KL may rise by (VALIDITY §3.4). */
export const RESIDUAL_SHARE = 0.1
/** 99 % point of χ² with 8 degrees of freedom. */
const ELLIPSOID = 20.09

/** By how much residual KL rose; null without trials. */
export const excessOf = (done: readonly TrialResult[] | null): Estimate | null =>
  done && estimate(done.map((t) => t.reading.revealed.neutral.residual - t.untreated.revealed.neutral.residual))

/** VALIDITY §3.4: no trait coordinates for behaviour that is nobody's. The reason, or null. */
export function withheld(done: readonly TrialResult[] | null, limit: number): string | null {
  const excess = excessOf(done)
  if (!done || !excess || excess.estimate === null) return null
  if (excess.estimate > limit)
    return `off the persona manifold: residual KL rose by ${excess.estimate.toFixed(3)}, limit ${limit.toFixed(3)}`
  const far = done.find(({ reading: { revealed }, population }) => {
    const away = revealed.neutral.traits.map((value, t) => value - population.mean[t])
    return solve(covarianceOf(population), away).reduce((sum, x, t) => sum + x * away[t], 0) > ELLIPSOID
  })
  return far
    ? `off the persona manifold: fitted traits of foundation ${far.id.foundation} lie outside the population's 99 % ellipsoid`
    : null
}
