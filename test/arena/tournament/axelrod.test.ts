import { expect, it } from 'vitest'
import { holdOne } from './tournament.ts'

/**
 * Axelrod-Python 4.13, `test_sample_tournaments.py`, `test_tournament.py`; each twice, since both seat orders are
 * played.
 */
const KNOWN: readonly (readonly [string, number, Readonly<Record<string, number>>])[] = [
  ['cooperator,defector', 10, { cooperator: 0, defector: 50 }],
  ['tit-for-tat,defector', 10, { 'tit-for-tat': 9, defector: 14 }],
  ['cooperator,tit-for-tat', 10, { cooperator: 30, 'tit-for-tat': 30 }],
  ['cooperator,tit-for-tat,defector', 10, { cooperator: 30, 'tit-for-tat': 39, defector: 64 }],
  ['cooperator,tit-for-tat,defector,grudger', 10, { cooperator: 60, 'tit-for-tat': 69, grudger: 69, defector: 78 }],
  [
    'cooperator,tit-for-tat,defector,grudger,go-by-majority',
    10,
    { cooperator: 90, defector: 92, grudger: 99, 'go-by-majority': 99, 'tit-for-tat': 99 },
  ],
  [
    'cooperator,tit-for-tat,defector,grudger,go-by-majority',
    5,
    { cooperator: 45, defector: 52, grudger: 49, 'go-by-majority': 49, 'tit-for-tat': 49 },
  ],
  [
    'cooperator,tit-for-tat,defector,grudger,go-by-majority',
    200,
    { cooperator: 1800, defector: 1612, grudger: 1999, 'go-by-majority': 1999, 'tit-for-tat': 1999 },
  ],
]

it.each(KNOWN)('%s over %i turns', async (agents, rounds, wanted) => {
  const { standings } = await holdOne({ agents: [agents], set: [`rounds=${rounds}`] })
  const scores = Object.fromEntries(standings.map(({ agent, score }) => [agent, score / 2]))
  expect(scores).toEqual(wanted)
})

const moralsOf = async (agents: string, matches: number, rounds: number) => {
  const { moral, standings } = await holdOne({ agents: [agents], matches, set: [`rounds=${rounds}`] })
  return { moral: Object.fromEntries((moral ?? []).map(({ agent, ...rest }) => [agent, rest])), standings }
}

/** Axelrod-Python 4.13.1, `Tournament(players, turns, repetitions).play()`, whose matches of an agent with itself count. */
const MORALS: readonly (readonly [number, number, Readonly<Record<string, readonly number[]>>])[] = [
  [
    200,
    1,
    {
      cooperator: [1, 1, 0.5773502692, 0.3722850831],
      defector: [0, 0, 0, -0.3722850831],
      'tit-for-tat': [0.6683333333, 1, 0.5773502692, 0.6011687092],
      grudger: [0.6683333333, 1, 0.5773502692, 0.6011687092],
    },
  ],
  [
    5,
    3,
    {
      alternator: [0.6, 1, 0.5847349224, 0.0856061286],
      'tit-for-tat': [0.4, 1, 0.8112244268, 0.8997007054],
      defector: [0, 0, 0, -0.4280306431],
    },
  ],
]

it.each(MORALS)('moral metrics over %i turns, %i repetitions (Singer-Clark 2014)', async (rounds, matches, wanted) => {
  const { moral } = await moralsOf(Object.keys(wanted).join(), matches, rounds)
  expect(Object.keys(moral)).toHaveLength(Object.keys(wanted).length)
  for (const [agent, figures] of Object.entries(wanted)) {
    const { cooperating, goodPartner, eigenjesus, eigenmoses } = moral[agent]
    const got = [cooperating, goodPartner, eigenjesus, eigenmoses]
    expect(got, agent).toEqual(figures.map((x) => expect.closeTo(x, 9)))
  }
})

it('a match with oneself counts for morals alone', async () => {
  const { standings } = await moralsOf('alternator,tit-for-tat,defector', 3, 5)
  const row = Object.fromEntries(standings.map(({ agent, score, wins }) => [agent, [score / 6, wins / 6]]))
  expect(row).toEqual({ alternator: [15, 0], 'tit-for-tat': [17, 0], defector: [26, 2] })
  expect(standings.map(({ matches, rating }) => [matches, 'n' in rating && rating.n])).toEqual(
    standings.map(() => [12, 6]),
  )
})
