/** Whether a move's argument is a whole number in 0 … below−1. −0 is not: it would differ from 0 in a state, bit for bit. */
export function isIndex(value: unknown, below: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < below && !Object.is(value, -0)
}
