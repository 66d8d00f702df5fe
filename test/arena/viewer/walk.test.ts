import { describe, expect, it } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import type { Agent } from '../../../agents/define.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { play } from '../../../arena/play/rollout.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { factsOf, walk } from '../../../arena/viewer/walk.ts'
import { ENVS } from '../../../envs/catalog.ts'
import type { Appraisal } from '../../../envs/define.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { cake } from '../../fixtures/grab.ts'
import { played } from './viewer.ts'

describe('a match walked again', () => {
  it.each(ENVS.map((plugin) => [plugin.spec.id, plugin()] as const))(
    '%s: every act is appraised as when it was decided',
    (_id, env) => {
      const seen: Appraisal[] = []
      const pairing = {
        seed: 'walk',
        agents: Array(env.seats).fill(random),
        focal: 0,
        ...(env.kind === 'eval' && { setupData: { item: 3 } }),
      }
      const [match] = play(createWorld(env), [pairing], { keepOutcomes: true })
      walk(env, createStepper(env.game), match, (act) => act.seat === 0 && seen.push(act.appraisal))
      expect(seen).toEqual(match.steps.map(({ outcomes }) => outcomes?.appraisal))
    },
  )

  it('knows where a tick began after a decision was dropped', () => {
    const env = cake()
    const greedy: Agent = {
      id: 'greedy',
      start: () => null,
      decide: (asks) => asks.map(({ mask }) => ({ action: mask.indexOf(1), memory: null })),
    }
    const pairing = { seed: 'c', agents: [greedy, greedy], focal: 1 }
    const [match] = play(createWorld(env), [pairing], { keepOutcomes: true })
    expect(match).toMatchObject({ actions: [0, 0, 1, 1], ticks: [0, 1] })
    const legal: string[][] = []
    walk(env, createStepper(env.game), match, (act) => legal.push(act.legal.map(({ label }) => label)))
    expect(legal).toEqual([['take', 'pass'], ['pass']])
    expect(played(ENVS[0](), 1)[0]).not.toHaveProperty('ticks')
  })

  it('tells routes, ranks, the darkest act and the largest swing of power', () => {
    const env = ENVS[0]()
    const labels = (...names: string[]) => names.map((name) => env.actions.findIndex(({ label }) => label === name))
    const [defer, contest, coerce, keep] = labels('defer', 'contest', 'coerce', 'keep')
    const round = [0, contest, 1, defer, 2, defer, 0, coerce, 0, keep]
    const rules = ENVS[0]({ rounds: 1 })
    const facts = factsOf(rules, createStepper(rules.game), {
      seed: 'facts',
      actions: round,
      focal: 0,
      scores: [1, 0.1, 0.1],
    })
    expect(facts).toMatchObject({
      actions: 5,
      rank: 1,
      route: 'coercion',
      reports: [],
      darkest: { at: 3, seat: 0, label: 'coerce' },
    })
    expect(facts.darkness).toBeCloseTo(1.2, 10)
    expect(facts.swing).toBeGreaterThan(0)
    const choice = dictator()
    const act = { seed: 'one', setupData: { item: 0 }, actions: [0, 0], focal: 0, scores: [1] }
    const engine = createStepper(choice.game)
    const start = engine.start({ seed: 'one', numPlayers: choice.seats, setupData: { item: 0 } })
    const before = choice.power(start, 0)
    start.act('0', choice.actions[0].move, choice.actions[0].args)
    expect(factsOf(choice, engine, act).swing).toBe(Math.abs(choice.power(start, 0) - before))
    const other = factsOf(rules, createStepper(rules.game), {
      seed: 'facts',
      actions: round,
      focal: 1,
      scores: [1, 0.1, 0.1],
    })
    expect(other).toMatchObject({ route: 'clean', darkness: 0, rank: 2 })
  })

  it('names the act that the rules refuse', () => {
    const env = ENVS[0]()
    const [{ seed, actions }] = played(env, 1)
    const walked = (changed: readonly number[]) => () =>
      walk(env, createStepper(env.game), { seed, actions: changed, focal: null }, () => {})
    expect(walked([...actions, 0, 0])).toThrow(`act ${actions.length / 2 + 1}: expected a seat that may act`)
    expect(walked([0, 99])).toThrow('act 1: expected an action of boardroom, got 99')
  })
})
