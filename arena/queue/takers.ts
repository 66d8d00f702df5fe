import type { Job } from 'bullmq'
import type { Connected } from './connect.ts'
import { PREFIX } from './keys.ts'
import { type Program, queueOf } from './messages.ts'

/**
 * How long a lock lasts, how often it is renewed, and how often somebody looks for jobs without one, ms: a job whose worker
 * was lost starts again within 14 s, and a worker on a machine that is short of time may be held up for 8.
 */
const LOCK = 10_000
const RENEW = 2000
const STALLED = 4000
/** How often a job may lose its worker before it is taken to be what ends them. */
const LOST = 10

interface Asked {
  readonly program: Program
  /** Whether study files that submitters send may run here. */
  readonly plugins: boolean
  /** Jobs side by side. */
  readonly lanes: number
  /** The worker's id. */
  readonly id: string
}

/** What takes jobs from the queues of a program. */
export interface Takers {
  /** Takes none for now, or some again. */
  hold(held: boolean): void
  /** @param force does not wait for running jobs */
  close(force: boolean): Promise<void>
}

/** @param take does a job */
export function openTakers(
  { bullmq, options }: Connected,
  { program, plugins, lanes, id }: Asked,
  take: (job: Job, token?: string) => Promise<unknown>,
): Takers {
  const workers = [false, ...(plugins ? [true] : [])].map((sent) => {
    const worker = new bullmq.Worker(queueOf(program, sent), take, {
      connection: options,
      prefix: PREFIX,
      concurrency: lanes,
      name: id,
      lockDuration: LOCK,
      lockRenewTime: RENEW,
      stalledInterval: STALLED,
      maxStalledCount: LOST,
      removeOnComplete: { count: 0 },
    })
    worker.on('error', () => {})
    return worker
  })
  return {
    hold(held) {
      // One queue alone hands out no more than there are lanes.
      if (workers.length === 1) return
      for (const worker of workers)
        if (held) void worker.pause(true)
        else if (worker.isPaused()) void worker.resume()
    },
    // A server that is away keeps nobody who has no job left.
    close: async (force) => void (await Promise.all(workers.map((worker) => worker.close(force).catch(() => {})))),
  }
}
