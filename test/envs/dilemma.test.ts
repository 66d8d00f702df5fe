import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as bots from '../../agents/bots/dilemma.ts'
import { random } from '../../agents/bots/random.ts'
import type { Agent } from '../../agents/define.ts'
import { play } from '../../arena/play/rollout.ts'
import { createWorld } from '../../arena/play/world.ts'
import { dilemma } from '../../envs/dilemma/env.ts'
import { GAMES, open, payoff, settle } from '../../envs/dilemma/rules.ts'
import { describeAgent } from '../kit/index.ts'
import { learn, meanPayoff } from './learner.ts'

const history = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 30 })

describe('rules', () => {
  it.each(Object.entries(GAMES))('%s pays what its matrix says, and counts what was done', (_, payoffs) => {
    fc.assert(
      fc.property(history, (rounds) => {
        const G = open(payoffs, rounds.length)
        for (const [a, b] of rounds) {
          G.chosen[0] = a
          expect(settle(G)).toBe(false)
          G.chosen[1] = b
          expect(settle(G)).toBe(true)
        }
        expect(G.round).toBe(rounds.length)
        expect(G.points[0]).toBe(rounds.reduce((sum, [a, b]) => sum + payoff(payoffs, a, b), 0))
        expect(G.points[1]).toBe(rounds.reduce((sum, [a, b]) => sum + payoff(payoffs, b, a), 0))
        expect(G.cooperations).toEqual([0, 1].map((s) => rounds.filter((round) => round[s] === 0).length))
        expect(G.last).toEqual(rounds.at(-1))
      }),
    )
  })

  it('the named games have the orders that name them', () => {
    const { 'prisoners-dilemma': pd, 'stag-hunt': stag, chicken, harmony, deadlock } = GAMES
    expect(pd.T > pd.R && pd.R > pd.P && pd.P > pd.S && 2 * pd.R > pd.T + pd.S).toBe(true)
    expect(stag.R > stag.T && stag.T > stag.P && stag.P > stag.S).toBe(true)
    expect(chicken.T > chicken.R && chicken.R > chicken.S && chicken.S > chicken.P).toBe(true)
    expect(harmony.R > harmony.T && harmony.S > harmony.P).toBe(true)
    expect(deadlock.T > deadlock.P && deadlock.P > deadlock.R && deadlock.R > deadlock.S).toBe(true)
  })

  it('R, S, T and P replace the named matrix one by one', () => {
    const [{ scores }] = play(createWorld(dilemma({ T: 10, R: 4, rounds: 1 })), [match(bots.defector, bots.cooperator)])
    expect(scores).toEqual([10, 0])
    const [{ scores: both }] = play(createWorld(dilemma({ game: 'chicken', R: 7, rounds: 2 })), [
      match(bots.cooperator, bots.cooperator),
    ])
    expect(both).toEqual([14, 14])
  })
})

it('a state is as large after a thousand rounds as after one', () => {
  const size = (rounds: number) => {
    const G = open(GAMES['prisoners-dilemma'], 1000)
    for (let round = 0; round < rounds; round++) {
      G.chosen.fill(round % 2)
      settle(G)
    }
    return JSON.stringify(G).replaceAll(/\d+/g, 'n').length
  }
  expect(size(1000)).toBe(size(1))
})

const match = (...agents: Agent[]) => ({ seed: 'm', agents })

/** Plays a scripted opponent: C and D, round by round. */
const script = (moves: string): Agent<number> => ({
  id: moves,
  start: () => 0,
  decide: (asks) => asks.map(({ memory }) => ({ action: 'CD'.indexOf(moves[memory]), memory: memory + 1 })),
})

describe('bots', () => {
  it.each([
    ['cooperator', bots.cooperator, 'CDDDCC', 'CCCCCC'],
    ['defector', bots.defector, 'CDDDCC', 'DDDDDD'],
    ['tit-for-tat', bots.titForTat, 'CDDCCD', 'CCDDCC'],
    ['grudger', bots.grudger, 'CCDCCC', 'CCCDDD'],
    ['go-by-majority', bots.goByMajority, 'DCDDCCCC', 'CDCDDDCC'],
    ['alternator', bots.alternator, 'DDCCDC', 'CDCDCD'],
    ['win-stay-lose-shift', bots.winStayLoseShift, 'CDDCCD', 'CCDCCC'],
  ])('%s against %3$s', (id, agent, theirs, own) => {
    const [{ actions }] = play(createWorld(dilemma({ rounds: theirs.length })), [match(script(theirs), agent)])
    expect(agent.id).toBe(id)
    expect(actions.flatMap((action, i) => (i % 2 && actions[i - 1] === 1 ? ['CD'[action]] : [])).join('')).toBe(own)
  })

  it('random cooperates half of the time', () => {
    const [{ actions }] = play(createWorld(dilemma({ rounds: 1000 })), [match(random, random)])
    const cooperations = actions.filter((action, i) => i % 2 && action === 0).length
    expect(Math.abs(cooperations - 1000)).toBeLessThan(4 * Math.sqrt(500))
  })
})

for (const agent of Object.values(bots)) describeAgent(agent, [createWorld(dilemma())])

describe('appraisals', () => {
  const env = dilemma()
  const at = (G: object) => ({
    G: { ...open(GAMES['prisoners-dilemma'], 10), ...G },
    seat: 0,
    phase: null,
    stage: 'choose',
    turn: 1,
  })
  it('defection gains, harms and takes advantage; cooperation benefits', () => {
    const seen = at({})
    expect(env.appraise(seen, env.actions[0])).toEqual({
      gain: 0.3,
      benefit: expect.closeTo(0.7, 12),
      advantage: 0,
      harm: 0,
      spite: 0,
    })
    expect(env.appraise(seen, env.actions[1])).toEqual({
      gain: 0.6,
      benefit: 0,
      advantage: 0.5,
      harm: expect.closeTo(0.7, 12),
      spite: 0,
    })
  })
  it('in harmony defection costs both: it is spite', () => {
    const { harm, spite } = dilemma({ game: 'harmony' }).appraise(at({ payoffs: GAMES.harmony }), env.actions[1])
    expect(harm).toBe(0)
    expect(spite).toBeGreaterThan(0)
  })
  it('describes what was done and what is at stake', () => {
    expect(env.describe(at({ round: 3, last: [0, 1], cooperations: [2, 1], points: [6, 11] }))).toBe(
      'Round 4 of 10. Last time you chose cooperate and the other defect. Times that cooperate was chosen in 3 rounds: you 2, the other 1. You have 6 points, the other 11. If both cooperate each gets 3, if both defect 1; whoever alone chose defect gets 5 and the other 0. Cooperate or defect?',
    )
  })
})

describe('skill', () => {
  it('a trained network is paid 1.3 times what random play and 1.5 times what defection is paid', async () => {
    const env = dilemma()
    const opponents = [bots.titForTat, bots.grudger, bots.goByMajority, bots.winStayLoseShift]
    const { agent, dispose } = await learn(env, 'dilemma', { opponents, updates: 40, episodes: 96 })
    const [skilled, ...others] = [agent, random, bots.defector].map((each) => meanPayoff(env, each, opponents))
    dispose()
    expect(skilled).toBeGreaterThan(1.3 * others[0])
    expect(skilled).toBeGreaterThan(1.5 * others[1])
  }, 120_000)
})
