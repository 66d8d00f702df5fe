import { ArgumentFault, Fault } from '../../envs/fault.ts'
import { centralPath, type PathPoint } from './equilibrium-support.ts'
import { evenest } from './maximum-entropy.ts'
import { dot } from './null-space.ts'

/** How each agent fares against the equilibrium mixture of all: 0 for those in it, below 0 for the rest. */
export interface NashAverage {
  /** The maximum-entropy equilibrium. */
  readonly weights: readonly number[]
  readonly ratings: readonly number[]
}

/** Advantages that differ by less than this share of the largest are equal, and so are ratings. */
const CLOSE = 1e-9
/** Ties that rounding broke are ties again; by far finer than CLOSE. */
const GRID = 70_368_744_177_664
const rounded = (share: number) => Math.round(share * GRID) / GRID
/** Products of weight and shortfall at which the support is read off: the first, each next as a share of it, the last. */
const FIRST = 1e-12
const NEXT = 1e-2
const LAST = 1e-19

/**
 * Nash averaging (Balduzzi et al. 2018, NeurIPS): the maximum-entropy Nash equilibrium of the meta-game in which two
 * players choose agents. `advantage` is antisymmetric: log-odds, or payoff differences. Adding a copy of an agent
 * changes nobody's rating. First who has weight in any equilibrium, then the evenest equilibrium on those; what is
 * returned was held against the conditions of an optimum.
 * @throws ArgumentFault on a table that is not antisymmetric, Fault METTLE_NUMBER where no mixture meets the conditions
 */
export function nashAverage(advantage: readonly ArrayLike<number>[]): NashAverage {
  const size = requireAntisymmetric(advantage)
  const even = advantage.map(() => 1 / advantage.length)
  if (size === 0) return { weights: even, ratings: advantage.map(() => 0) }
  const game = advantage.map((row, i) =>
    Float64Array.from(row, (a, j) => rounded((a / size - advantage[j][i] / size) / 2)),
  )
  let at = FIRST
  let why: string | undefined
  for (const point of centralPath(game)) {
    if (dot(point.weights, point.short) > at) continue
    at *= NEXT
    const found = averageAt(game, point)
    if (typeof found !== 'string') return { ...found, ratings: found.ratings.map((r) => r * size) }
    why ??= found
    if (at < LAST) break
  }
  throw new Fault(
    'METTLE_NUMBER',
    `Nash averaging: expected the equilibrium of ${game.length} entrants, got none: ${why}`,
  )
}

/** The average with the support of that point, or why it is none. */
function averageAt(game: readonly Float64Array[], { weights, inside }: PathPoint): NashAverage | string {
  const outside = Array.from(game.keys()).filter((i) => !inside.includes(i))
  const within = (i: number) => Float64Array.from(inside, (j) => game[i][j])
  const total = inside.reduce((sum, i) => sum + weights[i], 0)
  const constraints = { even: inside.map(within), below: outside.map(within) }
  const { weights: found, missed } = evenest(
    constraints,
    Float64Array.from(inside, (i) => weights[i] / total),
  )
  const all = new Array<number>(game.length).fill(0)
  inside.forEach((i, k) => {
    all[i] = found[k]
  })
  const ratings = game.map((row) => dot(row, all))
  return broken(all, ratings, missed) ?? { weights: all, ratings }
}

/** Which condition of the optimum is missed; undefined where all are met. */
function broken(weights: readonly number[], ratings: readonly number[], missed: number): string | undefined {
  const total = weights.reduce((sum, w) => sum + w, 0)
  const least = Math.min(...weights)
  if (!(Math.abs(total - 1) <= CLOSE && least >= 0)) return `weights from ${least} that sum to ${total}`
  const above = Math.max(...ratings)
  if (!(above <= CLOSE)) return `an entrant ${above} above the mixture`
  const off = weights.reduce((most, w, i) => (w > 0 ? Math.max(most, Math.abs(ratings[i])) : most), 0)
  if (!(off <= CLOSE)) return `an entrant of the mixture ${off} from it`
  return missed <= CLOSE ? undefined : `an evener mixture is left, slope ${missed}`
}

/** The largest entry. */
function requireAntisymmetric(table: readonly ArrayLike<number>[]): number {
  const size = table.reduce((most, row) => Array.from(row).reduce((m, a) => Math.max(m, Math.abs(a)), most), 0)
  if (!Number.isFinite(size)) throw new ArgumentFault(`Nash averaging: expected finite advantages, got ${size}`)
  for (let i = 0; i < table.length; i++)
    for (let j = 0; j <= i; j++)
      if (Math.abs(table[i][j] + table[j][i]) > CLOSE * size)
        throw new ArgumentFault(
          `Nash averaging: expected what ${i} is ahead of ${j} to be minus what ${j} is of ${i}, got ${table[i][j]} and ${table[j][i]}`,
        )
  return size
}
