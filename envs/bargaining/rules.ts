/** The rules of `bargaining` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

export const TYPES = ['books', 'hats', 'balls'] as const
export const LEAST_ITEMS = 5
export const MOST_ITEMS = 7
/** What the whole pool is worth to each side. */
export const WORTH = 10

/** How many of each type, or what one of each type is worth. */
export type Triple = readonly number[]

/** Every way to name up to seven items, the first type varying fastest: the order of OpenSpiel's action table. */
export const OFFERS: readonly Triple[] = triples(MOST_ITEMS).filter((offer) => total(offer) <= MOST_ITEMS)

/** What may be said where talk is allowed: which type one values most, or that this is the last word. */
export const WORDS = ['say nothing', ...TYPES.map((type) => `claim ${type}`), 'last word'] as const
export const LAST_WORD = WORDS.length - 1

export interface Bargaining {
  readonly turns: number
  readonly discount: number
  readonly talk: boolean
  readonly pool: Triple
  /** What an item of each type is worth to each seat: private. */
  readonly values: readonly Triple[]
  /** What each offer keeps for whoever made it; seat 0 made the first, and seats take turns. */
  readonly offers: Triple[]
  agreed: boolean
  /** What each seat said last. */
  readonly words: number[]
}

export interface Instance {
  readonly pool: Triple
  readonly values: readonly [Triple, Triple]
}

export function total(counts: Triple): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** What the items are worth at those values. */
export function worth(values: Triple, items: Triple): number {
  return values.reduce((sum, value, type) => sum + value * items[type], 0)
}

/** What an offer leaves to the other side. */
export const left = (pool: Triple, kept: Triple): number[] => pool.map((count, type) => count - kept[type])

export const fits = (pool: Triple, offer: Triple): boolean => offer.every((count, type) => count <= pool[type])

function triples(most: number): number[][] {
  const upTo = Array.from({ length: most + 1 }, (_, count) => count)
  return upTo.flatMap((c) => upTo.flatMap((b) => upTo.map((a) => [a, b, c])))
}

/** Every pool with at least one item of each type. */
const POOLS: readonly Triple[] = OFFERS.filter((pool) => Math.min(...pool) > 0 && total(pool) >= LEAST_ITEMS)

/** Values at which the pool is worth exactly ten. */
const valuesOf = (pool: Triple): Triple[] => triples(WORTH).filter((values) => worth(values, pool) === WORTH)

/** Every type is worth something to somebody, and some type to both. */
const interesting = (a: Triple, b: Triple): boolean =>
  a.every((value, type) => value + b[type] > 0) && a.some((value, type) => value * b[type] > 0)

/** All that can be dealt, each as likely as the next. */
export const INSTANCES: readonly Instance[] = POOLS.flatMap((pool) => {
  const all = valuesOf(pool)
  return all.flatMap((a) => all.filter((b) => interesting(a, b)).map((b): Instance => ({ pool, values: [a, b] })))
})

/** What the other side could value, given the pool and one's own values, each as likely as the next. */
export function possible(pool: Triple, own: Triple): readonly Triple[] {
  const key = `${pool}|${own}`
  const known = POSSIBLE.get(key) ?? valuesOf(pool).filter((other) => interesting(own, other))
  POSSIBLE.set(key, known)
  return known
}
const POSSIBLE = new Map<string, readonly Triple[]>()

/** Mean of `possible`: what an item of each type is worth to the other side as far as one knows. */
export function expected(pool: Triple, own: Triple): Triple {
  const all = possible(pool, own)
  return pool.map((_, type) => all.reduce((sum, values) => sum + values[type], 0) / all.length)
}

/** The most that both together can get. */
export const welfare = ({ pool, values: [a, b] }: Instance): number =>
  pool.reduce((sum, count, type) => sum + count * Math.max(a[type], b[type]), 0)

export interface Terms {
  readonly turns: number
  readonly discount: number
  readonly talk: boolean
}

export function open({ pool, values }: Instance, terms: Terms): Bargaining {
  return {
    ...terms,
    pool: [...pool],
    values: values.map((own) => [...own]),
    offers: [],
    agreed: false,
    words: [0, 0],
  }
}

export const isOver = ({ agreed, offers, turns }: Bargaining): boolean => agreed || offers.length >= turns

/** Actions taken: the offers, and the agreement. The first two cost nothing, every later one a discount. */
export function discounted({ offers, discount }: Bargaining): number {
  let factor = 1
  for (let action = 3; action <= offers.length + 1; action++) factor *= discount
  return factor
}

/** What agreeing to the last offer pays each seat. */
export function settlement(G: Bargaining): number[] {
  const kept = G.offers[G.offers.length - 1]
  const proposer = (G.offers.length - 1) % 2
  const rest = left(G.pool, kept)
  return G.values.map((own, seat) => worth(own, seat === proposer ? kept : rest) * discounted(G))
}
