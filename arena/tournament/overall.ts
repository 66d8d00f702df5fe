import type { Estimate } from '../statistics/estimate.ts'
import { estimateOf, resampled } from './bootstrap.ts'
import { bradleyTerry } from './bradley-terry.ts'
import type { Cluster } from './clusters.ts'
import { matrixOf, type Packed, pack, totalsOf, winsOf } from './totals.ts'

export interface OverallStanding {
  readonly agent: string
  readonly rating: Estimate
}

interface Game {
  readonly clusters: readonly Cluster[]
  /** All players; the rated ones come first. */
  readonly players: number
}

/** One Bradley–Terry fit over several envs, in which each weighs the same however many matches it took. */
export function overall(names: readonly string[], games: readonly Game[], seed: string): OverallStanding[] {
  const strata = games.map(({ clusters }) => clusters.length)
  const packed = games.map(({ players, clusters }) => ({ players, clusters: pack(players, clusters) }))
  let from: number[] | undefined
  const { whole, draws } = resampled(strata, seed, (times) => {
    const ratings = bradleyTerry(together(names.length, packed, times), { from })
    from ??= ratings
    return Float64Array.from(ratings)
  })
  const rows = names.map((agent, row) => {
    const values = draws.map((draw) => draw[row])
    const met = ({ clusters }: Game) =>
      clusters.filter(({ sides }) => sides.some(({ player }) => player === row)).length
    const n = games.reduce((sum, game) => sum + met(game), 0)
    return { agent, rating: estimateOf(whole[row], values, n, 'it met nobody') }
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
