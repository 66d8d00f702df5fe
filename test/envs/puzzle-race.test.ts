import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '../../agents/bots/random.ts'
import type { Agent } from '../../agents/define.ts'
import { type Played, play } from '../../arena/play/rollout.ts'
import { createWorld } from '../../arena/play/world.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import type { Env } from '../../envs/define.ts'
import { puzzleRace } from '../../envs/puzzle-race/env.ts'
import * as rules from '../../envs/puzzle-race/rules.ts'
import { walk } from '../fixtures/walk.ts'
import { learn, meanPayoff } from './learner.ts'

const env = puzzleRace()

/** Decides by label, from its own view. */
const script = (id: string, label: (G: any, seat: number, stage: string) => string): Agent<null> => ({
  id,
  start: () => null,
  decide: (asks) =>
    asks.map(({ env: { actions }, seen }) => ({
      action: actions.findIndex((action) => action.label === label(seen.G, seen.seat, seen.stage as string)),
      memory: null,
    })),
})

/** The larger weight but for cheap items late, in either env; here the method that fits. */
const competent = (weights: readonly [string, string], method: (G: any) => string, form: string) =>
  script('competent', (G, seat, stage) => {
    if (stage !== 'plan' && stage !== 'intent') return stage === 'form' || stage === 'pledge' ? form : method(G)
    const value = (G.players ?? G.executives)[seat].values[G.topic ?? G.issue]
    return weights[value >= 3 || G.round < 3 ? 1 : 0]
  })
const AT_PUZZLES = competent(['try', 'focus'], ({ topic }) => rules.METHODS[rules.fitting(topic)], 'submit')
const AT_THE_BOARD = competent(['claim', 'contest'], () => 'collaborate', 'keep')

/** Takes what pays most this round, by one method for all. */
const greedy = script('greedy', (G, seat, stage) => {
  if (stage !== 'plan') return stage === 'form' ? 'submit' : 'calculate'
  const pay = (weight: number) => (G.players[seat].values[G.topic] / 10) * rules.chance(G, seat, weight, null)
  const options = { rest: rules.REST, try: pay(1), focus: pay(2) - rules.FOCUS_COST }
  return Object.entries(options).reduce((best, each) => (each[1] > best[1] ? each : best))[0]
})

const MATCHES = 4000

/** One seat beside uniform ones: payoff and number of decisions. */
function spread(table: Env, focal: Agent) {
  const pairings = Array.from({ length: MATCHES }, (_, i) => ({ seed: `spread ${i}`, agents: [focal, random, random] }))
  const played = play(createWorld(table), pairings)
  const payoffs = played.map(({ scores }) => scores[0])
  const mean = payoffs.reduce((sum, x) => sum + x, 0) / MATCHES
  const sd = Math.sqrt(payoffs.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / MATCHES)
  return { mean, sd, decisions: played.reduce((sum, each) => sum + decisionsOf(each), 0) / MATCHES }
}

const decisionsOf = ({ actions }: Played) => actions.filter((seat, i) => i % 2 === 0 && seat === 0).length

describe('matched to boardroom', () => {
  it.each([
    ['uniform play', random, random],
    ['a competent script', AT_PUZZLES, AT_THE_BOARD],
  ])('mean and SD of the payoff of %s are within 8 %, decisions within 5 %', (_, here, there) => {
    const [puzzles, board] = [spread(env, here), spread(boardroom(), there)]
    expect(Math.abs(puzzles.mean / board.mean - 1)).toBeLessThan(0.08)
    expect(Math.abs(puzzles.sd / board.sd - 1)).toBeLessThan(0.08)
    expect(Math.abs(puzzles.decisions / board.decisions - 1)).toBeLessThan(0.05)
  })

  it('an update moves a new network as far, to a factor of 1.5', async () => {
    const moved = async (table: Env) => {
      let sum = 0
      for (const seed of ['a', 'b', 'c', 'd']) {
        const { moved, dispose } = await learn(table, seed, { opponents: [random], updates: 12, episodes: 96 })
        dispose()
        sum += moved
      }
      return sum
    }
    const ratio = (await moved(env)) / (await moved(boardroom()))
    expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(1.5))
  }, 120_000)

  it('in the shape of observations, actions and params', () => {
    const other = boardroom()
    expect(env.observationSize).toBe(other.observationSize)
    expect(env.actions.length).toBe(other.actions.length)
    for (const key of Object.keys(env.params)) expect(other.params[key]).toBe(env.params[key])
  })
})

