import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Job, Worker } from 'bullmq'
import { createPool } from '../run/threads.ts'
import type { WorkerMessage } from '../run/worker.ts'
import { createBlobs } from './blobs.ts'
import { createCache } from './cache.ts'
import type { Connected } from './connect.ts'
import { type Done, doJob } from './do-job.ts'
import { BEAT, keys, PREFIX } from './keys.ts'
import { type Program, queueOf, refusalOf, type WorkerFacts } from './messages.ts'
import { announce, present } from './presence.ts'

export interface WorkOptions {
  readonly program: Program
  /** Jobs side by side. */
  readonly lanes: number
  /** Whether study files that submitters send may run here. */
  readonly plugins: boolean
  /** Leaves after one job. */
  readonly oneJob: boolean
  /** Leaves after so many seconds without a job; 0 for never. */
  readonly idle: number
  /** A folder that submitters see too. */
  readonly shared?: string
  say(text: string): void
}

/** How a worker left. */
export interface Left {
  readonly done: number
  readonly failed: number
  /** Why it could go on no longer. */
  readonly trouble?: string
}

export interface Working {
  readonly left: Promise<Left>
  /** Takes no more jobs, ends those that run, and leaves. */
  leave(): void
  /** Gives running jobs back to the queue and leaves. */
  giveBack(): Promise<void>
}

/**
 * How long a lock lasts, how often it is renewed, and how often somebody looks for jobs without one, ms: a job whose worker
 * was lost starts again within 14 s, and a worker on a machine that is short of time may be held up for 8.
 */
const LOCK = 10_000
const RENEW = 2000
const STALLED = 4000
/** How often a job may lose its worker before it is taken to be what ends them. */
const LOST = 10

/**
 * Takes jobs from the queue of this program and computes them in threads: nothing keeps the locks from being renewed.
 * @param open makes the threads
 */
export function work(connected: Connected, options: WorkOptions, open: typeof createPool = createPool): Working {
  const { bullmq, redis } = connected
  const { program, lanes, plugins, oneJob, say } = options
  const self = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const blobs = createBlobs(redis, options.shared)
  const cache = createCache(connected, blobs, lanes)
  const running = new Map<
    string,
    { readonly job: Job; readonly token: string; progress(message: WorkerMessage): void }
  >()
  const counts = { done: 0, failed: 0 }
  let [leaving, abandoned, last]: [boolean, boolean, number] = [false, false, performance.now()]
  let trouble: string | undefined
  let ended: (left: Left) => void = () => {}
  const left = new Promise<Left>((resolve) => {
    ended = resolve
  })

  const hear = (message: WorkerMessage) => {
    if (message.type === 'printed') say(message.text)
    else running.get(message.job)?.progress(message)
  }
  const pool = open(lanes, hear, ({ job }, error) => say(`${job.name} starts again: ${error}`))

  async function compute(job: Job, token = ''): Promise<unknown> {
    // Two queues may hand out more jobs at once than there are lanes.
    if (leaving || running.size >= lanes) return back(job, token)
    const id = job.id as string
    running.set(id, { job, token, progress: throttled(job) })
    if (oneJob) leave()
    const full = running.size >= lanes
    if (full) hold()
    try {
      return settle(
        await doJob({ connected, cache, blobs, pool, plugins, shared: options.shared, self }, job),
        job,
        token,
      )
    } finally {
      running.delete(id)
      last = performance.now()
      if (!leaving) release()
    }
  }

  async function settle(done: Done, job: Job, token: string): Promise<unknown> {
    if (abandoned) throw new bullmq.WaitingError()
    if (done.as === 'back') {
      trouble = done.why
      leave()
      return back(job, token)
    }
    counts[done.as === 'done' ? 'done' : 'failed']++
    say(
      done.as === 'done'
        ? `${done.name} done in ${done.seconds.toFixed(1)} s`
        : `${done.name} failed: ${done.error.message}`,
    )
    if (done.as === 'failed') throw done.error
    return null
  }

  async function back(job: Job, token: string): Promise<never> {
    await job.moveToWait(token)
    throw new bullmq.WaitingError()
  }

  const workers = [false, ...(plugins ? [true] : [])].map((sent) => {
    const worker = new bullmq.Worker(queueOf(program, sent), compute, {
      connection: connected.options,
      prefix: PREFIX,
      concurrency: oneJob ? 1 : lanes,
      name: self,
      lockDuration: LOCK,
      lockRenewTime: RENEW,
      stalledInterval: STALLED,
      maxStalledCount: LOST,
      removeOnComplete: { count: 0 },
    })
    worker.on('error', () => {})
    return worker
  })
  const hold = () => {
    if (workers.length > 1) for (const worker of workers) void worker.pause(true)
  }
  const release = () => {
    for (const worker of workers) if (worker.isPaused()) void worker.resume()
  }

  const facts = (): WorkerFacts => ({
    id: self,
    host: hostname(),
    pid: process.pid,
    program,
    lanes,
    plugins,
    running: [...running.values()].map(({ job }) => String(job.data?.job?.name)),
    ...counts,
  })
  const presence = announce(redis, 'worker', facts)
  const others = watchSubmitters(connected, facts, say)
  const idle = setInterval(() => {
    const waited = (performance.now() - last) / 1000
    if (options.idle > 0 && running.size === 0 && waited > options.idle) leave()
  }, 500)

  /** @param force does not wait for running jobs */
  function leave(force = false): void {
    if (leaving && !force) return
    leaving = true
    clearInterval(idle)
    others.close()
    void goodbye(workers, force).then(async () => {
      await presence.leave().catch(() => {})
      await pool.close()
      cache.remove()
      ended({ ...counts, ...(trouble !== undefined && { trouble }) })
    })
  }

  return {
    left,
    leave: () => leave(),
    async giveBack() {
      leaving = true
      abandoned = true
      const all = [...running.values()].map(({ job, token }) => job.moveToWait(token))
      await Promise.race([Promise.allSettled(all), new Promise((resolve) => setTimeout(resolve, 1000))])
      leave(true)
    },
  }
}

/** A server that is away keeps nobody who has no job left. */
async function goodbye(workers: readonly Worker[], force: boolean): Promise<void> {
  await Promise.all(workers.map((worker) => worker.close(force).catch(() => {})))
}

/** How often a job says how far it is, ms: the stream of events goes through the one server. */
const REPORT = 1000

function throttled(job: Job) {
  let [said, matches] = [0, 0]
  return (message: WorkerMessage) => {
    if (message.type !== 'progress') return
    matches += message.at.matches
    if (performance.now() - said < REPORT) return
    said = performance.now()
    void job.updateProgress({ ...message.at, matches }).catch(() => {})
    matches = 0
  }
}

/** Says once of each submitter why this worker can do nothing for it. */
function watchSubmitters({ redis }: Connected, facts: () => WorkerFacts, say: (text: string) => void) {
  const told = new Set<string>()
  const look = async () => {
    if (redis.status !== 'ready') return
    for (const submitter of await present(redis, 'submitter')) {
      const refusal = refusalOf(facts(), submitter)
      if (refusal === null || told.has(submitter.id)) continue
      told.add(submitter.id)
      say(`does nothing for ${submitter.study} of ${submitter.host}:${submitter.pid}: ${refusal}`)
    }
  }
  const again = () => void look().catch(() => {})
  again()
  const timer = setInterval(again, BEAT)
  void redis.sadd(keys.queues, queueOf(facts().program, false)).catch(() => {})
  return { close: () => clearInterval(timer) }
}
