import jstat from 'jstat'

/**
 * P(T > t) of Student's t. Far out it is computed as itself and not as 1 − P(T ≤ t), which would cancel to 0 below
 * 1e-16.
 */
export function aboveT(t: number, degrees: number): number {
  if (t < 0) return 1 - aboveT(-t, degrees)
  return jstat.ibeta(degrees / (degrees + t * t), degrees / 2, 1 / 2) / 2
}
