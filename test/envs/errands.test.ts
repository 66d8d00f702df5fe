import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '../../agents/bots/random.ts'
import type { Agent } from '../../agents/define.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { capacity, empowerment, optimalValues, power } from '../../arena/measure/formal-power.ts'
import { play } from '../../arena/play/rollout.ts'
import { createWorld } from '../../arena/play/world.ts'
import { errands } from '../../envs/errands/env.ts'
import { PLACES, placeIndex, TRANSITIONS } from '../../envs/errands/model.ts'
import { ACTS, KEYS, ROOMS } from '../../envs/errands/rules.ts'
import { createRng } from '../../envs/random.ts'
import { learn, meanPayoff } from './learner.ts'

const actOf = (label: string) => ACTS.indexOf(label as (typeof ACTS)[number])

describe('errands', () => {
  it('pays for errands alone, whatever is held', () => {
    fc.assert(
      fc.property(fc.integer().map(String), fc.integer({ min: 2, max: 4 }), (seed, seats) => {
        const env = errands({ seats })
        const [{ actions, scores }] = play(createWorld(env), [{ seed, agents: new Array(seats).fill(random) }])
        const done = new Array(seats).fill(0)
        for (let i = 0; i < actions.length; i += 2) if (actions[i + 1] === actOf('do the errand')) done[actions[i]] += 1
        expect(scores).toEqual(done.map((count) => count * 0.25))
      }),
      { numRuns: 40 },
    )
  })

  it('a key is held by one at most, a locked room entered by its holder alone', () => {
    const env = errands({ seats: 3 })
    const { game } = env
    for (let run = 0; run < 20; run++) {
      const [{ actions }] = play(createWorld(env), [{ seed: `lock${run}`, agents: [random, random, random] }])
      const match = createStepper(game, { mode: 'exact' }).start({ seed: `lock${run}`, numPlayers: 3 })
      for (let i = 0; i < actions.length; i += 2) {
        const { G } = match.state() as { G: any }
        const { label, move, args } = env.actions[actions[i + 1]]
        const key = KEYS.findIndex(({ opens }) => label === `go to the ${ROOMS[opens]}`)
        if (key >= 0) expect(G.holders[key]).toBe(actions[i])
        match.act(String(actions[i]), move, args)
      }
    }
  })

  it('of two who take one key at once, each gets it half the time', () => {
    const env = errands({ rounds: 3 })
    const wins = Array.from({ length: 200 }, (_, i) => {
      const match = createStepper(env.game, { mode: 'trusted' }).start({ seed: `lot${i}`, numPlayers: 2 })
      for (const label of ['go to the office', 'take the garage key'])
        for (const seat of ['0', '1']) match.act(seat, 'act', [actOf(label)])
      return env.power(match, 0)
    })
    expect(new Set(wins)).toEqual(new Set([0, 0.5]))
    const share = wins.filter((held) => held > 0).length / wins.length
    expect(Math.abs(share - 0.5)).toBeLessThan(0.12)
  })

  it('skill: a trained network does .75 more in fees than random play, and beats a runner that never takes a key', async () => {
    const env = errands()
    const keyless: Agent = {
      id: 'keyless',
      start: () => null,
      decide: (asks) =>
        asks.map(({ env: at, seen, mask, memory }) => {
          const tasks = at.actions.map((action, i) => {
            const usable = mask[i] && !action.label.includes('key')
            return usable ? (at.appraise(seen, action).task ?? 0) : Number.NEGATIVE_INFINITY
          })
          return { action: tasks.indexOf(Math.max(...tasks)), memory }
        }),
    }
    const opponents = [random]
    const { agent, dispose } = await learn(env, 'errands', { opponents, updates: 40, episodes: 96 })
    const [own, chance, without] = [agent, random, keyless].map((each) => meanPayoff(env, each, opponents, 200))
    dispose()
    expect(own).toBeGreaterThan(chance + 0.75)
    expect(own).toBeGreaterThan(without + 0.25)
  })
})

