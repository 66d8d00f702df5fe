import { Fault } from '../../envs/fault.ts'
/**
 * Solves A x = b by elimination with partial pivoting; A need not be symmetric.
 * @throws Fault METTLE_NUMBER when A is singular.
 */
export function solveAny(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => Float64Array.from([...row, right[i]]))
  const n = rows.length
  for (let column = 0; column < n; column++) {
    bringUp(rows, column)
    for (let i = column + 1; i < n; i++) subtract(rows[i], rows[column], rows[i][column] / rows[column][column], column)
  }
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i][n]
    for (let j = i + 1; j < n; j++) rest -= rows[i][j] * x[j]
    x[i] = rest / rows[i][i]
  }
  return x
}

/** Swaps the row with the largest entry of that column into its place. */
function bringUp(rows: Float64Array[], column: number): void {
  let best = column
  for (let i = column + 1; i < rows.length; i++) if (Math.abs(rows[i][column]) > Math.abs(rows[best][column])) best = i
  if (rows[best][column] === 0)
    throw new Fault('METTLE_NUMBER', `Expected a matrix that can be inverted, got no pivot in ${column}`)
  const held = rows[column]
  rows[column] = rows[best]
  rows[best] = held
}

function subtract(row: Float64Array, pivot: Float64Array, times: number, from: number): void {
  if (times === 0) return
  for (let j = from; j < row.length; j++) row[j] -= times * pivot[j]
}

/**
 * Stationary distribution of an irreducible Markov chain by the elimination of Grassmann, Taksar and Heyman (1985),
 * which subtracts nothing and so loses no digits. `chain[i][j]` is the rate from i to j; the diagonal is not read.
 */
export function stationary(chain: readonly (readonly number[])[]): number[] {
  const n = chain.length
  const rate = chain.map((row) => Float64Array.from(row))
  const left = new Array<number>(n).fill(0)
  for (let k = n - 1; k > 0; k--) {
    for (let j = 0; j < k; j++) left[k] += rate[k][j]
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) if (i !== j) rate[i][j] += (rate[i][k] * rate[k][j]) / left[k]
  }
  const mass = [1]
  for (let k = 1; k < n; k++) mass.push(mass.reduce((sum, m, i) => sum + m * rate[i][k], 0) / left[k])
  const total = mass.reduce((sum, m) => sum + m, 0)
  return mass.map((m) => m / total)
}
