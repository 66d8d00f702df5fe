import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import type { Agent } from '../../../agents/define.ts'
import { processPlugin } from '../../../arena/outside/plugins.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { playSeatings } from '../../../arena/tournament/play.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'

const BOT = fileURLToPath(new URL('bot.mjs', import.meta.url))
const env = dilemma({ rounds: 3 })
const world = createWorld(env)

let folder: string
let agent: Agent
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mettle process '))
})
afterEach(async () => {
  await agent.port?.close?.()
  rmSync(folder, { recursive: true, force: true })
})

async function match(how: string, { timeout = 20, others = [random], matches = 1 } = {}) {
  agent = processPlugin({ target: `"${process.execPath}" "${BOT}" ${how}`, timeout }, how) as Agent
  agent.port?.open?.(folder)
  const seatings = Array.from({ length: matches }, (_, i) => ({
    ...{ chance: `chance ${i}`, streams: `${how} ${i}` },
    agents: [agent, ...(others.length > 0 ? others : [agent])],
  }))
  return playSeatings(world, seatings)
}
const failures = (played: Awaited<ReturnType<typeof match>>) =>
  played.flatMap(({ illegal = [] }) => illegal.map(({ failure }) => failure))

describe('a program at the table', () => {
  it.each(['label', 'index'])('plays what it answers by %s, in matches that go on side by side', async (how) => {
    const played = await match(how, { matches: 5 })
    expect(failures(played)).toEqual([])
    for (const { actions } of played)
      for (let i = 0; i < actions.length; i += 2) if (actions[i] === 0) expect(actions[i + 1]).toBe(0)
  })

  it('sits on both seats of a match', async () => {
    const played = await match('index', { others: [] })
    expect(failures(played)).toEqual([])
    expect(played[0].actions).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0])
  })

  it.each([
    ['illegal', 'ILLEGAL'],
    ['nothing', 'UNPARSABLE'],
    ['babble', 'UNPARSABLE'],
  ])('forfeits where it answers %s', async (how, failure) => {
    expect(failures(await match(how))).toEqual([failure, failure, failure])
  })

  it('forfeits what comes too late, and what comes then answers nothing', async () => {
    expect(failures(await match('slow', { timeout: 0.5 }))).toEqual(['LATE', 'LATE', 'LATE'])
  })

  it('is started again once, is told again what is played, and then is out; the match goes on', async () => {
    const [{ illegal = [], actions }] = await match('dies')
    // Each start answers once: ticks 0 and 2 or none after it.
    expect(illegal.map(({ tick, failure }) => [tick, failure])).toEqual([[1, 'DEAD']])
    expect(actions).toHaveLength(12)
    const [log] = readdirSync(folder)
    const text = readFileSync(join(folder, log), 'utf8')
    expect(text.match(/dies is here/g)).toHaveLength(2)
    expect(text).toContain('dies: ended with 3')
    expect(failures(await playSeatings(world, [{ chance: 'c', streams: 's', agents: [agent, random] }]))).toEqual([
      ...['DEAD', 'DEAD', 'DEAD'],
    ])
  })

  it('is out where there is no such program', async () => {
    agent = processPlugin({ target: 'no-such-program-of-mettle' }, 'none') as Agent
    const played = await playSeatings(world, [{ chance: 'c', streams: 's', agents: [agent, random] }])
    expect(failures(played)).toEqual(['DEAD', 'DEAD', 'DEAD'])
  })

  it('ends with the run, and nobody starts it again', async () => {
    await match('index')
    await agent.port?.close?.()
    const [log] = readdirSync(folder)
    expect(readFileSync(join(folder, log), 'utf8')).toContain('index: ended with 0')
    expect(failures(await playSeatings(world, [{ chance: 'c', streams: 's', agents: [agent, random] }]))).toEqual([
      ...['DEAD', 'DEAD', 'DEAD'],
    ])
  })

  it('ends with all that it started', async () => {
    await match('parent')
    const [log] = readdirSync(folder)
    const pids = [...readFileSync(join(folder, log), 'utf8').matchAll(/child (\d+)/g)].map(([, pid]) => Number(pid))
    expect(pids.length).toBeGreaterThan(0)
    await agent.port?.close?.()
    // One that nobody has waited for yet still has its number.
    const alive = (pid: number) => {
      const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
    }
    await vi.waitFor(() => expect(pids.filter(alive)).toEqual([]))
  })

  it('is ended where a line of its has no end', async () => {
    // What was written of the line may be read as an answer once it has ended.
    const all = failures(await match('endless'))
    expect(all).toHaveLength(3)
    for (const failure of all) expect(failure).toMatch(/^(DEAD|UNPARSABLE)$/)
    const [log] = readdirSync(folder)
    expect(readFileSync(join(folder, log), 'utf8')).toContain('endless: a line of more than 1048576 bytes')
  })
})
