import { describe, expect, it } from 'vitest'
import {
  amongStrangers,
  type Draw,
  type Fixture,
  roundRobin,
  seatOrders,
  selfMatches,
  yardstick,
} from '../../../arena/tournament/pairings.ts'

const draw = (seats: number, names: string[], matches = 2): Draw => ({ env: 'e', seats, seed: 1, matches, names })
const text = (orders: readonly (readonly number[])[]) => orders.map((order) => order.map((who) => 'AB'[who]).join(''))

function byCluster(fixtures: readonly Fixture[]): Map<string, Fixture[]> {
  const found = new Map<string, Fixture[]>()
  for (const each of fixtures) found.set(each.cluster, [...(found.get(each.cluster) ?? []), each])
  return found
}

describe('seat orders', () => {
  it.each([
    [2, ['AB', 'BA']],
    [3, ['AAB', 'ABA', 'ABB', 'BAA', 'BAB', 'BBA']],
    [4, ['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA']],
  ])('%i seats: every even division', (seats, wanted) => expect(text(seatOrders(seats))).toEqual(wanted))

  it.each([2, 3, 4, 5, 6, 7])('%i seats: each agent sits on each seat equally often, no order twice', (seats) => {
    const orders = seatOrders(seats)
    for (let seat = 0; seat < seats; seat++)
      expect(orders.filter((order) => order[seat] === 0)).toHaveLength(orders.length / 2)
    expect(new Set(text(orders)).size).toBe(orders.length)
    expect(orders.length).toBeLessThanOrEqual(4 * seats)
  })
})

describe('a round robin', () => {
  const fixtures = roundRobin(draw(2, ['b', 'a', 'c']), [0, 1, 2])

  it('plays every pair on every seat, and nobody against itself', () => {
    expect(fixtures).toHaveLength(3 * 2 * 2)
    const met = fixtures.map(({ seats }) => seats.join(''))
    for (const pair of ['01', '10', '02', '20', '12', '21']) expect(met.filter((each) => each === pair)).toHaveLength(2)
  })

  it('the seat orders of a pairing share a chance seed, and nothing else does', () => {
    const clusters = byCluster(fixtures)
    expect(clusters.size).toBe(6)
    for (const [, each] of clusters) expect(new Set(each.map(({ chance }) => chance)).size).toBe(1)
    expect(new Set(fixtures.map(({ chance }) => chance)).size).toBe(6)
    expect(new Set(fixtures.map(({ streams }) => streams)).size).toBe(12)
  })

  it('agents’ streams do not hold the chance seed', () => {
    for (const { chance, streams } of fixtures) expect(streams).not.toContain(chance)
  })

  it('seeds follow from names: order and who else plays shift nothing', () => {
    const others = roundRobin(draw(2, ['a', 'zoe', 'b']), [0, 1, 2])
    const seedsOf = (all: typeof fixtures, names: string[]) =>
      new Map(all.map((each) => [each.seats.map((p) => names[p]).join(), `${each.chance} ${each.streams}`]))
    expect(seedsOf(others, ['a', 'zoe', 'b']).get('a,b')).toBe(seedsOf(fixtures, ['b', 'a', 'c']).get('a,b'))
  })
})

describe('the yardstick', () => {
  it('meets everybody once more, or only itself where it plays along', () => {
    const apart = yardstick(draw(2, ['a', 'b', 'random'], 1), 2, [0, 1])
    expect(apart.map(({ seats, focal }) => [...seats, focal])).toEqual([
      [0, 2, 2],
      [2, 0, 2],
      [1, 2, 2],
      [2, 1, 2],
    ])
    const along = yardstick(draw(2, ['a', 'random'], 1), 1, [0, 1])
    expect(along.map(({ seats, focal }) => [...seats, focal])).toEqual([[1, 1, 1]])
  })
})

describe('an agent with itself', () => {
  it('sits on every seat, once, whatever the number of matches', () => {
    const fixtures = selfMatches(draw(2, ['a', 'b'], 5), [0, 1])
    expect(fixtures.map(({ purpose, seats }) => [purpose, ...seats])).toEqual([
      ['moral', 0, 0],
      ['moral', 1, 1],
    ])
    expect(new Set(fixtures.map(({ chance }) => chance)).size).toBe(2)
  })
})

describe('among strangers', () => {
  it('every focal agent meets the same strangers under the same chance seed on every seat', () => {
    const fixtures = amongStrangers(draw(3, ['a', 'b', 's', 't', 'u'], 4), [0, 1], [2, 3, 4])
    expect(fixtures).toHaveLength(4 * 2 * 3)
    for (const [, each] of byCluster(fixtures)) {
      const strangers = each.map(({ seats, focal }) => seats.filter((p) => p !== focal).join())
      expect(new Set(strangers).size).toBe(1)
      expect(new Set(each.map(({ chance }) => chance)).size).toBe(1)
      expect(each.map(({ seats, focal }) => seats.indexOf(focal as number))).toEqual([0, 1, 2, 0, 1, 2])
    }
  })
})
