import { DARK_APPRAISALS } from '../../envs/define.ts'
import type { Cluster, Side } from './clusters.ts'

/** What is summed of a player's matches; `wonAbove`: won while holding more power than every other at the table. */
const COLUMNS = ['matches', 'payoff', 'power', 'won', 'drawn', 'wonAbove', ...DARK_APPRAISALS] as const
export type Column = (typeof COLUMNS)[number]
const AT = Object.fromEntries(COLUMNS.map((column, i) => [column, i])) as Readonly<Record<Column, number>>
const WIDTH = COLUMNS.length

/** A cluster added up once, since every resample adds it again. */
export interface Packed {
  /** Places in `Totals.sums`, a player and whom it met each. */
  readonly cells: readonly number[]
  /** WIDTH numbers a cell. */
  readonly values: Float64Array
  /** Places in `Totals.wins` and what is added there. */
  readonly won: readonly (readonly [place: number, share: number])[]
}

/** Sums over clusters. A cell is `player · (players + 1) + versus + 1`, strangers first. */
export interface Totals {
  readonly players: number
  /** WIDTH numbers a cell. */
  readonly sums: Float64Array
  /** players × players: what the row took of the comparisons with the column. */
  readonly wins: Float64Array
}

export const pack = (players: number, clusters: readonly Cluster[]): Packed[] =>
  clusters.map(({ sides, duels }) => {
    const cells = new Map<number, Float64Array>()
    for (const side of sides) addSide(cells, side.player * (players + 1) + side.versus + 1, side)
    const won = new Map<number, number>()
    const add = (place: number, share: number) => won.set(place, (won.get(place) ?? 0) + share)
    for (const {
      players: [a, b],
      share,
      weight,
    } of duels) {
      add(a * players + b, weight * share)
      add(b * players + a, weight * (1 - share))
    }
    const values = Float64Array.from([...cells.values()].flatMap((row) => [...row]))
    return { cells: [...cells.keys()], values, won: [...won] }
  })

function addSide(cells: Map<number, Float64Array>, cell: number, side: Side): void {
  const { payoff, power, result, above, deeds } = side
  const row = cells.get(cell) ?? new Float64Array(WIDTH)
  cells.set(cell, row)
  const [won, drawn] = [result === 1, result === 0.5].map(Number)
  ;[1, payoff, power, won, drawn, above ? won : 0, ...deeds].forEach((value, column) => {
    row[column] += value
  })
}

/** @param times how often each cluster counts; once unless said */
export function totalsOf(players: number, clusters: readonly Packed[], times?: ArrayLike<number>): Totals {
  const totals = {
    players,
    sums: new Float64Array(players * (players + 1) * WIDTH),
    wins: new Float64Array(players * players),
  }
  for (let c = 0; c < clusters.length; c++) {
    const weight = times ? times[c] : 1
    if (weight > 0) add(totals, clusters[c], weight)
  }
  return totals
}

function add({ sums, wins }: Totals, { cells, values, won }: Packed, weight: number): void {
  for (let c = 0; c < cells.length; c++) {
    const at = cells[c] * WIDTH
    for (let column = 0; column < WIDTH; column++) sums[at + column] += weight * values[c * WIDTH + column]
  }
  for (const [place, share] of won) wins[place] += weight * share
}

/** Sum over all that a player met but itself: a random agent that is its own yardstick scores nothing by that. */
export function sumOf(totals: Totals, column: Column, player: number): number {
  const offset = AT[column]
  let sum = 0
  for (let versus = -1; versus < totals.players; versus++)
    if (versus !== player) sum += totals.sums[placeOf(totals, player, versus) + offset]
  return sum
}

/**
 * Mean a match of some columns together, averaged with equal weight over those it met without `except`; NaN if it met
 * nobody.
 */
export function meanOver(totals: Totals, columns: readonly Column[], player: number, except = player): number {
  let [sum, met] = [0, 0]
  for (let versus = -1; versus < totals.players; versus++) {
    const at = placeOf(totals, player, versus)
    const matches = totals.sums[at]
    if (versus === except || matches === 0) continue
    for (const column of columns) sum += totals.sums[at + AT[column]] / matches
    met += 1
  }
  return sum / met
}

/** What a player was paid a match by whom it met; 0 where they did not meet. */
export function meanPayoff(totals: Totals, player: number, versus: number): number {
  const at = placeOf(totals, player, versus)
  return totals.sums[at] > 0 ? totals.sums[at + AT.payoff] / totals.sums[at] : 0
}

const placeOf = ({ players }: Totals, player: number, versus: number) => (player * (players + 1) + versus + 1) * WIDTH

/** Row against column for the first players, 0 on the diagonal. */
export const matrixOf = (rows: number, cell: (row: number, column: number) => number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: rows }, (__, j) => (i === j ? 0 : cell(i, j))))

export const winsOf = ({ wins, players }: Totals, rows: number): number[][] =>
  matrixOf(rows, (i, j) => wins[i * players + j])
