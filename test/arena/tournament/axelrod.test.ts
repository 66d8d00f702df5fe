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

it('moral metrics of Alternator, TitForTat and Defector over 5 turns (Singer-Clark 2014)', async () => {
  const { moral, standings } = await holdOne({
    agents: ['alternator,tit-for-tat,defector'],
    matches: 3,
    set: ['rounds=5'],
  })
  const of = (agent: string) => moral?.find((each) => each.agent === agent)
  expect(of('alternator')).toMatchObject({ cooperating: expect.closeTo(0.6), goodPartner: 1 })
  expect(of('tit-for-tat')).toMatchObject({ cooperating: expect.closeTo(0.4), goodPartner: 1 })
  expect(of('defector')).toMatchObject({ cooperating: 0, goodPartner: 0, eigenjesus: expect.closeTo(0) })
  expect(of('alternator')?.eigenjesus).toBeCloseTo(0.5547001962, 6)
  expect(of('tit-for-tat')?.eigenmoses).toBeCloseTo(0.7311328099, 6)
  const row = Object.fromEntries(standings.map(({ agent, score, wins }) => [agent, [score / 6, wins / 6]]))
  expect(row).toEqual({ alternator: [15, 0], 'tit-for-tat': [17, 0], defector: [26, 2] })
})
