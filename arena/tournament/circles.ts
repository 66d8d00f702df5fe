import { Fault } from '../../envs/fault.ts'
import { type Estimate, missing } from '../statistics/estimate.ts'
import { alphaRank, type Selection, tieChance } from './alpha-rank.ts'
import { estimateOf, joined, resampled } from './bootstrap.ts'
import type { Cluster } from './clusters.ts'
import { nashAverage } from './nash-averaging.ts'
import { sizesOf, strataOf } from './strata.ts'
import { matrixOf, meanPayoff, pack, type Totals, totalsOf, winsOf } from './totals.ts'

/** Rankings that do not need play to be a ladder. */
export interface Circles {
  /** Agents that beat each other in a circle in these matches, each winning more from the next than it loses. */
  readonly cyclic: readonly string[]
  readonly rankings: readonly Ranking[] | { readonly estimate: null; readonly reason: string }
  /** Of α-rank, with the chance that a mutant paid as the residents takes over. */
  readonly selection: Selection & { readonly tie: number }
}

/** What was played, and by whom. */
interface Played {
  readonly names: readonly string[]
  readonly clusters: readonly Cluster[]
  /** Players of the clusters, of whom the first are `names`. */
  readonly players: number
  readonly selection: Selection
}

export interface Ranking {
  readonly agent: string
  /**
   * Share of resamples in which it stands in a circle: near 1 the circle is real, else it may be luck between equals.
   * Null with one chance seed a pairing, of which there is nothing to draw.
   */
  readonly inCircle: number | null
  /** Share of time that a population under selection spends at it. */
  readonly alphaRank: Estimate
  /** Weight in the maximum-entropy equilibrium. */
  readonly nashWeight: Estimate
  /** Log-odds against that equilibrium: 0 within it. */
  readonly nashRating: Estimate
}

const RESAMPLES = 200
/** Beyond, equilibria of 200 resamples take a minute. */
const MOST = 100

export function circlesOf({ names, clusters, players, selection: chosen }: Played, seed: string): Circles {
  const rows = names.length
  const pairings = strataOf(clusters)
  const packed = pack(players, pairings.flat())
  const totals = totalsOf(players, packed)
  const found = inCircles(winsOf(totals, rows))
  const cyclic = names.filter((_, i) => found[i])
  const selection = { ...chosen, tie: tieChance(chosen) }
  const without = (reason: string): Circles => ({ cyclic, rankings: none(reason), selection })
  if (cyclic.length === 0) return without('no agents beat each other in a circle: ratings say it all')
  if (rows > MOST) return without(`more than ${MOST} agents`)
  const figures = (times: readonly (Float64Array | undefined)[]) =>
    ranked(rows, times[0] ? totalsOf(players, packed, joined(times)) : totals, chosen)
  try {
    return { cyclic, rankings: rankingsOf(names, sizesOf(pairings), seed, figures), selection }
  } catch (error) {
    if (error instanceof Fault && error.code === 'METTLE_NUMBER') return without(error.message)
    throw error
  }
}

/** @throws Fault METTLE_NUMBER where Nash averaging finds no equilibrium that meets its conditions */
function rankingsOf(
  names: readonly string[],
  sizes: readonly number[],
  seed: string,
  figures: Parameters<typeof resampled>[2],
): Ranking[] {
  const rows = names.length
  const n = Math.min(...sizes)
  const { whole, draws } = resampled(sizes, seed, figures, n > 1 ? RESAMPLES : 0)
  return names.map((agent, row) => {
    const drawn = (part: number) => draws.map((draw) => draw[part * rows + row])
    const estimate = (part: number) => estimateOf(whole[part * rows + row], drawn(part), n, 'not every two met')
    const inCircle = n > 1 ? drawn(3).reduce((sum, is) => sum + is, 0) / RESAMPLES : null
    return { agent, inCircle, alphaRank: estimate(0), nashWeight: estimate(1), nashRating: estimate(2) }
  })
}

const none = (reason: string) => missing(reason) as { readonly estimate: null; readonly reason: string }

/** α-rank, Nash weights, Nash ratings and who stands in a circle, one after the other. */
function ranked(rows: number, totals: Totals, selection: Selection): Float64Array {
  const wins = winsOf(totals, rows)
  const { weights, ratings } = nashAverage(matrixOf(rows, (i, j) => Math.log((wins[i][j] + 0.5) / (wins[j][i] + 0.5))))
  const selected = alphaRank(
    matrixOf(rows, (i, j) => meanPayoff(totals, i, j)),
    selection,
  )
  return Float64Array.from([...selected, ...weights, ...ratings, ...inCircles(wins).map(Number)])
}

/** Who can be reached from itself by steps from winner to loser. */
function inCircles(wins: readonly (readonly number[])[]): boolean[] {
  const reach = wins.map((row, i) => row.map((won, j) => won - wins[j][i] > EVEN))
  for (let k = 0; k < reach.length; k++)
    for (let i = 0; i < reach.length; i++)
      if (reach[i][k]) for (let j = 0; j < reach.length; j++) reach[i][j] ||= reach[k][j]
  return reach.map((row, i) => row[i])
}

const EVEN = 1e-9
