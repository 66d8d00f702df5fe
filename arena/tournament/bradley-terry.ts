/**
 * Ratings from who beat whom: P(i beats j) = 1 / (1 + e^(r_j − r_i)) (Bradley & Terry 1952), a draw counting half a win
 * for each. The fit does not depend on the order of matches. So that who never lost has a finite rating, and who never
 * met has one scale, each player also drew `prior` games with an imaginary player of rating 0, as Jeffreys' ½ does for
 * a share.
 */
export interface FitOptions {
  /** Imaginary drawn games a player; above 0. @default 1 */
  readonly prior?: number
  /** Where to start; decides nothing but the time. */
  readonly from?: readonly number[]
}

const STEPS = 100
const CLOSE = 1e-10
/** Near the top the likelihood is flatter than its last digits are good. */
const ROUNDING = 1e-12
/** The most that one step may move a rating: where the likelihood is flat Newton's own would leave the earth. */
const FAR = 2

/**
 * Log-odds with mean 0. `wins[i][j]`: how often i beat j, halves for draws; weights other than 1 are fine. Newton's
 * method, halving steps that do not gain: the likelihood is strictly concave.
 */
export function bradleyTerry(wins: readonly ArrayLike<number>[], { prior = 1, from }: FitOptions = {}): number[] {
  let ratings = from ? [...from] : wins.map(() => 0)
  let height = likelihood(wins, ratings, prior)
  for (let step = 0; step < STEPS; step++) {
    const change = solveSymmetric(curvature(wins, ratings, prior), slope(wins, ratings, prior))
    const next = climb(wins, ratings, change, height, prior)
    const moved = next.ratings.reduce((most, r, i) => Math.max(most, Math.abs(r - ratings[i])), 0)
    ;({ ratings, height } = next)
    if (moved < CLOSE) break
  }
  const mean = ratings.reduce((sum, r) => sum + r, 0) / ratings.length
  return ratings.map((r) => r - mean)
}

/** Standard errors of the ratings around their mean, from the curvature: what a player that won every game has. */
export function standardErrors(wins: readonly ArrayLike<number>[], ratings: readonly number[], prior = 1): number[] {
  const n = ratings.length
  const information = curvature(wins, ratings, prior)
  return ratings.map((_, i) => {
    const centred = ratings.map((__, j) => (i === j ? 1 : 0) - 1 / n)
    return Math.sqrt(solveSymmetric(information, centred).reduce((sum, x, j) => sum + x * centred[j], 0))
  })
}

/** Chance that a player this much stronger wins. */
export const winChance = (ahead: number): number => 1 / (1 + Math.exp(-ahead))

const logChance = (ahead: number): number =>
  ahead > 0 ? -Math.log1p(Math.exp(-ahead)) : ahead - Math.log1p(Math.exp(ahead))

function likelihood(wins: readonly ArrayLike<number>[], ratings: readonly number[], prior: number): number {
  let sum = 0
  for (let i = 0; i < ratings.length; i++) {
    sum += (prior / 2) * (logChance(ratings[i]) + logChance(-ratings[i]))
    for (let j = 0; j < ratings.length; j++) if (wins[i][j] > 0) sum += wins[i][j] * logChance(ratings[i] - ratings[j])
  }
  return sum
}

function slope(wins: readonly ArrayLike<number>[], ratings: readonly number[], prior: number): number[] {
  return ratings.map((own, i) => {
    let sum = prior * (0.5 - winChance(own))
    for (let j = 0; j < ratings.length; j++)
      if (j !== i) sum += wins[i][j] - (wins[i][j] + wins[j][i]) * winChance(own - ratings[j])
    return sum
  })
}

function curvature(wins: readonly ArrayLike<number>[], ratings: readonly number[], prior: number): Float64Array[] {
  const out = ratings.map(() => new Float64Array(ratings.length))
  for (let i = 0; i < ratings.length; i++) {
    out[i][i] += prior * winChance(ratings[i]) * winChance(-ratings[i])
    for (let j = 0; j < i; j++) {
      const games = wins[i][j] + wins[j][i]
      if (games === 0) continue
      const weight = games * winChance(ratings[i] - ratings[j]) * winChance(ratings[j] - ratings[i])
      out[i][i] += weight
      out[j][j] += weight
      out[i][j] -= weight
      out[j][i] -= weight
    }
  }
  return out
}

/** The longest of the step, its half, its quarter, … that does not lower the likelihood. */
function climb(
  wins: readonly ArrayLike<number>[],
  ratings: readonly number[],
  change: readonly number[],
  height: number,
  prior: number,
): { ratings: number[]; height: number } {
  const farthest = change.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
  for (let share = Math.min(1, FAR / farthest); share > 1e-9; share /= 2) {
    const next = ratings.map((r, i) => r + share * change[i])
    const reached = likelihood(wins, next, prior)
    if (reached >= height - ROUNDING * Math.abs(height)) return { ratings: next, height: reached }
  }
  return { ratings: [...ratings], height }
}

/** Cholesky, on a copy in place: the information matrix is positive definite. */
function solveSymmetric(matrix: readonly Float64Array[], right: readonly number[]): number[] {
  const n = right.length
  const lower = matrix.map((row) => row.slice())
  const x = [...right]
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i][j]
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k]
      lower[i][j] = i === j ? Math.sqrt(sum) : sum / lower[j][j]
    }
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k]
    x[i] /= lower[i][i]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower[k][i] * x[k]
    x[i] /= lower[i][i]
  }
  return x
}
