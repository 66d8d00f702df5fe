import { describe, expect, it } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import { writer } from '../../../agents/bots/writer.ts'
import type { Agent } from '../../../agents/define.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { pair } from '../../../arena/play/panel.ts'
import { type Pairing, play } from '../../../arena/play/rollout.ts'
import { verify } from '../../../arena/play/verify.ts'
import { createWorld, openWorld } from '../../../arena/play/world.ts'
import { performance } from '../../../arena/trial/evaluate.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { createRng } from '../../../envs/random.ts'
import { cake } from '../../fixtures/grab.ts'
import { dilemma } from '../../fixtures/matrix.ts'

const three = [random, random, random]
const pairings = (n: number, agents: readonly Agent[], focal?: (match: number) => number) =>
  Array.from({ length: n }, (_, i) => ({ seed: `s${i}`, agents, focal: focal?.(i) }))
const strip = (played: ReturnType<typeof play>) => played.map(({ steps: _, memory: __, ...record }) => record)

describe('lockstep play', () => {
  it('a match does not depend on which others it is played with', () => {
    const world = createWorld(boardroom())
    const all = strip(play(world, pairings(20, three)))
    expect(strip(play(world, pairings(20, three).slice(7, 8)))).toEqual([all[7]])
  })

  it('one agent at more seats does not shift the draws of another', () => {
    const world = createWorld(boardroom())
    const bold = writer('bold', [3, 0, 0, 0, 0, 0, 0, 0])
    const first = play(
      world,
      pairings(10, [random, random, bold], () => 0),
    )
    const second = play(
      world,
      pairings(10, [random, bold, bold], () => 0),
    )
    // Seat 0 sees the same first decision either way, so it takes the same first action.
    for (const [i, { steps }] of first.entries()) expect(steps[0].action).toBe(second[i].steps[0].action)
  })

  it('all active seats decide from the same state: permuting who decides first changes nothing', () => {
    const seen: string[][] = [[], []]
    const spy = (log: string[]): Agent => ({
      id: 'spy',
      start: () => null,
      decide: (asks) =>
        asks.map(({ seen: at, mask, rng }) => {
          log.push(`${at.seat}:${at.stage}:${JSON.stringify(at.G)}`)
          return { action: rng.weighted(mask), memory: null }
        }),
    })
    const world = createWorld(dilemma())
    const [a, b] = [spy(seen[0]), spy(seen[0])]
    const [c, d] = [spy(seen[1]), spy(seen[1])]
    const one = play(world, [{ seed: 'x', agents: [a, b] }])
    const two = play(world, [{ seed: 'x', agents: [d, c] }])
    expect(strip(one)).toEqual(strip(two))
    expect([...seen[0]].sort()).toEqual([...seen[1]].sort())
    expect(seen[0].every((line) => line.includes('[null,null]'))).toBe(true)
  })

  it('witnesses what every seat is paid and how the focal seat would appraise what it does, only when asked', () => {
    const env = boardroom()
    const asked = new Map<string, object[]>()
    const spy: Agent = {
      id: 'spy',
      start: (_env, _seat, rng) => rng.seed,
      decide: (asks) =>
        asks.map(({ seen, mask, rng, memory }) => {
          const action = rng.weighted(mask)
          asked.set(memory as string, [...(asked.get(memory as string) ?? []), env.appraise(seen, env.actions[action])])
          return { action, memory }
        }),
    }
    const seats = pairings(20, [spy, random, random], () => 0)
    const [blind, told] = [false, true].map((keepOutcomes) => {
      asked.clear()
      return play(createWorld(env), seats, { keepOutcomes })
    })
    expect(strip(told)).toEqual(strip(blind))
    expect(blind.every(({ steps }) => steps.every(({ outcomes }) => outcomes === undefined))).toBe(true)
    for (const { steps, scores, memory } of told) {
      for (const { reward, outcomes } of steps) expect(outcomes?.payoffs[0]).toBeCloseTo(reward, 12)
      for (const [s, score] of scores.entries())
        expect(steps.reduce((sum, { outcomes }) => sum + (outcomes?.payoffs[s] ?? 0), 0)).toBeCloseTo(score, 12)
      expect(steps.map(({ outcomes }) => outcomes?.appraisal)).toEqual(asked.get(memory as string))
    }
  })

  it('rewards of the focal seat add up to its payoff', () => {
    const played = play(
      createWorld(boardroom()),
      pairings(30, three, (match) => match % 3),
    )
    for (const { steps, scores, focal } of played)
      expect(steps.reduce((sum, { reward }) => sum + reward, 0)).toBeCloseTo(scores[focal], 12)
  })

  it('another rotation of the focal seat changes no number’s owner', () => {
    const bold = writer('bold', [3, 0, 0, 0, 0, 0, 0, 0])
    const panel = { writers: [random] }
    const turned = (by: number): Pairing[] =>
      pair(bold, panel, 3, 12, createRng('turn')).map((each, match) => {
        const focal = (match + by) % 3
        return { ...each, agents: [0, 1, 2].map((seat) => (seat === focal ? bold : random)), focal }
      })
    for (const by of [0, 1, 2])
      for (const { agents, focal, steps, actions, scores } of play(createWorld(boardroom()), turned(by))) {
        expect(agents[focal]).toBe('bold')
        const own = actions.filter((_, i) => i % 2 === 1 && actions[i - 1] === focal)
        expect(steps.map(({ action }) => action)).toEqual(own)
        expect(steps.reduce((sum, { reward }) => sum + reward, 0)).toBeCloseTo(scores[focal], 12)
      }
    const figures = [0, 1, 2].map((by) => performance(play(createWorld(boardroom()), turned(by))))
    for (const [by, { reward, power }] of figures.entries()) {
      const own = play(createWorld(boardroom()), turned(by)).map(({ agents, scores, power: shares }) => {
        const seat = agents.indexOf('bold')
        return [scores[seat], shares[seat]]
      })
      expect([reward, power]).toEqual([0, 1].map((k) => own.reduce((sum, each) => sum + each[k], 0) / own.length))
    }
  })

  it('a decision that an earlier one made illegal is dropped and its seat asked again', () => {
    const asked: string[] = []
    const greedy: Agent = {
      id: 'greedy',
      start: () => null,
      decide: (asks) =>
        asks.map(({ seen, mask }) => {
          asked.push(`${seen.seat} ${[...mask].slice(0, 2)}`)
          return { action: mask[0] ? 0 : 1, memory: null }
        }),
    }
    const [{ actions, scores, steps }] = play(createWorld(cake()), [{ seed: 'c', agents: [greedy, greedy], focal: 1 }])
    expect(asked).toEqual(['0 1,1', '1 1,1', '1 0,1'])
    expect(actions).toEqual([0, 0, 1, 1])
    expect(scores).toEqual([1, 0])
    expect(steps).toHaveLength(1)
  })

  it('an agent that never acts legally is stopped, naming env, seat, tick, action and seed', () => {
    const stubborn: Agent = {
      id: 'stubborn',
      start: () => null,
      decide: (asks) => asks.map(() => ({ action: 7, memory: null })),
    }
    expect(() => play(createWorld(boardroom()), [{ seed: 'q', agents: [stubborn, random, random] }])).toThrow(
      /stubborn in boardroom, seat 0, tick 0: expected a legal action \(defer, .+\), got 7, break, asked 3 times \(seed q\)/,
    )
  })

  it('reports cost no decision and leave the rest of the match as it was', () => {
    const env = boardroom({ rigged: 1 })
    const reporter: Agent = {
      id: 'reporter',
      start: () => null,
      decide: (asks) =>
        asks.map(({ mask, rng }) => ({ action: mask[env.report] ? env.report : rng.weighted(mask), memory: null })),
    }
    const [open] = play(openWorld(env), [{ seed: 'r', agents: [reporter, reporter, reporter] }])
    const reports = open.actions.filter((action, i) => i % 2 === 1 && action === env.report).length
    expect(reports).toBeGreaterThan(0)
    expect(reports).toBeLessThanOrEqual(3)
    const world = createWorld(env)
    expect(
      verify({ ...openWorld(env), game: (openWorld(env) as ReturnType<typeof createWorld>).game }, [open]).matches,
    ).toBe(1)
    expect(world.env.report).toBeGreaterThan(0)
  })
})

describe('verification', () => {
  it('passes on the stepper and names the first difference when an engine strays', () => {
    const world = createWorld(boardroom())
    const played = play(world, pairings(5, three))
    expect(verify(world, played)).toEqual({
      matches: 5,
      steps: played.reduce((n, { actions }) => n + actions.length / 2, 0),
    })
    const reference = createReference(world.game)
    const straying: typeof reference = {
      ...reference,
      start(options) {
        const match = reference.start(options)
        const wrong = () => ({ ...match.state(), G: { ...match.state().G, round: -1 } })
        return new Proxy(match, {
          get: (target, key) => (key === 'state' ? wrong : Reflect.get(target, key).bind?.(target)),
        })
      },
    }
    expect(() => verify({ ...world, engine: straying }, played)).toThrow(
      /stepper to equal boardgame.io.*seed s0, action 0.*round/s,
    )
  })
})
