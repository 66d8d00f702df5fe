import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressOf } from '../../../arena/queue/address.ts'
import { type Connected, connect } from '../../../arena/queue/connect.ts'
import { jobId } from '../../../arena/queue/job-message.ts'
import { keys } from '../../../arena/queue/keys.ts'
import type { Program } from '../../../arena/queue/messages.ts'
import { metricsText, serveMetrics } from '../../../arena/queue/metrics.ts'
import { queueHands } from '../../../arena/queue/submit.ts'
import { createView } from '../../../arena/queue/view.ts'
import { work } from '../../../arena/queue/work.ts'
import type { Outcome, StudyTask, Task } from '../../../arena/run/task.ts'
import type { Pool } from '../../../arena/run/threads.ts'
import { beginJob, finishJob } from '../../../arena/store/job-folder.ts'
import { NIGHTLY } from '../../needs.ts'
import { folder } from '../cli/mettle.ts'
import { type Server, startRedis, withoutRedis } from './redis.ts'

/** Jobs that compute nothing and leave a result of some 2 kB. */
const JOBS = NIGHTLY ? 2500 : 200
const program: Program = { mettle: '0', build: 'test', backend: 'wasm', node: 20 }
const timing = { seconds: 0, matches: 0, phases: {}, profile: {} } as Extract<Outcome, { ok: true }>['timing']

/** A busy machine takes its time. */
const PATIENT = { timeout: 30_000, interval: 100 }

const { path: cwd, remove } = folder()

/** In place of threads: writes a job's folder, and fails the jobs that it is told to. */
const nothing = (fails: ReadonlySet<string> = new Set()): Pool => ({
  async run({ job, jobs }: Task) {
    if (fails.has(job.folder)) return { ok: false, error: `no ${job.folder} today`, stack: 'at nowhere' }
    finishJob(jobs, job.folder, beginJob(jobs, job.folder), { filler: 'x'.repeat(2000) }, timing)
    return { ok: true, timing }
  },
  close: async () => {},
})

const taskOf = (index: number, jobs: string): StudyTask => ({
  kind: 'study',
  request: { ref: 'tiny', set: [] },
  backend: 'wasm',
  hash: 'a'.repeat(64),
  job: {
    kind: 'trial',
    name: `trial.${index}`,
    folder: `trial.${index}-00000000`,
    finished: false,
    id: { arm: 'control', regime: 'full', foundation: index },
    on: { kind: 'foundation', name: 'f', folder: 'f-00000000', finished: true, index: 0, arm: null },
  },
  jobs,
  events: 'facts',
})

describe.skipIf(withoutRedis)('a queue of many jobs (needs Redis)', () => {
  let server: Server
  let connected: Connected
  const open = () => connect(addressOf(server.url), () => {})
  const options = { program, plugins: false, oneJob: false, idle: 0, say: () => {} }
  const submission = { study: 'tiny', hash: 'a'.repeat(64), program }
  const memory = async () => Number(/^used_memory:(\d+)/m.exec(await server.look.info('memory'))?.[1])

  beforeAll(async () => {
    server = await startRedis(cwd)
    connected = await open()
  })
  afterAll(async () => {
    connected.close()
    await server.stop()
    remove()
  })

  it(`holds no more after ${JOBS} than after a few, and nothing of them at the end`, async () => {
    const jobs = join(cwd, 'many', 'jobs')
    mkdirSync(jobs, { recursive: true })
    finishJob(jobs, 'f-00000000', beginJob(jobs, 'f-00000000'), {}, timing)
    const theirs = await open()
    const working = work(theirs, { ...options, lanes: 8 }, () => nothing())
    const pool = queueHands(connected, submission).open(new AbortController().signal, () => {})
    const run = (from: number, to: number) =>
      Promise.all(Array.from({ length: to - from }, (_, i) => pool.run(taskOf(from + i, jobs))))
    // A submitter that was killed wants nothing any more.
    await server.look.sadd(keys.wants(jobId(taskOf(0, jobs), taskOf(0, jobs).job.folder)), 'lost')
    const early = Math.floor(JOBS / 5)
    expect((await run(0, early)).every(({ ok }) => ok)).toBe(true)
    const before = await memory()
    expect((await run(early, JOBS)).every(({ ok }) => ok)).toBe(true)
    expect((await memory()) - before).toBeLessThan(1e6)
    expect(readdirSync(jobs).filter((name) => name.startsWith('trial.'))).toHaveLength(JOBS)
    await pool.close()
    working.leave()
    expect(await working.left).toEqual({ done: JOBS, failed: 0 })
    theirs.close()
    expect((await server.look.keys('*')).filter((key) => /blob|result|wants|trial/.test(key))).toEqual([])
  }, 600_000)

  it('is seen with its failures and their reasons; retry, pause, resume and drain do what they say', async () => {
    const jobs = join(cwd, 'seen', 'jobs')
    mkdirSync(jobs, { recursive: true })
    finishJob(jobs, 'f-00000000', beginJob(jobs, 'f-00000000'), {}, timing)
    const fails = new Set(['trial.0-00000000'])
    const theirs = await open()
    const working = work(theirs, { ...options, lanes: 1 }, () => nothing(fails))
    const stop = new AbortController()
    const pool = queueHands(connected, submission).open(stop.signal, () => {})
    const view = createView(connected)
    const first = async () => (await view.state()).queues[0]
    expect(await pool.run(taskOf(0, jobs))).toMatchObject({ ok: false, error: 'no trial.0-00000000 today' })
    const seen = await view.state()
    expect(seen.failures).toEqual([expect.objectContaining({ name: 'trial.0', reason: 'no trial.0-00000000 today' })])
    expect(seen.submitters).toEqual([expect.objectContaining({ study: 'tiny', program })])
    expect(metricsText(seen)).toMatch(/^mettle_queue_jobs\{queue="jobs-\w+",state="failed"\} 1$/m)

    const { url, close } = await serveMetrics(0, view.state)
    expect(await (await fetch(url)).text()).toContain('# TYPE mettle_worker_jobs_total counter')
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404)
    close()

    fails.clear()
    expect(await view.retry('trial.0')).toHaveLength(1)
    await expect.poll(first, PATIENT).toMatchObject({ failed: 0, waiting: 0, running: 0 })
    expect(await pool.run(taskOf(0, jobs))).toMatchObject({ ok: true })

    await view.pause()
    const waiting = pool.run(taskOf(1, jobs))
    await expect.poll(first, PATIENT).toMatchObject({ paused: true, waiting: 1 })
    await view.resume()
    expect(await waiting).toMatchObject({ ok: true })

    await view.pause()
    const drained = pool.run(taskOf(2, jobs))
    await expect.poll(async () => (await first()).waiting, PATIENT).toBe(1)
    expect(await view.drain()).toBe(1)
    expect(await drained).toMatchObject({ ok: false, trouble: expect.stringContaining('drained') })
    await view.resume()
    await Promise.all([pool.close(), view.close()])
    working.leave()
    await working.left
    theirs.close()
  }, 120_000)
})
