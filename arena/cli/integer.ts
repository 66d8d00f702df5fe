import { refuse } from '../refusal/errors.ts'

/** @throws Refusal naming the flag. */
export function integer(flag: string, text: string, low: number, high: number): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || value < low || value > high) refuse(flag, `an integer from ${low} to ${high}`, text)
  return value
}
