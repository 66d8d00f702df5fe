import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimAll, conceder, eager, mirror, stubborn } from '../../agents/bots/bargaining.ts'
import { random } from '../../agents/bots/random.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { createWorld } from '../../arena/play/world.ts'
import { bargaining } from '../../envs/bargaining/env.ts'
import * as rules from '../../envs/bargaining/rules.ts'
import type { Seen } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { walk } from '../fixtures/walk.ts'
import { describeAgent } from '../kit/index.ts'
import { learn, meanPayoff } from './learner.ts'

const AGREE = 120

/** OpenSpiel's first listed instance. */
const FIRST: rules.Instance = {
  pool: [1, 2, 3],
  values: [
    [8, 1, 0],
    [4, 0, 2],
  ],
}

const env = bargaining()

/** Plays action indices from a given instance; the match. */
function played(instance: rules.Instance, actions: readonly number[], params: object = {}) {
  const table = bargaining(params)
  const match = createStepper(table.game, { mode: 'trusted' }).start({ seed: 'deal', numPlayers: 2 })
  const terms = { turns: 10, discount: 1, talk: false, ...params }
  match.restore({ ...match.snapshot(), G: rules.open(instance, terms) })
  for (const [turn, action] of actions.entries()) {
    const { move, args } = table.actions[action]
    expect(match.act(String(turn % 2), move, args)).toBe(true)
  }
  return { over: match.ctx.gameover, scores: [0, 1].map((seat) => table.score(match, seat)), G: match.G }
}

const offer = (...kept: number[]) => rules.OFFERS.findIndex((each) => each.join() === kept.join())

describe('known answers', () => {
  it('120 offers, then agree, as OpenSpiel numbers them', () => {
    expect(rules.OFFERS.length).toBe(AGREE)
    expect(env.actions[AGREE].label).toBe('agree')
    expect([offer(0, 0, 0), offer(1, 0, 0), offer(7, 0, 0), offer(0, 1, 0), offer(0, 0, 7)]).toEqual([0, 1, 7, 8, 119])
  })

  it.each([
    [2, 1],
    [3, 0.9],
    [5, 0.9 * 0.9 * 0.9],
    [10, 0.9 * 0.9 * 0.9 * 0.9 * 0.9 * 0.9 * 0.9 * 0.9],
  ])('discount .9, agreement on action %i: %f of ten', (action, factor) => {
    const { scores } = played(FIRST, [...new Array(action - 1).fill(0), AGREE], { discount: 0.9 })
    const taker = (action - 1) % 2
    expect(scores[taker]).toBeCloseTo(10 * factor, 12)
    expect(scores[1 - taker]).toBe(0)
  })

  it('no deal in ten offers pays nothing', () => {
    const { over, scores } = played(FIRST, new Array(10).fill(offer(1, 0, 0)))
    expect([over, scores]).toEqual([{ payoffs: [0, 0] }, [0, 0]])
  })

  it('the best of the first listed instance is worth 16', () => {
    expect(rules.welfare(FIRST)).toBe(16)
    expect(played(FIRST, [offer(1, 2, 0), AGREE]).scores).toEqual([10, 6])
  })

  it("instances have the aggregates of OpenSpiel's thousand, within sampling error", () => {
    const share = (items: number) =>
      rules.INSTANCES.filter(({ pool }) => rules.total(pool) === items).length / rules.INSTANCES.length
    for (const [items, of1000] of [
      [5, 426],
      [6, 327],
      [7, 247],
    ])
      expect(Math.abs(share(items) - of1000 / 1000)).toBeLessThan(0.03)
    const welfares = rules.INSTANCES.map(rules.welfare)
    expect(Math.abs(welfares.reduce((sum, x) => sum + x, 0) / welfares.length - 15.122)).toBeLessThan(0.15)
    expect([Math.min(...welfares), Math.max(...welfares)]).toEqual([10, 19])
    expect(rules.INSTANCES).toContainEqual(FIRST)
  })

  it('matches deal instances evenly', () => {
    const engine = createStepper(env.game, { mode: 'trusted' })
    const dealt = Array.from({ length: 2000 }, (_, i) => engine.start({ seed: `deal ${i}`, numPlayers: 2 }).G)
    const sizes = [5, 6, 7].map((items) => dealt.filter(({ pool }) => rules.total(pool) === items).length / 2000)
    for (const [i, share] of [0.427, 0.346, 0.227].entries()) expect(Math.abs(sizes[i] - share)).toBeLessThan(0.04)
  })
})

