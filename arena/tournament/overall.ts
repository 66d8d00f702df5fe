import type { Estimate } from '../statistics/estimate.ts'
import { estimateOf, joined, resampled } from './bootstrap.ts'
import { bradleyTerry } from './bradley-terry.ts'
import type { Cluster } from './clusters.ts'
import { onEloScale } from './standings.ts'
import { behind, sizesOf, strataOf } from './strata.ts'
import { matrixOf, type Packed, pack, totalsOf, winsOf } from './totals.ts'

export interface OverallStanding {
  readonly agent: string
  readonly rating: Estimate
  /** On Elo's scale. */
  readonly elo: Estimate
}

interface Game {
  readonly clusters: readonly Cluster[]
  /** All players; the rated ones come first. */
  readonly players: number
}

/** One Bradley–Terry fit over several envs, in which each weighs the same however many matches it took. */
export function overall(names: readonly string[], games: readonly Game[], seed: string): OverallStanding[] {
  const strata = games.map(({ clusters }) => strataOf(clusters))
  const packed = games.map(({ players }, g) => ({ players, clusters: pack(players, strata[g].flat()) }))
  const ends = strata.map((_, g) => sizesOf(strata.slice(0, g + 1)).reduce((sum, size) => sum + size, 0))
  let from: number[] | undefined
  const { whole, draws } = resampled(sizesOf(strata.flat()), seed, (times) => {
    const each = ends.map((end, g) => (times[0] ? joined(times.slice(end - strata[g].length, end)) : undefined))
    const ratings = bradleyTerry(together(names.length, packed, each), { from })
    from ??= ratings
    return Float64Array.from(ratings)
  })
  const rows = names.map((agent, row) => {
    const values = draws.map((draw) => draw[row])
    const { n, strata: pairings } = behind(strata.flat(), row)
    const rating = estimateOf(whole[row], values, n, 'it met nobody', pairings)
    return { agent, rating, elo: onEloScale(rating) }
  })
  return rows.sort((a, b) => (b.rating.estimate ?? 0) - (a.rating.estimate ?? 0) || (a.agent < b.agent ? -1 : 1))
}

/** Sums of wins, each env's scaled to the mean of their numbers of comparisons. */
function together(
  rated: number,
  games: readonly { readonly players: number; readonly clusters: readonly Packed[] }[],
  times: readonly (Float64Array | undefined)[],
): number[][] {
  const each = games.map(({ clusters, players }, g) => winsOf(totalsOf(players, clusters, times[g]), rated))
  const sizes = each.map((wins) => wins.reduce((sum, row) => sum + row.reduce((s, w) => s + w, 0), 0))
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  return matrixOf(rated, (i, j) => each.reduce((sum, wins, g) => sum + (wins[i][j] * mean) / sizes[g], 0))
}
