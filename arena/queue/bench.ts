import type { Job } from 'bullmq'
import type { WorkerMessage } from '../run/task.ts'
import type { Connected } from './connect.ts'
import type { Done } from './do-job.ts'

interface Laid {
  readonly bullmq: Connected['bullmq']
  /** Jobs side by side. */
  readonly lanes: number
  compute(job: Job): Promise<Done>
  say(text: string): void
  /** A job was begun, or one ended and lanes are free. */
  changed(): void
  /** This worker can do nothing more, and why. */
  useless(why: string): void
}

/** The jobs that a worker has in hand. */
export interface Bench {
  /** Does a job, as BullMQ hands it out. */
  readonly take: (job: Job, token?: string) => Promise<unknown>
  hear(message: WorkerMessage): void
  full(): boolean
  /** Seconds without a job; 0 with one. */
  idle(): number
  /** Names of the jobs in hand. */
  names(): string[]
  readonly counts: { readonly done: number; readonly failed: number }
  /** Takes no job any more. */
  close(): void
  /** Gives its jobs back to the queue: what comes of them counts no more. */
  abandon(): Promise<void>
}

interface InHand {
  readonly job: Job
  readonly token: string
  progress(message: WorkerMessage): void
}

export function createBench({ bullmq, lanes, compute, say, changed, useless }: Laid): Bench {
  const running = new Map<string, InHand>()
  const counts = { done: 0, failed: 0 }
  let [closed, abandoned, last]: [boolean, boolean, number] = [false, false, performance.now()]

  async function take(job: Job, token = ''): Promise<unknown> {
    // Two queues may hand out more jobs at once than there are lanes.
    if (closed || running.size >= lanes) return back(job, token)
    running.set(job.id as string, { job, token, progress: throttled(job) })
    changed()
    try {
      return await settle(await compute(job), job, token)
    } finally {
      running.delete(job.id as string)
      last = performance.now()
      changed()
    }
  }

  async function settle(done: Done, job: Job, token: string): Promise<unknown> {
    if (abandoned) throw new bullmq.WaitingError()
    if (done.as === 'back') {
      useless(done.why)
      return back(job, token)
    }
    counts[done.as]++
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

  return {
    take,
    counts,
    hear(message) {
      if (message.type === 'printed') say(message.text)
      else running.get(message.job)?.progress(message)
    },
    full: () => running.size >= lanes,
    idle: () => (running.size > 0 ? 0 : (performance.now() - last) / 1000),
    names: () => [...running.values()].map(({ job }) => String(job.data?.job?.name)),
    close() {
      closed = true
    },
    async abandon() {
      closed = true
      abandoned = true
      await Promise.allSettled([...running.values()].map(({ job, token }) => job.moveToWait(token)))
    },
  }
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