describe('rules', () => {
  const instance = fc.nat(rules.INSTANCES.length - 1).map((index) => rules.INSTANCES[index])

  it('every instance abides by them', () => {
    for (const { pool, values } of rules.INSTANCES) {
      expect(Math.min(...pool)).toBeGreaterThan(0)
      for (const own of values) expect(rules.worth(own, pool)).toBe(10)
      expect(pool.every((_, type) => values[0][type] + values[1][type] > 0)).toBe(true)
      expect(pool.some((_, type) => values[0][type] * values[1][type] > 0)).toBe(true)
    }
  })

  it('what one keeps and what it leaves make up the pool; no agreement pays more than the welfare', () => {
    fc.assert(
      fc.property(instance, fc.nat(119), (dealt, index) => {
        fc.pre(rules.fits(dealt.pool, rules.OFFERS[index]))
        const { scores } = played(dealt, [index, AGREE])
        const kept = rules.OFFERS[index]
        expect(scores[0]).toBe(rules.worth(dealt.values[0], kept))
        expect(scores[1]).toBe(10 - rules.worth(dealt.values[1], kept))
        expect(scores[0] + scores[1]).toBeLessThanOrEqual(rules.welfare(dealt))
      }),
    )
  })

  it('an offer beyond the pool and an agreement to nothing are refused', () => {
    const match = createStepper(env.game, { mode: 'trusted' }).start({ seed: 'refused', numPlayers: 2 })
    expect(match.act('0', 'agree', [])).toBe(false)
    expect(match.act('0', 'offer', [offer(7, 0, 0)])).toBe(false)
    expect(match.act('1', 'offer', [0])).toBe(false)
  })
})

describe('what is hidden', () => {
  it("a view has no values but one's own", () => {
    walk(createWorld(env), 'hidden', (_, seen) => {
      expect(seen.G.values[1 - seen.seat]).toEqual([])
      expect(seen.G.values[seen.seat].length).toBe(3)
    })
  })

  it('a guess deals the other values that make an instance, all of them in the end', () => {
    const seen: Seen<any> = {
      G: { ...rules.open(FIRST, { turns: 10, discount: 1, talk: false }), values: [[8, 1, 0], []] },
      seat: 0,
      phase: null,
      stage: 'offer',
      turn: 1,
    }
    const rng = createRng('guess')
    const drawn = new Set(Array.from({ length: 400 }, () => String(env.determinise?.(seen, rng).G.values[1])))
    expect(drawn.size).toBe(rules.possible(FIRST.pool, FIRST.values[0]).length)
    expect(drawn).toContain('4,0,2')
  })
})

describe('reading', () => {
  const seen = (G: Partial<rules.Bargaining>, stage = 'offer'): Seen<any> => ({
    G: { ...rules.open(FIRST, { turns: 10, discount: 1, talk: true }), ...G, values: [[8, 1, 0], []] },
    seat: 0,
    phase: null,
    stage,
    turn: 1,
  })
  const action = (label: string) => env.actions.find((each) => each.label === label)!

  it('agreeing is worth what is left; keeping all is an advantage that nobody grants', () => {
    const table = seen({
      offers: [
        [1, 0, 0],
        [0, 1, 3],
      ],
    })
    expect(env.appraise(table, action('agree'))).toMatchObject({ gain: 1.8, advantage: expect.any(Number) })
    expect(env.appraise(table, action('keep 1 2 3'))).toEqual({ gain: 0, benefit: 0, advantage: 1 })
  })

  it('to claim another type than the best is a lie, the last word a threat', () => {
    const table = seen({}, 'speak')
    expect(env.appraise(table, action('claim books'))).toEqual({})
    expect(env.appraise(table, action('claim balls'))).toEqual({ deceit: 0.8 })
    expect(env.appraise(table, action('last word'))).toEqual({ coercion: 0.8 })
  })

  it('says what there is, what is on the table and what was said', () => {
    expect(
      env.describe(
        seen({
          offers: [
            [1, 0, 0],
            [0, 1, 3],
          ],
          words: [0, 3],
        }),
      ),
    ).toBe(
      '1 book, 2 hats and 3 balls are to be divided; to you a book 8, a hat 1, a ball 0. Offer 3 of 10. Kept in the offers so far: you 1 book; the other 1 hat and 3 balls. The other leaves you 1 book and 1 hat, worth 9 to you. The other says that it values balls most. Agree, or what do you keep?',
    )
    expect(
      env.describe(
        seen({
          offers: [
            [0, 0, 0],
            [1, 2, 3],
          ],
        }),
      ),
    ).toContain('The other leaves you nothing. Agree')
  })
})

for (const agent of [conceder, stubborn, mirror, claimAll, eager])
  describeAgent(agent, [createWorld(env), createWorld(bargaining({ talk: true, turns: 4 }))])

describe('skill', () => {
  it('a trained network gets 1.8 times what random play, 1.5 times what claiming all and 1.1 times what agreeing at once get', async () => {
    const opponents = [conceder, stubborn, mirror]
    const { agent, dispose } = await learn(env, 'bargaining', { opponents, updates: 60, episodes: 256, unit: 10 })
    const [skilled, ...others] = [agent, random, claimAll, eager].map((each) => meanPayoff(env, each, opponents))
    dispose()
    expect(skilled).toBeGreaterThan(1.8 * others[0])
    expect(skilled).toBeGreaterThan(1.5 * others[1])
    expect(skilled).toBeGreaterThan(1.1 * others[2])
  }, 240_000)
})
