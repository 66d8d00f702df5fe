import { describe, expect, it } from 'vitest'
import type { Estimate } from '../../../arena/statistics/estimate.ts'
import { darkRoutes } from '../../../arena/tournament/dark-routes.ts'
import type { Standing } from '../../../arena/tournament/standings.ts'
import { always, HANDS, rockPaperScissors } from '../../fixtures/rock-paper-scissors.ts'
import { hold, holdOne, holdThese } from './tournament.ts'

const names = (rows: readonly { readonly agent: string }[]) => rows.map(({ agent }) => agent)
const rowOf = (rows: readonly Standing[], agent: string) => rows.find((each) => each.agent === agent) as Standing

describe('standings', () => {
  it('the random agent is the 100 of every charge, exactly, and in every resample', async () => {
    const { standings } = await holdOne({
      envs: ['boardroom'],
      agents: ['random', 'writer:MAN=2', 'writer:HON=2+CARE=2'],
      matches: 4,
      set: ['rounds=2'],
    })
    const { disutility, violations } = rowOf(standings, 'random')
    for (const charge of [disutility, violations, violations.deceit, violations.coercion, violations.breach])
      expect(charge).toMatchObject({ estimate: 100, interval: [100, 100] })
    expect(rowOf(standings, 'writer:MAN=2').violations.deceit.estimate).toBeGreaterThan(100)
    expect(rowOf(standings, 'writer:HON=2+CARE=2').violations.estimate).toBeLessThan(60)
  })

  it('is the same whatever the order of the agents', async () => {
    const one = await hold({ agents: ['defector,random', 'tit-for-tat'], matches: 3 })
    const other = await hold({ agents: ['tit-for-tat,random,defector'], matches: 3 })
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
  })

  it('an agent more changes nothing that two others did to each other', async () => {
    const two = await holdOne({ agents: ['random,writer:PWR=1'], matches: 3 })
    const three = await holdOne({ agents: ['random,writer:PWR=1,cooperator'], matches: 3 })
    const cooperator = await holdOne({ agents: ['random,cooperator'], matches: 3 })
    const score = (result: typeof two) => rowOf(result.standings, 'random').score
    expect(score(three)).toBe(score(two) + score(cooperator))
  })

  it('another seed plays other matches', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map((seed) => holdOne({ agents: ['random,writer'], seed, matches: 3 })),
    )
    expect(names(one.standings).sort()).toEqual(names(other.standings).sort())
    expect(rowOf(one.standings, 'random').score).not.toBe(rowOf(other.standings, 'random').score)
  })

  it('missing figures say why: no interval of one observation, no charge that random play never shows', async () => {
    const { standings, darkRoutes: routes } = await holdOne({ agents: ['cooperator,defector'] })
    expect(standings[0]).toMatchObject({ agent: 'defector', wins: 2, losses: 0 })
    expect(standings[0].rating).toEqual({ estimate: expect.any(Number), interval: null, n: 1 })
    expect(standings[0].violations.deceit).toEqual({ estimate: null, reason: expect.any(String), perMatch: 0 })
    expect(standings[1].winsByPower).toEqual({ estimate: null, reason: 'it won no match' })
    for (const { slope, correlation } of routes)
      for (const each of [slope, correlation]) expect(each).toEqual({ estimate: null, reason: expect.any(String) })
  })

  it('who won everything has an interval that reaches up to what the likelihood does not exclude', async () => {
    const { standings } = await holdOne({ agents: ['cooperator,defector,tit-for-tat'], matches: 5 })
    const { rating, losses } = rowOf(standings, 'defector')
    expect(losses).toBe(0)
    const [low, high] = (rating.estimate !== null && rating.interval) || [0, 0]
    expect(high - low).toBeGreaterThan(1)
  })

  it('resamples each pairing by itself: without chance a rating is as certain as what was paid', async () => {
    const { standings } = await holdThese(rockPaperScissors(), HANDS.map(always), 10)
    for (const { rating, payoff } of standings) {
      expect(payoff).toEqual({ estimate: expect.closeTo(0, 12), interval: [0, 0], n: 20 })
      expect(rating.estimate).toBeCloseTo(0, 9)
      const [low, high] = (rating.estimate !== null && rating.interval) || [-9, 9]
      expect(high - low).toBeLessThan(1e-9)
    }
  })

  it('has no interval with one chance seed a pairing, however many pairings there are', async () => {
    const { standings } = await holdOne({ agents: ['random,cooperator,defector,tit-for-tat'], matches: 1 })
    for (const { rating, payoff } of standings) {
      expect(rating).toMatchObject({ interval: null, n: 3 })
      expect(payoff).toMatchObject({ interval: null, n: 3 })
    }
  })

  it('orders by rating where what one is paid the others lose, by mean payoff elsewhere', async () => {
    const agents = ['cooperator,defector,tit-for-tat,grudger,go-by-majority,alternator']
    const mixed = await holdOne({ agents, set: ['rounds=200'] })
    const by = (rows: readonly Standing[], of: 'rating' | 'payoff') =>
      names(rows.toSorted((a, b) => (b[of].estimate ?? 0) - (a[of].estimate ?? 0)))
    expect(mixed).toMatchObject({ contest: 'mixed', rankedBy: 'payoff' })
    expect(names(mixed.standings)).toEqual(by(mixed.standings, 'payoff'))
    expect(by(mixed.standings, 'rating')[0]).toBe('defector')
    expect(names(mixed.standings)[0]).not.toBe('defector')
    const lost = await holdThese(rockPaperScissors(), [always('paper', 1), always('rock', 0), always('rocks', 0)], 3)
    expect(lost).toMatchObject({ contest: 'zero-sum', rankedBy: 'rating' })
    expect(names(lost.standings)).toEqual(['paper', 'rock', 'rocks'])
  })

  it('shows ratings on the scale of Elo too: 400 points are odds of ten to one', async () => {
    const { standings } = await holdOne({ agents: ['random,cooperator,defector'], matches: 5 })
    for (const { rating, elo } of standings) {
      if (rating.estimate === null || elo.estimate === null) throw new Error('expected ratings')
      expect(elo.estimate).toBeCloseTo((400 / Math.log(10)) * rating.estimate, 9)
      expect(elo.interval?.[1]).toBeCloseTo((400 / Math.log(10)) * (rating.interval?.[1] ?? 0), 9)
    }
  })

  it('among strangers: the background has no row, and nothing else moves', async () => {
    const alone = await holdOne({ agents: ['defector,tit-for-tat'], matches: 3 })
    const { background, ...rest } = await holdOne({
      agents: ['defector,tit-for-tat'],
      background: ['writers:count=3'],
      matches: 3,
    })
    expect(rest.standings).toEqual(alone.standings)
    expect(background?.agents).toEqual([1, 2, 3].map((i) => `writers:count=3#${i}`))
    expect(names(background?.standings ?? []).sort()).toEqual(['defector', 'tit-for-tat'])
    expect(background?.standings[0].matches).toBe(6)
  })

  it('several envs: one result each and one rating in which each weighs the same', async () => {
    const both = await hold({ envs: ['dilemma', 'boardroom'], agents: ['random,writer:PWR=2'], matches: 2 })
    const { results, overall } = both as unknown as { results: { env: string }[]; overall: { rating: Estimate }[] }
    expect(results.map(({ env }) => env)).toEqual(['dilemma', 'boardroom'])
    expect(overall.reduce((sum, { rating }) => sum + (rating.estimate ?? Number.NaN), 0)).toBeCloseTo(0, 9)
  })
})

