import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Queue } from 'bullmq'
import type { Hands, RunEvent } from '../run/run.ts'
import type { Task } from '../run/task.ts'
import type { Pool } from '../run/threads.ts'
import { createBlobs } from './blobs.ts'
import type { Connected } from './connect.ts'
import { createDesk, type Desk } from './desk.ts'
import { jobId } from './job-message.ts'
import { keys, PREFIX } from './keys.ts'
import { listen } from './listen.ts'
import { type Program, queueOf, type SubmitterFacts } from './messages.ts'
import { announce } from './presence.ts'
import { createResults, type Results } from './results.ts'
import { look } from './sweep.ts'
import { issue } from './ticket.ts'
import { watchWorkers } from './watch-workers.ts'

/** A run whose jobs are handed to workers. */
export interface Submission {
  /** The study's id, or what else it is. */
  readonly study: string
  readonly hash: string
  readonly program: Program
  /** The study file with all it imports, where it came from one. */
  readonly plugin?: string
  /** A folder that workers may see too. */
  readonly shared?: string
}

/** Most jobs that stand in the queue for one submitter: what the server holds does not grow with the study. */
export const WINDOW = 10_000
/** How often jobs are looked for that no event told of, ms. */
const SWEEP = 4000
/** Failed jobs stay to be looked at: so many, and so long, s. */
const FAILED = { count: 1000, age: 7 * 86_400 }

/** Workers on the queue as the hands of a run. */
export const queueHands = (connected: Connected, submission: Submission): Hands => ({
  most: WINDOW,
  open: (signal, on) => open(connected, submission, signal, on),
})

function open(connected: Connected, submission: Submission, signal: AbortSignal, on: (event: RunEvent) => void): Pool {
  const { redis } = connected
  const facts = factsOf(submission)
  const queue = queueFor(connected, submission)
  const blobs = createBlobs(redis, submission.shared)
  const results = createResults(connected, blobs, facts.id)
  const desk = createDesk({ ...submission, redis, queue, blobs, results })
  const handled = createHandled()
  const watching = watch({ connected, queue, desk, results, facts, foundations: handled.foundations, on })
  const takeBack = () => void desk.takeBack()
  signal.addEventListener('abort', takeBack, { once: true })

  return {
    run(task, started) {
      const ticket = issue(task, started, desk.tickets)
      handled.note(task, ticket.id)
      return ticket.outcome(desk.hand)
    },
    async close() {
      signal.removeEventListener('abort', takeBack)
      desk.close()
      const forget = async () => {
        for (const id of handled.all()) if (!desk.tickets.has(id)) await results.release(id)
      }
      await within(redis.status === 'ready' ? forget() : Promise.resolve())
      await within(watching.close())
    },
  }
}

const factsOf = ({ program, study, hash, plugin }: Submission): SubmitterFacts => ({
  id: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
  host: hostname(),
  pid: process.pid,
  program,
  study,
  hash,
  plugins: plugin !== undefined,
})

function queueFor({ bullmq, options }: Connected, { program, plugin }: Submission): Queue {
  const queue = new bullmq.Queue(queueOf(program, plugin !== undefined), {
    connection: options,
    prefix: PREFIX,
    streams: { events: { maxLen: 1000 } },
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: FAILED },
  })
  queue.on('error', () => {})
  return queue
}

/** What a submitter has to do with: ids of its jobs, and folders of foundations that workers may ask for. */
function createHandled() {
  const ids = new Set<string>()
  const foundations = new Map<string, string>()
  return {
    foundations,
    all: () => new Set([...ids, ...foundations.keys()]),
    note(task: Task, id: string) {
      ids.add(id)
      if (task.kind !== 'study') return
      const on = task.job.kind === 'trial' ? task.job.on : task.job
      foundations.set(jobId(task, on.folder), join(task.jobs, on.folder))
    },
  }
}

interface Watched {
  readonly connected: Connected
  readonly queue: Queue
  readonly desk: Desk
  readonly results: Results
  readonly facts: SubmitterFacts
  readonly foundations: ReadonlyMap<string, string>
  on(event: RunEvent): void
}

/** Hears of jobs, looks for those that it did not hear of, and is known as there. */
function watch({ connected, queue, desk, results, facts, foundations, on }: Watched): { close(): Promise<void> } {
  const { redis } = connected
  const sweep = look({ redis, queue, desk })
  const timer = setInterval(sweep, SWEEP)
  redis.on('ready', sweep)
  const ears = listen(connected, queue.name, { desk, foundations, results, sweep, on })
  const presence = announce(redis, 'submitter', () => facts)
  const workers = watchWorkers(connected, facts, on)
  void redis.sadd(keys.queues, queue.name).catch(() => {})
  return {
    async close() {
      clearInterval(timer)
      redis.off('ready', sweep)
      workers.close()
      await Promise.all([presence.leave(), ears.close(), queue.close()])
    },
  }
}

/** How long leaving may take, ms: a server that is away keeps nobody. */
const LEAVING = 5000

const within = (doing: Promise<unknown>) =>
  Promise.race([doing.catch(() => {}), new Promise((resolve) => setTimeout(resolve, LEAVING).unref())])
