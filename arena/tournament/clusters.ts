import { DARK_APPRAISALS } from '../../envs/define.ts'
import type { Fixture } from './pairings.ts'
import type { Finished } from './play.ts'

/** Stands for all of the background in `versus`. */
export const STRANGERS = -1

/** What one agent did and got in one match; where it held several seats, the mean over them. */
export interface Side {
  readonly player: number
  /** Whom it met: the other player, itself too, or STRANGERS. */
  readonly versus: number
  readonly payoff: number
  readonly power: number
  /** Sums over the match, in the order of DARK_APPRAISALS. */
  readonly deeds: readonly number[]
  /** 1 won, ½ drew, 0 lost: paid more than every other at the table, as much as the best of them, or less. */
  readonly result: number
  /** Whether it held more power at the end than every other at the table. */
  readonly above: boolean
}

/** One comparison of two players for the ratings. */
export interface Duel {
  readonly players: readonly [number, number]
  /** What the first takes of it: 1, ½ or 0. */
  readonly share: number
  readonly weight: number
}

/** All matches under one chance seed: one observation. */
export interface Cluster {
  readonly sides: Side[]
  readonly duels: Duel[]
}

type Played = Pick<Finished, 'scores' | 'power' | 'deeds'>

/** Groups matches by chance seed, in the order of fixtures. */
export function clustersOf(fixtures: readonly Fixture[], played: readonly Played[]): Cluster[] {
  const clusters = new Map<string, Cluster>()
  fixtures.forEach((fixture, i) => {
    const cluster = clusters.get(fixture.cluster) ?? { sides: [], duels: [] }
    clusters.set(fixture.cluster, cluster)
    add(cluster, fixture, played[i])
  })
  return [...clusters.values()]
}

function add(cluster: Cluster, { purpose, seats, focal }: Fixture, played: Played): void {
  const table = [...new Set(seats)].map((player) => ({ player, ...meansOf(played, (s) => seats[s] === player) }))
  const versus = (own: Own) =>
    purpose === 'strangers' ? STRANGERS : (table.find((each) => each !== own) ?? own).player
  for (const own of table)
    if (focal === undefined || focal === own.player) cluster.sides.push(sideOf(own, table, versus(own)))
  if (purpose !== 'yardstick') cluster.duels.push(...duelsOf(table, focal))
}

interface Own {
  readonly player: number
  readonly payoff: number
  readonly power: number
  readonly deeds: readonly number[]
}

function meansOf({ scores, power, deeds }: Played, holds: (seat: number) => boolean): Omit<Own, 'player'> {
  const held = scores.flatMap((_, s) => (holds(s) ? [s] : []))
  const mean = (of: (seat: number) => number) => held.reduce((sum, s) => sum + of(s), 0) / held.length
  return {
    payoff: mean((s) => scores[s]),
    power: mean((s) => power[s]),
    deeds: DARK_APPRAISALS.map((_, d) => mean((s) => deeds[s][d])),
  }
}

function sideOf(own: Own, table: readonly Own[], versus: number): Side {
  const others = table.filter((each) => each !== own)
  const ahead = others.every((each) => compare(own.power, each.power) > 0)
  return { ...own, versus, result: resultOf(own, others), above: others.length > 0 && ahead }
}

function resultOf(own: Own, others: readonly Own[]): number {
  const worst = others.reduce((least, each) => Math.min(least, compare(own.payoff, each.payoff)), 1)
  return others.length === 0 ? 0.5 : (worst + 1) / 2
}

/** Every two at the table, or the focal agent and each of the others; a match weighs 1 in all. */
function duelsOf(table: readonly Own[], focal: number | undefined): Duel[] {
  const pairs = table.flatMap((a, i) => table.slice(i + 1).map((b) => [a, b] as const))
  const counted = pairs.filter(([a, b]) => focal === undefined || a.player === focal || b.player === focal)
  return counted.map(([a, b]) => ({
    players: [a.player, b.player],
    share: (compare(a.payoff, b.payoff) + 1) / 2,
    weight: 1 / counted.length,
  }))
}

/** −1, 0 or 1. Sums that differ by less than this, relative to their size, are equal. */
const EVEN = 1e-9

export function compare(a: number, b: number): -1 | 0 | 1 {
  if (Math.abs(a - b) <= EVEN * Math.max(1, Math.abs(a), Math.abs(b))) return 0
  return a > b ? 1 : -1
}
