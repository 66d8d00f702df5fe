import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defector } from '../../../agents/bots/dilemma.ts'
import type { Agent } from '../../../agents/define.ts'
import { verify } from '../../../arena/play/verify.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { illegalChoices } from '../../../arena/tournament/illegal.ts'
import { playSeatings } from '../../../arena/tournament/play.ts'
import { tables } from '../../../arena/tournament/table.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { hold } from './tournament.ts'

const ABSTAIN = 3
const env = dilemma({ rounds: 4 })
/** Chooses what is illegal so many times in a row, then defects. @param log what it was asked */
function stubborn(times: number, log: string[] = []): Agent<number> {
  let left = times
  return {
    id: 'stubborn',
    start: () => 0,
    decide: (asks) =>
      asks.map(({ seen, memory }) => {
        log.push(`${JSON.stringify(seen.G)} ${memory}`)
        return { action: left-- > 0 ? ABSTAIN : 1, memory: memory + 1 }
      }),
  }
}
const at = (agent: Agent) => ({ chance: 'chance', streams: 'streams', agents: [agent, defector] })
const played = async (agent: Agent) => (await playSeatings(createWorld(env), [at(agent)]))[0]

it('an illegal choice changes nothing but the record: it is asked again from the same state', async () => {
  const log: string[] = []
  const { illegal, ...match } = await played(stubborn(2, log))
  expect(illegal).toEqual([{ seat: 0, tick: 0, action: ABSTAIN, times: 2 }])
  expect(match).toEqual(await played(stubborn(0)))
  expect(new Set(log.slice(0, 3)).size).toBe(1)
})

it('after the third a legal action is drawn for it, and its memory stays as it was', async () => {
  const log: string[] = []
  const match = await played(stubborn(3, log))
  expect(match.illegal).toEqual([{ seat: 0, tick: 0, action: ABSTAIN, times: 3, forfeited: true }])
  expect(log[3]).toMatch(/ 0$/)
  expect(match.actions).toHaveLength(16)
  expect(match).not.toHaveProperty('ticks')
  expect(verify(createWorld(env), [{ ...match, harmful: false }]).matches).toBe(1)
})

it('draws as many of each, and the same from the same seed', async () => {
  const always = stubborn(Number.POSITIVE_INFINITY)
  const drawn = async (streams: number) => {
    const seating = { chance: 'chance', streams: `${streams}`, agents: [always, defector] }
    return (await playSeatings(createWorld(env), [seating]))[0].actions.filter((_, i) => i % 4 === 1)
  }
  expect(await drawn(1)).toEqual(await drawn(1))
  const all = (await Promise.all(Array.from({ length: 200 }, (_, i) => drawn(i)))).flat()
  const cooperated = all.filter((action) => action === 0).length / all.length
  expect(cooperated).toBeGreaterThan(0.43)
  expect(cooperated).toBeLessThan(0.57)
})

it('counts by agent and table, and says where it was first', () => {
  const illegal = (seat: number, times: number) => ({
    seat,
    tick: 2,
    action: ABSTAIN,
    times,
    ...(times === 3 && { forfeited: true as const }),
  })
  const match = (...own: ReturnType<typeof illegal>[]) => ({
    scores: [],
    power: [],
    deeds: [],
    steps: 8,
    cooperation: null,
    seed: 's',
    illegal: own,
  })
  const fixture = (purpose: 'rating' | 'strangers', seats: number[]) => ({
    purpose,
    seats,
    cluster: '',
    chance: 's',
    streams: '',
  })
  const players = ['a', 'b', 'c'].map((name) => ({ name }) as never)
  const programme = {
    ...{ env, players, random: 2, verified: { matches: 1, steps: 8 } },
    fixtures: [fixture('rating', [0, 1]), fixture('rating', [1, 0]), fixture('strangers', [1, 2])],
    kept: [match(illegal(1, 3), illegal(1, 1)), match(), match(illegal(0, 2))],
  }
  const first = { seat: 1, tick: 2, action: 'abstain', seed: 's' }
  expect(illegalChoices(programme, ['rating'])).toEqual([{ agent: 'b', choices: 4, forfeited: 1, first }])
  expect(illegalChoices(programme, ['strangers'])).toMatchObject([{ agent: 'b', choices: 2, forfeited: 0 }])
})

it('a table of agents that choose as they can says nothing of it', async () => {
  expect(await hold({ agents: ['tit-for-tat,defector'] })).toMatchObject({ illegal: [] })
})

const ALWAYS = `export default {
  id: 'always',
  start: () => null,
  decide: (asks) => asks.map(() => ({ action: ${ABSTAIN}, memory: null })),
}`

it('stands beside the rating in the table of people', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-illegal-'))
  const file = join(folder, 'always.ts')
  try {
    writeFileSync(file, ALWAYS)
    const result = await hold({ agents: [`${file},tit-for-tat`], set: ['rounds=2'], matches: 1 })
    const rows: (readonly string[])[] = []
    const text = tables(result, (given) => String(rows.push(...given)))
    const [head, ...table] = rows.slice(0, 3)
    const at = head.indexOf('illegal')
    expect(head[at - 1]).toBe('rating [95 %]')
    const cells = Object.fromEntries(table.map((row) => [row[0], row[at]]))
    expect(cells).toEqual({ [file]: '24 (8 forfeited)', 'tit-for-tat': '0' })
    expect(text).toMatch(
      /24 choices of .+ were illegal, 8 decisions forfeited; first: seat \d, tick 0, abstain \(seed /,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
