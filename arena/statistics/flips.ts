import type { Rng } from '../../envs/random.ts'

/**
 * Up to here all sign patterns are tried; one sign is fixed, since a pattern and its opposite are alike in a two-sided
 * test.
 */
export const EXACT = 16
/** Random sign patterns beyond: the Monte Carlo SD of a p of .05 is then .0015. */
export const FLIPS = 20_000

/**
 * The share of joint sign flips of n rows in which `reached(sums)` holds, one share per column: all 2ⁿ patterns up to n
 * = EXACT; beyond, (hits + 1)/(FLIPS + 1), which is never below the nominal level (Phipson & Smyth 2010). `sums` are
 * the flipped column sums.
 */
export function flipShares(
  rows: readonly (readonly number[])[],
  rng: Rng,
  reached: (sums: Float64Array) => readonly boolean[],
): number[] {
  const exact = rows.length <= EXACT
  const hits = new Array<number>(rows[0].length).fill(exact ? 0 : 1)
  const count = (sums: Float64Array) => {
    const now = reached(sums)
    for (let column = 0; column < hits.length; column++) if (now[column]) hits[column] += 1
  }
  const tried = exact ? everyFlip(rows, count) : randomFlips(rows, rng, count)
  return hits.map((hit) => hit / tried)
}

type Count = (sums: Float64Array) => void

/** Gray code: from one pattern to the next a single row changes its sign. */
function everyFlip(rows: readonly (readonly number[])[], count: Count): number {
  const signs = rows.map(() => 1)
  const sums = Float64Array.from(rows[0], (_, column) => rows.reduce((sum, row) => sum + row[column], 0))
  const patterns = 1 << (rows.length - 1)
  count(sums)
  for (let pattern = 1; pattern < patterns; pattern++) {
    const row = 31 - Math.clz32(pattern & -pattern)
    signs[row] = -signs[row]
    for (let column = 0; column < sums.length; column++) sums[column] += 2 * signs[row] * rows[row][column]
    count(sums)
  }
  return patterns
}

function randomFlips(rows: readonly (readonly number[])[], rng: Rng, count: Count): number {
  const flat = Float64Array.from(rows.flat())
  const width = rows[0].length
  const sums = new Float64Array(width)
  let bits = 0
  for (let flip = 0; flip < FLIPS; flip++) {
    sums.fill(0)
    for (let row = 0; row < rows.length; row++) {
      // One draw gives the signs of sixteen rows.
      bits = (row & 15) === 0 ? rng.integer(0x1_0000) : bits >> 1
      const sign = 2 * (bits & 1) - 1
      for (let column = 0; column < width; column++) sums[column] += sign * flat[row * width + column]
    }
    count(sums)
  }
  return FLIPS + 1
}
