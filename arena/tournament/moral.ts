/**
 * How moral players of a tournament were, from what they did to whom: the metrics of Singer-Clark, "Morality metrics on
 * iterated prisoner's dilemma players" (2014), as Axelrod-Python computes them, whose figures are the tests.
 */

/** One match between two players (or of a player with itself) in a game of cooperation and defection. */
export interface Encounter {
  readonly players: readonly [number, number]
  readonly turns: number
  /** Turns in which each of the two cooperated. */
  readonly cooperations: readonly [number, number]
}

export interface Morals {
  /** How often the row's player cooperated with the column's, all matches together; 0 on the diagonal. */
  readonly cooperations: readonly (readonly number[])[]
  /** Share of its turns in which a player cooperated; matches with itself do not count. */
  readonly cooperating: readonly number[]
  /** Share of its matches in which a player cooperated at least as often as the other; not those with itself. */
  readonly goodPartner: readonly number[]
  /** Cooperating with those who cooperate with cooperators: principal eigenvector of the cooperation rates. */
  readonly eigenjesus: readonly number[]
  /** The same, but cooperating with those who do not counts against a player: rates run from −1 to 1. */
  readonly eigenmoses: readonly number[]
}

type Matrix = readonly (readonly number[])[]

export function morals(players: number, encounters: readonly Encounter[]): Morals {
  const others = encounters.filter(({ players: [a, b] }) => a !== b)
  const cooperations = tally(players, others, ({ cooperations: [own] }) => own)
  const rates = ratesOf(players, encounters)
  return {
    cooperations,
    cooperating: shares(
      cooperations,
      tally(players, others, ({ turns }) => turns),
    ),
    goodPartner: shares(
      tally(players, others, ({ cooperations: [own, other] }) => (own >= other ? 1 : 0)),
      tally(players, others, () => 1),
    ),
    eigenjesus: principal(rates),
    eigenmoses: principal(rates.map((row) => row.map((rate) => 2 * rate - 1))),
  }
}

/** Sums over matches, [row's player][column's player], each match read from both sides. */
function tally(players: number, encounters: readonly Encounter[], of: (seen: Encounter) => number): number[][] {
  const sums = Array.from({ length: players }, () => new Array<number>(players).fill(0))
  for (const each of encounters) {
    const [a, b] = each.players
    sums[a][b] += of(each)
    sums[b][a] += of(mirrored(each))
  }
  return sums
}

const mirrored = ({ players: [a, b], turns, cooperations: [own, other] }: Encounter): Encounter => ({
  players: [b, a],
  turns,
  cooperations: [other, own],
})

/** Cooperations a turn; on the diagonal those with itself. Who never met has rate 0. */
function ratesOf(players: number, encounters: readonly Encounter[]): number[][] {
  const turns = tally(players, encounters, (each) => each.turns)
  return tally(players, encounters, ({ cooperations: [own] }) => own).map((row, i) =>
    row.map((own, j) => (turns[i][j] === 0 ? 0 : own / turns[i][j])),
  )
}

const total = (row: readonly number[]) => row.reduce((sum, x) => sum + x, 0)
const shares = (parts: Matrix, wholes: Matrix) => parts.map((row, i) => total(row) / Math.max(1, total(wholes[i])))

const STEPS = 1002
const STILL = 1e-3

/**
 * Power iteration from all ones until a step moves less than `STILL`, or for `STEPS` steps. Without self-matches the
 * rates often have eigenvalues of opposite sign and nothing converges; then the last of an even number of steps stands. So
 * published figures are reproduced, those included that are no eigenvector. Zeros where nobody cooperated.
 */
function principal(matrix: Matrix): number[] {
  let vector = new Array<number>(matrix.length).fill(1)
  for (let step = 0; step < STEPS; step++) {
    const product = matrix.map((row) => row.reduce((sum, x, j) => sum + x * vector[j], 0))
    const size = length(product)
    if (size === 0) return product
    const next = product.map((x) => x / size)
    const moved = length(next.map((x, i) => x - vector[i]))
    vector = next
    if (moved < STILL) break
  }
  return vector
}

const length = (vector: readonly number[]) => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
