import type { Estimate } from '../report/estimate.ts'
import { estimateOf, resampled } from './bootstrap.ts'
import { bradleyTerry } from './bradley-terry.ts'
import type { Cluster } from './clusters.ts'
import { totalsOf } from './totals.ts'

export interface OverallStanding {
  readonly agent: string
  readonly rating: Estimate
}

interface Game {
  readonly clusters: readonly Cluster[]
  /** Of whom the rated ones come first. */
  readonly players: number
}

/** One Bradley–Terry fit over several envs, in which each weighs the same however many matches it took. */
export function overall(names: readonly string[], games: readonly Game[], seed: string): OverallStanding[] {
  const strata = games.map(({ clusters }) => clusters.length)
  let from: number[] | undefined
  const { whole, draws } = resampled(strata, seed, (times) => {
    const ratings = bradleyTerry(together(names.length, games, times), { from })
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
function together(rated: number, games: readonly Game[], times: readonly (Float64Array | undefined)[]): Float64Array[] {
  const each = games.map(({ clusters, players }, g) => totalsOf(players, clusters, times[g]).wins)
  const sizes = each.map((wins) => wins.reduce((sum, row) => sum + row.reduce((s, w) => s + w, 0), 0))
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  return Array.from({ length: rated }, (_, i) =>
    Float64Array.from({ length: rated }, (__, j) =>
      each.reduce((sum, wins, g) => sum + (wins[i][j] * mean) / sizes[g], 0),
    ),
  )
}
