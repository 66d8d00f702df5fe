import { solveAny } from './linear-system.ts'

/** A point of the central path of a symmetric zero-sum game. */
export interface PathPoint {
  /** Weights of a mixture, not yet summing to 1. */
  readonly weights: Float64Array
  /** By how much each entrant falls short of the mixture. */
  readonly short: Float64Array
  /** Who has weight at the end of the path: there the shortfall falls away and the weight stays. */
  readonly inside: readonly number[]
}

/** Each step aims at this share of the products weight · shortfall, and goes this far to the boundary. */
const AIM = 0.1
const REACH = 0.99
const STEPS = 120

/**
 * Points ever closer to all equilibria of an antisymmetric game at once: there x ≥ 0, −Ax ≥ 0, and each product x(−Ax)
 * is 0. The path ends at a strictly complementary pair (Goldman & Tucker 1956): who has weight in some equilibrium has
 * weight there, and who has none falls short. Interior-point method on the self-dual embedding, which starts at ones
 * (Roos, Terlaky & Vial 2005, §2.5); entries of about 1.
 */
export function* centralPath(game: readonly ArrayLike<number>[]): Generator<PathPoint> {
  const n = game.length
  const matrix = embedded(game)
  let [z, s] = [new Float64Array(n + 1).fill(1), new Float64Array(n + 1).fill(1)]
  for (let step = 0; step < STEPS; step++) {
    const change = newton(matrix, z, s)
    const slack = matrix.map((row) => row.reduce((sum, m, j) => sum + m * change[j], 0))
    const share = Math.min(1, REACH * Math.min(room(z, change), room(s, slack)))
    const inside = Array.from(game.keys()).filter((i) => slack[i] / s[i] < change[i] / z[i])
    z = z.map((x, i) => x + share * change[i])
    s = s.map((x, i) => x + share * slack[i])
    yield { weights: z.slice(0, n), short: s.slice(0, n), inside }
  }
}

/** One row and column more, with which all weights and shortfalls of 1 are on the path. */
function embedded(game: readonly ArrayLike<number>[]): number[][] {
  const rest = game.map((row) => 1 + Array.from(row).reduce((sum, a) => sum + a, 0))
  return [...game.map((row, i) => [...Array.from(row, (a) => -a), rest[i]]), [...rest.map((r) => -r), 0]]
}

/** (diag(s/z) + M) Δz = aim/z − s. */
function newton(matrix: readonly (readonly number[])[], z: Float64Array, s: Float64Array): number[] {
  const aim = (AIM * z.reduce((sum, x, i) => sum + x * s[i], 0)) / z.length
  const system = matrix.map((row, i) => row.map((m, j) => (i === j ? m + s[i] / z[i] : m)))
  return solveAny(
    system,
    Array.from(z, (x, i) => aim / x - s[i]),
  )
}

/** How much of a change leaves all above 0. */
export function room(values: ArrayLike<number>, change: ArrayLike<number>): number {
  let most = Number.POSITIVE_INFINITY
  for (let i = 0; i < values.length; i++) if (change[i] < 0) most = Math.min(most, -values[i] / change[i])
  return most
}
