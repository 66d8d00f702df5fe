import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createRng } from '../../../envs/random.ts'
import { NIGHTLY } from '../../needs.ts'
import { folder, mettle, start } from '../cli/mettle.ts'
import { createCrew, jobsOf, pause } from './crew.ts'
import { type Server, startRedis, withoutRedis } from './redis.ts'

/** Search plays in small blocks, of some tenths of a second each. */
const AGENTS = 'random,writer:PWR=2+MAN=1,mcts:iterations=60'
const KILLS = NIGHTLY ? 10 : 3

const { path: cwd, remove } = folder()
const tournament = (out: string, ...args: string[]) => [
  ...['tournament', 'boardroom', 'dilemma', '--agents', AGENTS, '--background', 'writer:HON=2'],
  ...['--matches', '10', '--seed', '5', '--out', out, ...args],
]

/** All that a tournament leaves but for clocks. */
function left(out: string): Record<string, string> {
  const read = (...path: string[]) => readFileSync(join(cwd, out, ...path), 'utf8')
  const { timing: _, ...summary } = JSON.parse(read('summary.json'))
  const matches = readdirSync(join(cwd, out, 'matches')).sort()
  return {
    ...Object.fromEntries(matches.map((name) => [name, read('matches', name)])),
    tournament: read('tournament.json'),
    summary: JSON.stringify(summary),
  }
}

describe.skipIf(withoutRedis)('a tournament on a queue (needs Redis)', () => {
  let server: Server
  const crew = createCrew(cwd, () => server)
  beforeAll(async () => {
    server = await startRedis(cwd)
  })
  afterEach(crew.kill)
  afterAll(async () => {
    await server.stop()
    remove()
  })

  it(`comes out the same with ${KILLS} workers and its submitter killed`, async () => {
    const local = await mettle(cwd, ...tournament('local'))
    expect(local.code, local.stderr).toBe(0)
    const rng = createRng(2).fork('kills')
    const three = [crew.join(), crew.join(), crew.join()]
    await Promise.all(three.map(({ saw }) => saw('side by side')))
    const first = start(cwd, ...tournament('handed', '--queue', server.url))
    await Promise.race(three.map(({ saw }) => saw(' done in ')))
    first.child.kill('SIGKILL')
    await first.ended
    const second = start(cwd, ...tournament('handed', '--queue', server.url))
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(rng.uniform() * 500)
      const victim = rng.integer(3)
      const { pid } = [...crew.workers][victim].child
      await expect.poll(() => jobsOf(server, pid as number), { timeout: 30_000, interval: 20 }).not.toEqual([])
      crew.lose(victim)
      await crew.join().saw('side by side')
    }
    const { code, stderr, stdout } = await second.ended
    expect(code, stderr).toBe(0)
    expect(stdout).toBe(local.stdout)
    expect(left('handed')).toEqual(left('local'))
    expect(readdirSync(join(cwd, 'handed'))).toEqual(readdirSync(join(cwd, 'local')))
    await crew.leave()
  }, 300_000)

  it('stops where a block fails, and says where matches are kept', async () => {
    crew.join()
    const run = start(cwd, ...tournament('drained', '--seed', '6', '--queue', server.url))
    await run.saw('side by side')
    await mettle(cwd, 'queue', 'drain', '--queue', server.url)
    const { code, stderr } = await run.ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/mettle: the queue was drained .+ Matches played before are kept in drained\. Go on with:/)
  }, 120_000)

  it.each([
    ['./mine.ts', 'an agent from a file of this machine'],
    ['network:checkpoint=here', 'a network, whose weights are a file of this machine'],
    ['process:"./play"', 'a program of this machine'],
    ['anthropic:some-model', 'a language model, which takes a file or a key of this machine'],
  ])('refuses %s', async (agent, why) => {
    const { code, stderr } = await mettle(
      cwd,
      'tournament',
      'dilemma',
      '--agents',
      `${agent},random`,
      '--queue',
      server.url,
    )
    expect(code).toBe(2)
    expect(stderr).toContain(why)
  })

  it.each([
    ['drained', 1, 'mettle: the queue was drained (mettle queue drain). Go on with:'],
    ['interrupted', 130, 'Interrupted. Go on with:'],
  ])('a battery that is %s says how to go on', async (how, code, word) => {
    const run = start(cwd, 'battery', '--agent', 'random', '--envs', 'dictator', '--queue', server.url)
    await run.saw('No worker is there')
    if (how === 'drained') await mettle(cwd, 'queue', 'drain', '--queue', server.url)
    else run.child.kill('SIGINT')
    const ended = await run.ended
    expect(ended.stderr).toContain(word)
    expect(ended.code).toBe(code)
    expect((await server.look.keys('*')).filter((key) => key.includes('neutral'))).toEqual([])
  })

  it('a battery comes out the same too, by draws', async () => {
    const battery = (out: string, ...args: string[]) =>
      mettle(
        cwd,
        'battery',
        '--agent',
        'writer:PWR=2',
        '--known-groups',
        '--envs',
        'dictator,trust',
        '--out',
        out,
        ...args,
      )
    const local = await battery('battery-local')
    expect(local.code, local.stderr).toBe(0)
    crew.join()
    crew.join()
    const handed = await battery('battery-handed', '--queue', server.url)
    expect(handed.code, handed.stderr).toBe(0)
    const read = (out: string) => readFileSync(join(cwd, out, 'battery.json'), 'utf8').replace(out, '')
    expect(read('battery-handed')).toBe(read('battery-local'))
    expect(handed.stdout).toBe(local.stdout)
    await crew.leave()
    expect((await server.look.keys('*')).filter((key) => key.includes('neutral'))).toEqual([])
  }, 120_000)
})
