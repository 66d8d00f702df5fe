import { describe, expect, it } from 'vitest'
import * as bots from '../../../agents/bots/dilemma.ts'
import type { Agent } from '../../../agents/define.ts'
import { play } from '../../../arena/play/rollout.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { type Encounter, morals } from '../../../arena/tournament/moral.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'

/** Every pair, each with itself too if asked, `repetitions` times: what each did and was paid. */
function roundRobin(agents: readonly Agent[], rounds: number, { repetitions = 1, self = false } = {}) {
  const pairs = agents.flatMap((_, i) => agents.flatMap((__, j) => (j > i || (self && j === i) ? [[i, j]] : [])))
  const all = pairs.flatMap((pair) => Array.from({ length: repetitions }, () => pair))
  const played = play(
    createWorld(dilemma({ rounds })),
    all.map(([i, j], match) => ({ seed: `${match}`, agents: [agents[i], agents[j]] })),
  )
  return played.map(({ actions, scores }, match) => ({
    players: all[match] as [number, number],
    turns: rounds,
    cooperations: [cooperations(actions, 0), cooperations(actions, 1)] as [number, number],
    scores,
  }))
}

const cooperations = (actions: readonly number[], seat: number) =>
  actions.filter((action, i) => i % 2 === 1 && actions[i - 1] === seat && action === 0).length

function totals(agents: readonly Agent[], encounters: ReturnType<typeof roundRobin>): number[] {
  return agents.map((_, i) =>
    encounters.reduce((sum, { players, scores }) => sum + (players.includes(i) ? scores[players.indexOf(i)] : 0), 0),
  )
}

const { cooperator: C, defector: D, titForTat: TFT, grudger: G, goByMajority: M, alternator: A } = bots

describe('total scores are those of Axelrod-Python 4.13, self-matches excluded', () => {
  it.each([
    ['cooperator, defector', 10, [C, D], [0, 50]],
    ['tit-for-tat, defector', 10, [TFT, D], [9, 14]],
    ['cooperator, tit-for-tat', 10, [C, TFT], [30, 30]],
    ['three', 10, [C, TFT, D], [30, 39, 64]],
    ['four', 10, [C, TFT, G, D], [60, 69, 69, 78]],
    ['five', 10, [C, D, G, M, TFT], [90, 92, 99, 99, 99]],
    ['five', 5, [C, D, G, M, TFT], [45, 52, 49, 49, 49]],
    ['five', 200, [C, D, G, M, TFT], [1800, 1612, 1999, 1999, 1999]],
  ])('%s, %i turns', (_, rounds, agents, scores) => {
    expect(totals(agents, roundRobin(agents, rounds))).toEqual(scores)
  })
})

const near = (values: readonly number[], digits = 10) => values.map((x) => expect.closeTo(x, digits))

describe('moral metrics are those of Axelrod-Python 4.13', () => {
  it('alternator, tit-for-tat and defector, 5 turns, 3 repetitions', () => {
    const agents = [A, TFT, D]
    const encounters = roundRobin(agents, 5, { repetitions: 3 })
    expect(totals(agents, encounters)).toEqual([15, 17, 26].map((score) => 3 * score))
    const wins = agents.map((_, i) => encounters.filter((match) => winner(match) === i).length / 3)
    expect(wins).toEqual([0, 0, 2])
    const found = morals(3, encounters)
    expect(found.cooperations).toEqual([
      [0, 9, 9],
      [9, 0, 3],
      [0, 0, 0],
    ])
    expect(found.cooperating).toEqual([0.6, 0.4, 0])
    expect(found.goodPartner).toEqual([1, 1, 0])
    expect(found.eigenjesus).toEqual(near([0.5547001962, 0.8320502943, 0], 9))
    expect(found.eigenmoses).toEqual(near([-0.4578520302, 0.7311328099, 0.5057828909], 9))
  })

  it('cooperator, defector, tit-for-tat and grudger, 200 turns with self-play: the figures of its manual', () => {
    const found = morals(4, roundRobin([C, D, TFT, G], 200, { self: true }))
    expect(found.cooperating).toEqual(near([1, 0, 0.67, 0.67], 2))
    expect(found.goodPartner).toEqual([1, 0, 1, 1])
    expect(found.eigenjesus).toEqual(near([0.58, 0, 0.58, 0.58], 2))
    expect(found.eigenmoses).toEqual(near([0.37, -0.37, 0.6, 0.6], 2))
  })

  it('nobody who never met or never cooperated makes anything but a number', () => {
    const encounters: Encounter[] = [{ players: [0, 1], turns: 4, cooperations: [0, 0] }]
    for (const values of Object.values(morals(3, encounters))) expect(values.flat().every(Number.isFinite)).toBe(true)
    expect(morals(3, encounters)).toMatchObject({
      eigenjesus: [0, 0, 0],
      cooperating: [0, 0, 0],
      goodPartner: [1, 1, 0],
    })
  })
})

function winner({ players, scores }: { players: readonly number[]; scores: readonly number[] }): number | undefined {
  if (scores[0] === scores[1]) return undefined
  return players[scores[0] > scores[1] ? 0 : 1]
}