const known = (estimate: number): Estimate => ({ estimate, interval: null, n: 10 })
const row = (agent: string, power: number, dark: number): Standing => {
  const charge = { ...known(dark), perMatch: 1 }
  return {
    agent,
    power: known(power),
    payoff: known(power),
    rating: known(power),
    winsByPower: known(power),
    disutility: charge,
    violations: { ...charge, deceit: charge, coercion: charge, breach: charge, exploit: charge },
  } as unknown as Standing
}

describe('the table of dark routes', () => {
  const rows = [0.1, 0.2, 0.3, 0.4, 0.5].map((power, i) => row(`agent ${i}`, power, 100 + 50 * power))

  it('finds the line that is there', () => {
    const [first] = darkRoutes(rows, 'seed')
    expect(first).toMatchObject({ predictor: 'power', outcome: 'disutility' })
    expect(first.slope.estimate).toBeCloseTo(50 * Math.sqrt(0.02), 9)
    expect(first.correlation.estimate).toBeCloseTo(1, 9)
    expect(first.correlation.estimate !== null && first.correlation.interval?.[0]).toBeCloseTo(1, 6)
  })

  it('is null with the reason for three agents, for one power, and for a charge nobody is measured by', () => {
    const reason = (of: readonly Standing[]) => {
      const { slope } = darkRoutes(of, 'seed')[0]
      return slope.estimate === null ? slope.reason : ''
    }
    expect(reason(rows.slice(0, 3))).toContain('3 agents with both, at least 4')
    expect(reason(rows.map(({ agent }) => row(agent, 0.5, 10)))).toBe('every agent has the same power')
    const without = rows.map((each) => ({ ...each, disutility: { estimate: null, reason: 'none here', perMatch: 0 } }))
    expect(reason(without)).toBe('none here')
  })
})
