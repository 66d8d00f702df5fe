import type { Queue } from 'bullmq'
import { messageOf, refuse } from '../refusal/errors.ts'
import type { Connected } from './connect.ts'
import { keys, PREFIX } from './keys.ts'
import type { SubmitterFacts, WorkerFacts } from './messages.ts'
import { present } from './presence.ts'

/** A job that failed, with the reason its worker gave. */
export interface FailedJob {
  readonly queue: string
  readonly id: string
  readonly name: string
  readonly reason: string
}

/** What `mettle queue` prints. */
export interface QueueState {
  readonly schema: 1
  readonly server: string
  /** Bytes that the server holds, all its databases together. */
  readonly memory: number
  readonly workers: readonly WorkerFacts[]
  readonly submitters: readonly SubmitterFacts[]
  /** One a program; jobs of study files stand in one of their own. */
  readonly queues: readonly {
    readonly name: string
    readonly paused: boolean
    readonly waiting: number
    readonly running: number
    readonly failed: number
  }[]
  /** The newest first, at most 100 a queue. */
  readonly failures: readonly FailedJob[]
}

const SHOWN = 100

/** A look at everything that is on a server, and what a person may do to it. */
export interface View {
  state(): Promise<QueueState>
  /** @param id a failed job, or all of them where it is left out @returns those that wait again */
  retry(id?: string): Promise<string[]>
  /** No worker takes a job any more; running ones end. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Forgets waiting jobs; runs that wait for them stop and can be resumed. @returns how many */
  drain(): Promise<number>
  close(): Promise<void>
}

export function createView(connected: Connected): View {
  const { bullmq, redis, options, shown } = connected
  const open = new Map<string, Queue>()

  async function queues(): Promise<Queue[]> {
    for (const name of (await redis.smembers(keys.queues)).filter((each) => /^jobs-[\w-]+$/.test(each))) {
      if (open.has(name)) continue
      const queue = new bullmq.Queue(name, { connection: options, prefix: PREFIX, skipMetasUpdate: true })
      queue.on('error', () => {})
      open.set(name, queue)
    }
    return [...open.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async function failures(queue: Queue, most = SHOWN): Promise<FailedJob[]> {
    const jobs = await queue.getFailed(0, most - 1)
    return jobs.map((job) => ({
      queue: queue.name,
      id: job.id as string,
      name: String(job.data?.job?.name ?? job.id),
      reason: job.failedReason ?? '',
    }))
  }

  const each = async (act: (queue: Queue) => Promise<unknown>) => void (await Promise.all((await queues()).map(act)))

  return {
    async state() {
      const all = await queues()
      const [workers, submitters, memory] = await Promise.all([
        present(redis, 'worker'),
        present(redis, 'submitter'),
        redis.info('memory'),
      ])
      const counted = all.map(async (queue) => {
        const {
          wait = 0,
          active = 0,
          failed = 0,
          delayed = 0,
        } = await queue.getJobCounts('wait', 'active', 'failed', 'delayed')
        return { name: queue.name, paused: await queue.isPaused(), waiting: wait + delayed, running: active, failed }
      })
      return {
        schema: 1,
        server: shown,
        memory: Number(/^used_memory:(\d+)/m.exec(memory)?.[1] ?? 0),
        workers,
        submitters,
        queues: await Promise.all(counted),
        failures: (await Promise.all(all.map((queue) => failures(queue)))).flat(),
      }
    },
    async retry(id) {
      const again: string[] = []
      await each(async (queue) => {
        const wanted = (await failures(queue, 1000)).filter(
          (job) => id === undefined || job.id === id || job.name === id,
        )
        for (const failed of wanted) {
          const job = await queue.getJob(failed.id)
          await job?.retry('failed').then(
            () => again.push(failed.id),
            (error) => refuse(failed.id, 'a failed job that can be retried', messageOf(error)),
          )
        }
      })
      return again
    },
    pause: () => each((queue) => queue.pause()),
    resume: () => each((queue) => queue.resume()),
    async drain() {
      let drained = 0
      await each(async (queue) => {
        drained += (await queue.getJobCounts('wait', 'delayed')).wait ?? 0
        // Before the jobs go, so that a run that misses one knows why.
        await redis.incr(keys.drained(queue.name))
        await queue.drain(true)
      })
      return drained
    },
    close: async () => void (await Promise.all([...open.values()].map((queue) => queue.close()))),
  }
}
