import { ArgumentFault } from '../../envs/fault.ts'
/** @throws ArgumentFault naming the function when there are fewer than `least` numbers or one of them is not finite. */
export function requireNumbers(name: string, values: readonly number[], least = 1): void {
  if (values.length < least)
    throw new ArgumentFault(`${name}: expected at least ${least} numbers, got ${values.length}`)
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) throw new ArgumentFault(`${name}: expected finite numbers, got ${values[bad]} at index ${bad}`)
}

/** @throws ArgumentFault when the two are not equally long, or are no numbers. */
export function requirePairs(name: string, xs: readonly number[], ys: readonly number[], least = 1): void {
  if (xs.length !== ys.length)
    throw new ArgumentFault(`${name}: expected pairs, got ${xs.length} and ${ys.length} numbers`)
  requireNumbers(name, xs, least)
  requireNumbers(name, ys, least)
}

/** Closer to 1 the tails of a level are not to be told from 0. */
const HIGHEST = 1 - 1e-12

/** @throws ArgumentFault when `share` (a level, a trimmed share, an α) is outside (0, 1), or within 1e-12 of 1. */
export function requireShare(name: string, share: number): void {
  if (!(share > 0 && share <= HIGHEST))
    throw new ArgumentFault(`${name}: expected a number between 0 and 1, got ${share}`)
}

/** @throws ArgumentFault when rows are not equally long, or are no numbers. */
export function requireTable(name: string, rows: readonly (readonly number[])[], least = 1): void {
  if (rows.length === 0) throw new ArgumentFault(`${name}: expected at least one row, got none`)
  for (const row of rows) {
    requireNumbers(name, row, least)
    if (row.length !== rows[0].length)
      throw new ArgumentFault(`${name}: expected rows of ${rows[0].length} numbers, got one of ${row.length}`)
  }
}
