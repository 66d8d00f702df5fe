import { createRng } from '../../envs/random.ts'
import { maxT } from './max-t.ts'
import { signFlip } from './sign-flip.ts'

type Column = readonly number[]

/** Two-sided sign-flip p of mean 0 over foundations; null without values, or where one is missing. */
export const flipP = (values: Column): number | null =>
  values.length > 0 && values.every(Number.isFinite) ? signFlip(values, createRng('sign flip')) : null

/** p of each trait over the same foundations, adjusted for all of them; traits with a missing value are left out. */
export function adjustedOverTraits(columns: Readonly<Record<string, Column>>): Readonly<Record<string, number>> {
  const whole = Object.entries(columns).filter(([, column]) => column.length > 0 && column.every(Number.isFinite))
  if (whole.length === 0) return {}
  const rows = whole[0][1].map((_, i) => whole.map(([, column]) => column[i]))
  const adjusted = maxT(rows, createRng('max-|t|'))
  return Object.fromEntries(whole.map(([name], t) => [name, adjusted[t]]))
}