describe('nobody has power over anybody', () => {
  it('whatever the others do, a seat that plays alike is paid alike', () => {
    // Others draw before seat 2 does, so seat 0 is the one whose chance they cannot shift.
    const payoff = (label: string) => {
      const others = script(label, (_, __, stage) => (stage === 'plan' ? 'rest' : label))
      return play(
        createWorld(puzzleRace({ rounds: 1 })),
        Array.from({ length: 200 }, (_, i) => ({
          seed: `${i}`,
          agents: [AT_PUZZLES, others, label === 'random' ? random : others],
        })),
      ).map(({ scores }) => scores[0])
    }
    expect(payoff('random')).toEqual(payoff('rest'))
  })

  it('its share of control is constant, and options are appraised in task and gain alone', () => {
    walk(createWorld(puzzleRace({ seats: 4 })), '7', (table, seen, mask, match) => {
      for (let seat = 0; seat < 4; seat++) expect(table.power(match, seat)).toBe(0.25)
      for (const [a, action] of table.actions.entries())
        if (mask[a])
          expect(Object.keys(table.appraise(seen, action)).every((name) => ['task', 'gain'].includes(name))).toBe(true)
    })
  })
})

describe('rules', () => {
  const dice = { Number: () => 0.5, Die: () => 1 }
  const race = () => rules.open({ seats: 3, rounds: 5 }, dice)

  it('the chance grows with weight, practice and the method that fits, and falls with difficulty and rounds', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.nat(4),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (topic, round, practice, difficulty) => {
          const G = { ...race(), topic, round, practice: [practice, 1, 1] }
          const fit = rules.fitting(topic)
          const at = (weight: number, method: number, hard = difficulty, state: rules.PuzzleRace = G) =>
            rules.chance(state, 0, weight, method, hard)
          expect(at(1, fit)).toBeGreaterThan(0)
          expect(at(2, fit)).toBeLessThan(1)
          expect(at(2, fit)).toBeGreaterThan(at(1, fit))
          expect(at(1, fit)).toBeGreaterThan(at(1, (fit + 1) % 3))
          expect(at(1, fit, difficulty, { ...G, practice: [practice + 1, 1, 1] })).toBeGreaterThan(at(1, fit))
          expect(at(1, fit, difficulty + 1)).toBeLessThan(at(1, fit))
          expect(at(1, fit, difficulty, { ...G, round: round + 1 })).toBeLessThan(at(1, fit))
        },
      ),
    )
  })

  it('each method fits two topics', () => {
    const fits = rules.TOPICS.map((_, topic) => rules.fitting(topic))
    expect([0, 1, 2].map((method) => fits.filter((each) => each === method).length)).toEqual([2, 2, 2])
  })

  it('a solved puzzle pays its value and is practice; rest pays, focus costs', () => {
    const G = race()
    G.players.forEach((player, seat) => {
      player.plan = seat
      player.values[0] = 7
      player.method = seat === 0 ? null : 0
    })
    rules.settlePlans(G)
    rules.attempt(G, dice)
    expect(G.players.map(({ payoff }) => payoff)).toEqual([0.1, 0.7, expect.closeTo(0.65, 12)])
    expect(G.practice).toEqual([1, 2, 3])
    expect(rules.solvers(G)).toEqual([1, 2])
  })

  it('says what the puzzle is and what is asked', () => {
    const G = { ...race(), topic: 1 }
    const seen = { G, seat: 0, phase: null, stage: 'plan', turn: 1 }
    expect(env.describe(seen)).toBe(
      'Round 1 of 5, an easy book. You are seat 0. The puzzle is a sudoku, worth 1 to you. All topics to you: tangram 1, sudoku 1, cipher 1, maze 1, crossword 1 and riddle 1. Practice: you = 1, seat 1 = 1, seat 2 = 1. Your payoff so far: 0. Rest, try or focus?',
    )
  })
})

describe('skill', () => {
  it('a trained network is paid 1.4 times what random play and 1.1 times what a greedy script is paid', async () => {
    const { agent, dispose } = await learn(env, 'puzzle-race', { opponents: [random], updates: 36, episodes: 144 })
    const [skilled, ...others] = [agent, random, greedy].map((each) => meanPayoff(env, each, [random], 2000))
    dispose()
    expect(skilled).toBeGreaterThan(1.4 * others[0])
    expect(skilled).toBeGreaterThan(1.1 * others[1])
  }, 240_000)
})
