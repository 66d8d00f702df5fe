import { type Estimate, missing } from '../report/estimate.ts'
import { alphaRank } from './alpha-rank.ts'
import { estimateOf, resampled } from './bootstrap.ts'
import type { Cluster } from './clusters.ts'
import { nashAverage } from './nash-averaging.ts'
import { matrixOf, type Totals, totalsOf } from './totals.ts'

/** Rankings that do not need play to be a ladder. */
export interface Circles {
  /** Agents that beat each other in a circle, each beating the next more often than it loses to it. */
  readonly cyclic: readonly string[]
  readonly rankings:
    | readonly {
        readonly agent: string
        /** Share of time in the limit of strong selection. */
        readonly alphaRank: Estimate
        /** Weight in the maximum-entropy equilibrium. */
        readonly nashWeight: Estimate
        /** Log-odds against that equilibrium: 0 within it. */
        readonly nashRating: Estimate
      }[]
    | { readonly estimate: null; readonly reason: string }
}

const RESAMPLES = 200
/** Beyond, equilibria of 200 resamples take minutes. */
const MOST = 40

/** @param players of the clusters, of whom the first are `names` */
export function circlesOf(
  names: readonly string[],
  clusters: readonly Cluster[],
  players: number,
  seed: string,
): Circles {
  const rows = names.length
  const totals = totalsOf(players, clusters)
  const found = inCircles(matrixOf(rows, (i, j) => totals.wins[i][j] - totals.wins[j][i]))
  const cyclic = names.filter((_, i) => found[i])
  if (cyclic.length === 0)
    return { cyclic, rankings: none('no agents beat each other in a circle: ratings say it all') }
  if (rows > MOST) return { cyclic, rankings: none(`more than ${MOST} agents`) }
  const { whole, draws } = resampled(
    [clusters.length],
    seed,
    ([times]) => ranked(rows, times ? totalsOf(players, clusters, times) : totals),
    RESAMPLES,
  )
  const rankings = names.map((agent, row) => {
    const n = clusters.filter(({ sides }) => sides.some(({ player }) => player === row)).length
    const estimate = (part: number) => {
      const at = part * rows + row
      const values = draws.map((draw) => draw[at])
      return estimateOf(whole[at], values, n, 'not every two met')
    }
    return { agent, alphaRank: estimate(0), nashWeight: estimate(1), nashRating: estimate(2) }
  })
  return { cyclic, rankings }
}

const none = (reason: string) => missing(reason) as { readonly estimate: null; readonly reason: string }

/** α-rank, Nash weights and Nash ratings, one after the other. Whom a resample leaves without a meeting drew. */
function ranked(rows: number, { wins, payoff, matches, players }: Totals): Float64Array {
  const mean = (i: number, j: number) => {
    const at = i * (players + 1) + j + 1
    return matches[at] > 0 ? payoff[at] / matches[at] : 0
  }
  const { weights, ratings } = nashAverage(matrixOf(rows, (i, j) => Math.log((wins[i][j] + 0.5) / (wins[j][i] + 0.5))))
  return Float64Array.from([...alphaRank(matrixOf(rows, mean)), ...weights, ...ratings])
}

/** Who can be reached from itself by steps from winner to loser. */
function inCircles(ahead: readonly (readonly number[])[]): boolean[] {
  const reach = ahead.map((row) => row.map((a) => a > EVEN))
  for (let k = 0; k < reach.length; k++)
    for (let i = 0; i < reach.length; i++)
      if (reach[i][k]) for (let j = 0; j < reach.length; j++) reach[i][j] ||= reach[k][j]
  return reach.map((row, i) => row[i])
}

const EVEN = 1e-9
