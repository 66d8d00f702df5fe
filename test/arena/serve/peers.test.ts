import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Serving } from '../../../arena/serve/server.ts'
import { createSession } from '../../../arena/serve/session.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { peer, python, withoutPeers } from '../../python.ts'
import { episode, listening, servedOf } from './serve.ts'

describe.skipIf(withoutPeers)('OpenEnv (needs Python peers)', () => {
  const served = servedOf(boardroom())
  let serving: Serving
  let heard: any
  beforeAll(async () => {
    serving = await listening(served)
    heard = await peer('openenv_peer.py', serving.url)
  })
  afterAll(() => serving.close())

  it("passes OpenEnv's own validator whole", () => {
    expect(heard.report).toMatchObject({ passed: true, mode: 'simulation', standard_profile: 'openenv-http/1.x' })
    expect(heard.report.summary).toMatchObject({ passed_count: 6, total_count: 6 })
  })

  it('plays through its generic client, which hears what a session says', async () => {
    const session = createSession(served, 1)
    const say = async (message: object | string) => (await session.answer(JSON.stringify(message))) as any
    for (const [seed, played] of [
      [7, heard.played[0]],
      [7, heard.played[1]],
      [8, heard.played[2]],
    ]) {
      const own = await episode({ say }, seed)
      expect(played).toEqual({ actions: own.actions, rewards: own.rewards, metadata: own.metadata })
    }
    expect(heard.state).toEqual({ episode_id: '1-3', step_count: heard.played[2].actions.length })
    expect(heard.refused).toContain('VALIDATION_ERROR')
  })
})

describe.skipIf(withoutPeers)('PettingZoo (needs Python peers)', () => {
  const train = ENVS.filter(({ spec }) => spec.kind === 'train').map((plugin) => plugin())
  const servings: Serving[] = []
  let heard: any
  beforeAll(async () => {
    for (const env of train)
      servings.push(await listening(servedOf(env, { seat: 'all', opponents: [] }), { sessions: 8 }))
    heard = await peer('pettingzoo_peer.py', ...train.map(({ id }, i) => `${id}=${servings[i].url}`))
  })
  afterAll(() => Promise.all(servings.map((serving) => serving.close())))

  it.each(train.map(({ id }) => id))('%s passes its tests, and a seed fixes a whole episode', (id) => {
    expect(heard.envs[id]).toMatchObject({ name: `mettle-${id}`, same: true })
    expect(heard.envs[id].steps).toBeGreaterThan(2)
    for (const told of Object.values(heard.envs[id].told))
      expect(told).toEqual(expect.arrayContaining(['appraisals', 'decisions', 'power', 'rigged', 'score']))
  })

  it('another seed is another match, where chance has a say', () => {
    expect(heard.envs.boardroom.differs).toBe(true)
  })

  it('is played by the random agents of the example', async () => {
    const example = fileURLToPath(new URL('../../../docs/examples/python/random_agents.py', import.meta.url))
    const { stdout } = await promisify(execFile)(python(), [example, 'boardroom', '--url', servings[0].url])
    expect(stdout.trim().split('\n')).toHaveLength(9)
    expect(stdout).toMatch(/^episode 0 {2}seat_0 {2}score -?\d+\.\d\d {2}power 0\.\d\d$/m)
  })

  it('is learned by the learner of the example', { timeout: 120_000 }, async () => {
    const serving = await listening(servedOf(dilemma({ rounds: 5 }), { seat: 'all', opponents: [] }), { sessions: 1 })
    servings.push(serving)
    const example = fileURLToPath(new URL('../../../docs/examples/python/train_reinforce.py', import.meta.url))
    const { stdout } = await promisify(execFile)(python(), [example, 'dilemma', '--steps', '15', '--url', serving.url])
    const [before, after] = stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split(/\s+/)[1]))
    // Against random opponents each round pays 2.25 on average to a random player and 3 to one who defects.
    expect(Math.abs(before - 5 * 2.25)).toBeLessThan(0.8)
    expect(after).toBeGreaterThan(before + 1)
  })

  it('is told to do nothing otherwise', () => {
    // PettingZoo remarks on every observation that is a Dict, and on zeros, which seats that wait and ended matches show.
    const usual = /^Observation /
    expect(heard.warnings.filter((said: string) => !usual.test(said))).toEqual([])
  })

  it('comes as a package that pip installs', async () => {
    const target = mkdtempSync(join(tmpdir(), 'mettle-pip-'))
    try {
      const run = promisify(execFile)
      const folder = fileURLToPath(new URL('../../../docs/examples/python', import.meta.url))
      const pip = [
        '-m',
        'pip',
        'install',
        '--no-deps',
        '--no-build-isolation',
        '--no-index',
        '--target',
        target,
        folder,
      ]
      await run(python(), pip)
      const asked = 'import mettle_pettingzoo as m; print(m.__file__, m.__version__)'
      const { stdout } = await run(python(), ['-c', asked], {
        cwd: target,
        env: { ...process.env, PYTHONPATH: target },
      })
      expect(stdout).toContain(target)
    } finally {
      rmSync(target, { recursive: true, force: true })
    }
  })
})
