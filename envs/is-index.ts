/**
 * Whether a move's argument is a whole number, 0 … below − 1. −0 is none, since its bits in a state differ from those
 * of 0.
 */
export function isIndex(value: unknown, below: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < below && !Object.is(value, -0)
}