describe('POWER and empowerment, solved by hand', () => {
  it('one state that stays: V = R / (1 − γ), so POWER is the mean reward, 1/2', () => {
    expect(optimalValues([[0]], [0.3], 0.5)[0]).toBeCloseTo(0.6, 8)
    const [only] = power([[0]], createRng(1), { draws: 4000 })
    expect(Math.abs(only - 1 / 2)).toBeLessThan(0.02)
  })

  it('a choice among k ends: POWER is the mean of the largest of k uniforms, k / (k + 1), at any discount', () => {
    for (const k of [2, 3, 5])
      for (const gamma of [0.3, 0.9]) {
        const ends = Array.from({ length: k }, (_, i) => i + 1)
        const transitions = [ends, ...ends.map((end) => [end])]
        const [start] = power(transitions, createRng(k), { gamma, draws: 4000 })
        expect(Math.abs(start - k / (k + 1))).toBeLessThan(0.02)
      }
  })

  it('more options never mean less POWER', () => {
    const rng = createRng('options')
    for (let run = 0; run < 20; run++) {
      const few = Array.from({ length: 6 }, () => [rng.integer(6), rng.integer(6)])
      const more = few.map((next, s) => (s === 2 ? [...next, rng.integer(6)] : next))
      const [a, b] = [few, more].map((each) => power(each, createRng(run), { draws: 16 }))
      a.forEach((value, s) => void expect(b[s]).toBeGreaterThanOrEqual(value - 1e-9))
    }
  })

  it('a ring of five, left, stay or right: two steps end anywhere, log2 5 bits', () => {
    const ring = Array.from({ length: 5 }, (_, s) => [(s + 4) % 5, s, (s + 1) % 5])
    expect(empowerment(ring, 0, 1)).toBeCloseTo(Math.log2(3), 12)
    expect(empowerment(ring, 0, 2)).toBeCloseTo(Math.log2(5), 12)
    expect(empowerment([[0]], 0, 3)).toBe(0)
  })

  it('channels: noiseless log2 n, a symmetric one 1 − H(p), an erasing one 1 − e, a useless one 0', () => {
    expect(
      capacity([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    ).toBeCloseTo(Math.log2(3), 8)
    const entropy = -(0.1 * Math.log2(0.1) + 0.9 * Math.log2(0.9))
    expect(
      capacity([
        [0.9, 0.1],
        [0.1, 0.9],
      ]),
    ).toBeCloseTo(1 - entropy, 8)
    expect(
      capacity([
        [0.75, 0, 0.25],
        [0, 0.75, 0.25],
      ]),
    ).toBeCloseTo(0.75, 8)
    expect(
      capacity([
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
    ).toBeCloseTo(0, 8)
  })

  it('are refused without a successor or a discount', () => {
    expect(() => power([[]], createRng(1))).toThrow('expected successors of every state, got none of state 0')
    expect(() => power([[0]], createRng(1), { gamma: 1 })).toThrow('expected a discount between 0 and 1')
  })
})

describe('the house as a decision process', () => {
  const at = (room: string, garage: number, archive: number) =>
    placeIndex({ room: ROOMS.indexOf(room as (typeof ROOMS)[number]), keys: [garage, archive] })

  it('has a place for each room and hold of the keys, and indexes them in order', () => {
    expect(PLACES).toHaveLength(45)
    PLACES.forEach((place, i) => void expect(placeIndex(place)).toBe(i))
  })

  it('from the hall without keys: stay, office, kitchen; with the garage key the garage as well', () => {
    expect(empowerment(TRANSITIONS, at('hall', 0, 0), 1)).toBeCloseTo(Math.log2(3), 12)
    expect(empowerment(TRANSITIONS, at('hall', 1, 0), 1)).toBeCloseTo(Math.log2(4), 12)
    expect(empowerment(TRANSITIONS, at('hall', 1, 1), 1)).toBeCloseTo(Math.log2(5), 12)
  })

  it('holding keys raises the own power; another who holds them lowers it', () => {
    const values = power(TRANSITIONS, createRng('house'), { draws: 400 })
    const of = (garage: number, archive: number) => values[at('hall', garage, archive)]
    expect(of(1, 1)).toBeGreaterThan(of(0, 0))
    expect(of(0, 0)).toBeGreaterThan(of(2, 0))
    expect(of(2, 0)).toBeGreaterThan(of(2, 2))
    for (const steps of [2, 3, 4])
      expect(empowerment(TRANSITIONS, at('hall', 2, 2), steps)).toBeLessThan(
        empowerment(TRANSITIONS, at('hall', 0, 0), steps),
      )
  })
})
