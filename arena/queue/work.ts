import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Job } from 'bullmq'
import { createPool } from '../run/threads.ts'
import { type Bench, createBench } from './bench.ts'
import { createBlobs } from './blobs.ts'
import { createCache } from './cache.ts'
import type { Connected } from './connect.ts'
import { doJob } from './do-job.ts'
import { keys } from './keys.ts'
import { type Program, queueOf, type WorkerFacts } from './messages.ts'
import { announce } from './presence.ts'
import { openTakers } from './takers.ts'
import { watchSubmitters } from './watch-submitters.ts'

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

/** How long giving back may take, ms. */
const GIVING = 1000

/**
 * Takes jobs from the queue of this program and computes them in threads: nothing keeps the locks from being renewed.
 * @param open makes the threads
 */
export function work(connected: Connected, asked: WorkOptions, open: typeof createPool = createPool): Working {
  const options = { ...asked, lanes: asked.oneJob ? 1 : asked.lanes, id: idHere() }
  const { oneJob } = options
  const { bench, end } = equip(connected, options, open, { changed, useless })
  const takers = openTakers(connected, options, bench.take)
  const known = announced(connected, options, bench)
  const idle = setInterval(() => {
    if (options.idle > 0 && bench.idle() > options.idle) leave()
  }, 500)
  let [leaving, trouble]: [boolean, string | undefined] = [false, undefined]
  let ended: (left: Left) => void = () => {}
  const left = new Promise<Left>((resolve) => {
    ended = resolve
  })

  function changed(): void {
    if (oneJob) leave()
    else if (!leaving) takers.hold(bench.full())
  }

  function useless(why: string): void {
    trouble = why
    leave()
  }

  function leave(force = false): void {
    if (leaving && !force) return
    leaving = true
    bench.close()
    clearInterval(idle)
    void takers
      .close(force)
      .then(known.leave)
      .then(end)
      .then(() => ended({ ...bench.counts, ...(trouble !== undefined && { trouble }) }))
  }

  return {
    left,
    leave: () => leave(),
    async giveBack() {
      await Promise.race([bench.abandon(), new Promise((resolve) => setTimeout(resolve, GIVING))])
      leave(true)
    },
  }
}

const idHere = () => `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`

type Equipped = WorkOptions & { readonly id: string }

/** What a worker computes with, and what puts it away. */
function equip(
  connected: Connected,
  options: Equipped,
  open: typeof createPool,
  hears: { changed(): void; useless(why: string): void },
): { readonly bench: Bench; end(): Promise<void> } {
  const { lanes, plugins, shared, say, id } = options
  const blobs = createBlobs(connected.redis, shared)
  const cache = createCache(connected, blobs, lanes)
  const pool = open(
    lanes,
    (message) => bench.hear(message),
    ({ job }, error) => say(`${job.name} starts again: ${error}`),
  )
  const compute = (job: Job) => doJob({ connected, cache, blobs, pool, plugins, shared, self: id }, job)
  const bench = createBench({ ...hears, bullmq: connected.bullmq, lanes, say, compute })
  return {
    bench,
    async end() {
      await pool.close()
      cache.remove()
    },
  }
}

/** Is known as there, and says for whom it can do nothing. */
function announced(connected: Connected, { program, lanes, plugins, say, id }: Equipped, bench: Bench) {
  const { redis } = connected
  const facts = (): WorkerFacts => ({
    id,
    host: hostname(),
    pid: process.pid,
    program,
    lanes,
    plugins,
    running: bench.names(),
    ...bench.counts,
  })
  const presence = announce(redis, 'worker', facts)
  const others = watchSubmitters(connected, facts, say)
  void redis.sadd(keys.queues, queueOf(program, false)).catch(() => {})
  return {
    async leave() {
      others.close()
      await presence.leave().catch(() => {})
    },
  }
}
