import { createRng } from '../../envs/random.ts'
import { sha256 } from '../program/canonical.ts'

/**
 * What a match counts for. `rating`: everybody against everybody. `yardstick`: the random agent in an agent's place,
 * the 100 of disutility and violations. `strangers`: one focal agent among agents of the background. `moral`: an agent
 * with itself, for moral metrics alone.
 */
export type Purpose = 'rating' | 'yardstick' | 'strangers' | 'moral'

/** One match to be played. Players are positions in the tournament's list. */
export interface Fixture {
  readonly purpose: Purpose
  /** Who sits where. */
  readonly seats: readonly number[]
  /** Matches of one cluster share a chance seed, and so are one observation to a bootstrap. */
  readonly cluster: string
  /** Seed of the game's chance; no agent sees it. */
  readonly chance: string
  /** Seed of the agents' own streams. */
  readonly streams: string
  /** Where one agent alone counts: the yardstick, or the one among strangers. */
  readonly focal?: number
}

export interface Draw {
  /** Id of the env: what another env does shifts nothing. */
  readonly env: string
  readonly seats: number
  readonly seed: number
  /** Matches a pairing and seat order. */
  readonly matches: number
  /** What each player is called; seeds follow from names, so the order of the list and who else plays shift nothing. */
  readonly names: readonly string[]
}

/** Up to this many seats every even division of a table is played. */
const ALL = 4

/**
 * The seat orders of two agents at one table: who of the two sits where. Two seats: AB, BA. Up to four: every division
 * as even as can be (four seats: AABB, ABAB, ABBA and their mirrors). Beyond, where those would be too many: AAABBB and
 * ABABAB with all their rotations and mirrors. Each agent sits on each seat equally often.
 */
export function seatOrders(seats: number): (0 | 1)[][] {
  if (seats <= ALL) return divisions(seats)
  const half = Math.floor(seats / 2)
  const starts = [(seat: number) => (seat < half ? 0 : 1), (seat: number) => seat % 2]
  const all = starts.flatMap((who) =>
    Array.from({ length: seats }, (_, turn) =>
      Array.from({ length: seats }, (__, s) => who((s + turn) % seats) as 0 | 1),
    ),
  )
  return distinct([...all, ...all.map(mirrored)])
}

/** By the number of their bits, AB first. */
function divisions(seats: number): (0 | 1)[][] {
  const all = Array.from({ length: 1 << seats }, (_, bits) =>
    Array.from({ length: seats }, (__, s) => ((bits >> (seats - 1 - s)) & 1) as 0 | 1),
  )
  const least = Math.floor(seats / 2)
  return all.filter((order) => {
    const ones = order.reduce<number>((sum, bit) => sum + bit, 0)
    return ones === least || ones === seats - least
  })
}

const mirrored = (order: readonly (0 | 1)[]) => order.map((who) => (1 - who) as 0 | 1)
const distinct = (orders: readonly (0 | 1)[][]) => [...new Map(orders.map((order) => [order.join(''), order])).values()]

/** Every pair of `players`, every seat order, `matches` times. */
export function roundRobin(draw: Draw, players: readonly number[]): Fixture[] {
  return players.flatMap((a, i) => players.slice(i + 1).flatMap((b) => pairing(draw, 'rating', [a, b])))
}

/** The random agent against every one of `players`, with itself where it is one of them. */
export function yardstick(draw: Draw, random: number, players: readonly number[]): Fixture[] {
  const met = players.includes(random) ? [random] : players
  return met.flatMap((player) => pairing(draw, 'yardstick', [random, player], random))
}

/** One match a player, on every seat itself. */
export const selfMatches = (draw: Draw, players: readonly number[]): Fixture[] =>
  players.map((player) => {
    const cluster = ['moral', draw.names[player]].join('\n')
    return fixture(draw, { purpose: 'moral', cluster, seats: new Array<number>(draw.seats).fill(player) })
  })

function pairing(draw: Draw, purpose: Purpose, [a, b]: readonly [number, number], focal?: number): Fixture[] {
  const [first, second] = draw.names[a] <= draw.names[b] ? [a, b] : [b, a]
  const orders = a === b ? [new Array<0 | 1>(draw.seats).fill(0)] : seatOrders(draw.seats)
  return Array.from({ length: draw.matches }, (_, match) => {
    const cluster = [purpose, draw.names[first], draw.names[second], match].join('\n')
    const seatings = orders.map((order) => order.map((who) => (who ? second : first)))
    return seatings.map((seats) => fixture(draw, { purpose, cluster, seats, ...(focal !== undefined && { focal }) }))
  }).flat()
}

/**
 * Each focal agent on each seat among strangers drawn from the background, `matches` times. A draw of strangers and its
 * chance seed are met by every focal agent on every seat, the yardstick too.
 */
export function amongStrangers(draw: Draw, focals: readonly number[], background: readonly number[]): Fixture[] {
  return Array.from({ length: draw.matches }, (_, match) => {
    const cluster = ['strangers', match].join('\n')
    const rng = createRng(seedOf(draw, 'who', cluster))
    const drawn = Array.from({ length: draw.seats - 1 }, () => background[rng.integer(background.length)])
    const seatings = focals.flatMap((focal) =>
      Array.from({ length: draw.seats }, (__, seat) => ({ focal, seats: drawn.toSpliced(seat, 0, focal) })),
    )
    return seatings.map((each) => fixture(draw, { purpose: 'strangers', cluster, ...each }))
  }).flat()
}

function fixture(draw: Draw, planned: Omit<Fixture, 'chance' | 'streams'>): Fixture {
  const who = planned.seats.map((player) => draw.names[player])
  return {
    ...planned,
    chance: seedOf(draw, 'chance', planned.cluster),
    streams: seedOf(draw, 'agents', planned.cluster, ...who),
  }
}

/** Hashed, so that an agent cannot read the chance seed off its own stream's. */
const seedOf = ({ seed, env }: Draw, ...words: readonly string[]) =>
  sha256(JSON.stringify([seed, env, ...words])).slice(0, 24)
