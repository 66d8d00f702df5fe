import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import type { Agent } from '../../../agents/define.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import type { MatchRecord } from '../../../arena/play/record.ts'
import { play } from '../../../arena/play/rollout.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { playSeatings } from '../../../arena/tournament/play.ts'
import { openTable } from '../../../arena/viewer/play.ts'
import { walk } from '../../../arena/viewer/walk.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { createRng } from '../../../envs/random.ts'
import { cake } from '../../fixtures/grab.ts'

const folder = mkdtempSync(join(tmpdir(), 'mettle-lockstep-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const greedy: Agent = {
  id: 'greedy',
  start: () => null,
  decide: (asks) => asks.map(({ mask }) => ({ action: mask.indexOf(1), memory: null })),
}

/** One match of the cake, in which the second hand's taking is dropped, as each way of playing records it. */
const WAYS: Readonly<Record<string, () => Promise<Pick<MatchRecord, 'seed' | 'actions' | 'ticks'>>>> = {
  rollout: async () => play(createWorld(cake()), [{ seed: 'c', agents: [greedy, greedy] }])[0],
  tournament: async () =>
    (await playSeatings(createWorld(cake()), [{ chance: 'c', streams: 'd', agents: [greedy, greedy] }]))[0],
  viewer: async () => {
    const table = openTable({ env: cake(), seat: 1, agents: [greedy, greedy], seed: 'c', folder, name: 'cake' })
    table.act(0)
    expect(table.view().legal.map(({ label }) => label)).toEqual(['pass'])
    table.act(1)
    expect(table.decided).toBe(2)
    return JSON.parse(readFileSync(join(folder, 'cake.jsonl'), 'utf8').split('\n')[1])
  },
}

describe('a dropped decision', () => {
  it.each(Object.keys(WAYS))(
    'replays from what a %s records: nobody is shown an act that was not offered',
    async (way) => {
      const match = await WAYS[way]()
      expect(match).toMatchObject({ actions: [0, 0, 1, 1], ticks: [0, 1] })
      const env = cake()
      const offered: string[][] = []
      walk(env, createStepper(env.game), { ...match, focal: null }, ({ legal }) =>
        offered.push(legal.map(({ label }) => label)),
      )
      expect(offered).toEqual([['take', 'pass'], ['pass']])
    },
  )

  it('leaves no ticks in matches in which none was dropped', async () => {
    const [match] = await playSeatings(createWorld(cake()), [{ chance: 'c', streams: 'd', agents: [greedy, passer] }])
    expect(match).not.toHaveProperty('ticks')
  })
})

const passer: Agent = { ...greedy, id: 'passer', decide: (asks) => asks.map(() => ({ action: 1, memory: null })) }

describe('rollouts and tournaments', () => {
  it.each(ENVS.map((plugin) => [plugin.spec.id, plugin()] as const))(
    'play the same match of %s from the same chance',
    async (_id, env) => {
      const world = createWorld(env)
      const agents = Array(env.seats).fill(random)
      const setupData = env.kind === 'eval' ? { item: 1 } : undefined
      const seed = createRng('lockstep').fork(env.id).seed
      const [rolled] = play(world, [{ seed, agents, setupData }])
      const [{ deeds: _, ...entered }] = await playSeatings(world, [{ chance: seed, streams: seed, agents, setupData }])
      const {
        steps: __,
        memory: ___,
        agents: ____,
        focal: _____,
        harmful: ______,
        setupData: _______,
        ...record
      } = rolled
      expect(entered).toEqual(record)
    },
  )
})
