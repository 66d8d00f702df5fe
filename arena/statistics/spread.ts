/** Sums of the same numbers in another order differ by less than this share: it is no spread and no distance. */
export const ROUNDING = 1e-12

export function largestOf(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]))
  return largest
}

/** Whether all are alike within rounding. The mean of three times .1 is not .1, so no spread may be asked to be 0. */
export function isConstant(values: ArrayLike<number>): boolean {
  const rounding = ROUNDING * largestOf(values)
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i] - values[0]) > rounding) return false
  return true
}
