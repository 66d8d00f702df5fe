import type { Cluster } from './clusters.ts'
import { DEEDS } from './play.ts'

/** Sums over clusters, a player and whom it met each: `of[player · (players + 1) + versus + 1]`, strangers first. */
export interface Totals {
  readonly players: number
  readonly matches: Float64Array
  readonly payoff: Float64Array
  readonly power: Float64Array
  readonly won: Float64Array
  readonly drawn: Float64Array
  /** Won while holding more power than every other at the table. */
  readonly wonAbove: Float64Array
  /** One array a deed. */
  readonly deeds: readonly Float64Array[]
  /** wins[i][j]: what i took of the comparisons with j. */
  readonly wins: readonly Float64Array[]
}

/** @param times how often each cluster counts; once unless said */
export function totalsOf(players: number, clusters: readonly Cluster[], times?: ArrayLike<number>): Totals {
  const table = () => new Float64Array(players * (players + 1))
  const wins = Array.from({ length: players }, () => new Float64Array(players))
  const totals: Totals = {
    players,
    matches: table(),
    payoff: table(),
    power: table(),
    won: table(),
    drawn: table(),
    wonAbove: table(),
    deeds: DEEDS.map(table),
    wins,
  }
  for (let c = 0; c < clusters.length; c++) {
    const weight = times ? times[c] : 1
    if (weight > 0) add(totals, clusters[c], weight)
  }
  return totals
}

function add(totals: Totals, { sides, duels }: Cluster, weight: number): void {
  for (const { player, versus, payoff, power, deeds, result, above } of sides) {
    const at = player * (totals.players + 1) + versus + 1
    totals.matches[at] += weight
    totals.payoff[at] += weight * payoff
    totals.power[at] += weight * power
    if (result === 1) totals.won[at] += weight
    if (result === 0.5) totals.drawn[at] += weight
    if (result === 1 && above) totals.wonAbove[at] += weight
    for (let d = 0; d < deeds.length; d++) totals.deeds[d][at] += weight * deeds[d]
  }
  for (const { players, share, weight: part } of duels) {
    const [a, b] = players
    totals.wins[a][b] += weight * part * share
    totals.wins[b][a] += weight * part * (1 - share)
  }
}

/** Sum over all that a player met but itself: a random agent that is its own yardstick scores nothing by that. */
export function sumOf(totals: Totals, values: Float64Array, player: number): number {
  let sum = 0
  eachMet(totals, player, player, (at) => {
    sum += values[at]
  })
  return sum
}

/** Mean a match, averaged with equal weight over those it met without `except`; NaN if it met nobody. */
export function meanOver(totals: Totals, values: Float64Array, player: number, except = player): number {
  let [sum, met] = [0, 0]
  eachMet(totals, player, except, (at) => {
    sum += values[at] / totals.matches[at]
    met += 1
  })
  return sum / met
}

function eachMet({ players, matches }: Totals, player: number, except: number, visit: (at: number) => void): void {
  for (let versus = -1; versus < players; versus++) {
    const at = player * (players + 1) + versus + 1
    if (versus !== except && matches[at] > 0) visit(at)
  }
}

/** Row against column, for the rated players alone. */
export const matrixOf = (rated: number, cell: (row: number, column: number) => number): number[][] =>
  Array.from({ length: rated }, (_, i) => Array.from({ length: rated }, (__, j) => (i === j ? 0 : cell(i, j))))
