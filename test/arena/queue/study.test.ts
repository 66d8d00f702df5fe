import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createRng } from '../../../envs/random.ts'
import { NIGHTLY } from '../../needs.ts'
import { folder, mettle, start } from '../cli/mettle.ts'
import { createCrew, jobsOf, pause } from './crew.ts'
import { type Server, startRedis, withoutRedis } from './redis.ts'
import { JOBS, left, logged, SIZES } from './runs.ts'

/** Workers that are killed: 5 here, 50 nightly. */
const KILLS = NIGHTLY ? 50 : 5
const SEED = Number(process.env.METTLE_KILL_SEED ?? 1)
/** A killed worker's job starts again elsewhere within this, ms. */
const AGAIN = 15_000

const { path: cwd, remove } = folder()
const plugin = fileURLToPath(new URL('./plugins/sent.ts', import.meta.url))
const study = (out: string, ...args: string[]) => ['study', 'tiny', ...SIZES, '--out', out, ...args]
const at = (out: string) => join(cwd, out)

describe.skipIf(withoutRedis)('a study on a queue (needs Redis)', () => {
  let server: Server
  let whole: Record<string, string>
  const crew = createCrew(cwd, () => server)
  const { workers, leave } = crew
  const join_ = crew.join

  beforeAll(async () => {
    server = await startRedis(cwd)
    expect((await mettle(cwd, ...study('whole', '--workers', '2'))).code).toBe(0)
    whole = left(at('whole'))
  }, 240_000)
  afterEach(crew.kill)
  afterAll(async () => {
    await server.stop()
    remove()
  })

  it(
    `comes out the same, with ${KILLS} of its workers killed: no job lost, none counted twice`,
    async () => {
      const rng = createRng(SEED).fork('kills')
      await Promise.all([join_(), join_(), join_()].map(({ saw }) => saw('side by side')))
      let killed = 0
      for (let round = 0; killed < KILLS; round++) {
        const out = `killed-${round}`
        const run = start(cwd, ...study(out, '--queue', server.url))
        let over = false
        void run.ended.then(() => {
          over = true
        })
        await run.saw('side by side')
        const kills: Kill[] = []
        while (!over && killed < KILLS) {
          await pause(rng.uniform() * 2000)
          if (over) break
          const { child } = [...workers][rng.integer(3)]
          const jobs = await jobsOf(server, child.pid as number)
          child.kill('SIGKILL')
          kills.push({ at: Date.now(), jobs })
          killed++
          // The next kill waits for it: jobs start again where there is somebody to start them.
          await join_().saw('side by side')
        }
        const { code, stderr } = await run.ended
        expect(code, stderr).toBe(0)
        expect(left(at(out))).toEqual(whole)
        expect(logged(at(out), / finished /)).toHaveLength(JOBS)
        expect(slowest(kills, logged(at(out), / retried /))).toBeLessThan(AGAIN)
      }
      // What the server holds afterwards has nothing of the runs in it but names and the trimmed stream.
      expect(
        (await server.look.keys('*')).filter((key) => !/:(meta|events|id|workers?|queues|stalled-check)\b/.test(key)),
      ).toEqual([])
      const ended = await leave()
      expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
    },
    NIGHTLY ? 3_600_000 : 600_000,
  )

  it('survives its submitter and its server, also one that keeps no log, and two that submit the same', async () => {
    const first = start(cwd, ...study('first', '--queue', server.url))
    await first.saw('No worker is there. On any machine: npx mettle worker --queue')
    join_()
    join_()
    await first.saw('foundation.0 done')
    first.child.kill('SIGKILL')
    await first.ended
    const both = ['first', 'second'].map((out) => start(cwd, ...study(out, '--queue', server.url)))
    await Promise.all(both.map(({ saw }) => saw('done in')))
    await server.kill()
    await pause(500)
    await server.start()
    for (const { ended } of both) {
      const { code, stderr } = await ended
      expect(code, stderr).toBe(0)
    }
    for (const out of ['first', 'second']) expect(left(at(out))).toEqual(whole)
    await leave()
  }, 300_000)

  it('comes out the same by a folder that submitter and workers share, which is empty afterwards', async () => {
    const shared = join(cwd, 'shared')
    mkdirSync(shared)
    join_('--shared', shared)
    // One that does not see the folder sends its results through the server.
    join_()
    const { code, stderr } = await mettle(cwd, ...study('by-folder', '--queue', server.url, '--shared', shared))
    expect(code, stderr).toBe(0)
    expect(left(at('by-folder'))).toEqual(whole)
    expect(readdirSync(shared)).toEqual([])
    await leave()
  }, 120_000)

  it('keeps away workers of another backend, says why on both sides, and takes its jobs back on Ctrl-C', async () => {
    const worker = join_('--backend', 'cpu')
    await worker.saw('side by side')
    const run = start(cwd, ...study('stopped', '--queue', server.url))
    await worker.saw('expected backend wasm, got cpu')
    await run.saw('does nothing for this study: expected backend wasm, got cpu')
    await run.saw('No worker is there')
    run.child.kill('SIGINT')
    const { code, stderr } = await run.ended
    expect(code, stderr).toBe(130)
    expect(stderr).toContain('redis://:***@')
    expect(readFileSync(join(at('stopped'), 'manifest.json'), 'utf8')).not.toContain('secret')
    expect(await server.look.keys('mettle:*foundation*')).toEqual([])
    expect(existsSync(join(at('stopped'), 'summary.json'))).toBe(false)
    await leave()
  }, 120_000)

  it('sends a study file by its hash, and only to workers that take such; failures are those of a local run', async () => {
    const file = (out: string) => ['study', plugin, ...SIZES, '--out', out]
    const local = await mettle(cwd, ...file('local'), '--workers', '1')
    expect(local.code, local.stderr).toBe(3)
    const careful = join_()
    await careful.saw('side by side')
    const run = start(cwd, ...file('sent'), '--queue', server.url)
    await careful.saw('expected a worker that takes plugin files (--plugins), got one that does not')
    // One that leaves after a job, and one that stays.
    const one = join_('--plugins', '--one-job')
    expect((await one.ended).stderr).toContain('Left after 1 job')
    join_('--plugins')
    const { code, stderr } = await run.ended
    expect(code, stderr).toBe(3)
    expect(stderr).toContain('breaks.full.0 failed: intervention breaks, hook rewards: out of rewards')
    expect(left(at('sent'))).toEqual(left(at('local')))
    await leave()
    expect((await careful.ended).stderr).toContain('Left after 0 jobs')
  }, 300_000)
})

/** A worker that was killed, and the names of the jobs that it had in hand. */
interface Kill {
  readonly at: number
  readonly jobs: readonly string[]
}

/** The longest time from a kill to the word that its job starts again, ms. One that was done just then never does. */
function slowest(kills: readonly Kill[], retried: readonly string[]): number {
  const said = retried.map((line) => ({ at: Date.parse(line.split(' ')[0]), line }))
  const waits = kills.flatMap(({ at: killed, jobs }) =>
    jobs.flatMap((job) => {
      const word = said.find(({ at, line }) => at >= killed && line.includes(` ${job}: its worker was lost`))
      return word ? [word.at - killed] : []
    }),
  )
  return Math.max(0, ...waits)
}
