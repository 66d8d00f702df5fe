import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Queue } from 'bullmq'
import { messageOf } from '../refusal/errors.ts'
import type { Hands, RunEvent } from '../run/run.ts'
import type { Pool } from '../run/threads.ts'
import type { Outcome } from '../run/worker.ts'
import { createBlobs } from './blobs.ts'
import type { Connected } from './connect.ts'
import { KEPT, keys, PREFIX } from './keys.ts'
import { listen } from './listen.ts'
import { jobId, type Program, queueOf, type SubmitterFacts } from './messages.ts'
import { announce } from './presence.ts'
import { createResults, type Results } from './results.ts'
import { look } from './sweep.ts'
import { issue, jobOf, type Ticket } from './ticket.ts'
import { watchWorkers } from './watch-workers.ts'

/** A study that is handed to workers. */
export interface Submission {
  readonly study: string
  readonly hash: string
  readonly program: Program
  /** The study file with all it imports, where it came from one. */
  readonly plugin?: string
  /** A folder that workers may see too. */
  readonly shared?: string
}

/** Most jobs that stand in the queue for one submitter: what the server holds does not grow with the study. */
const WINDOW = 10_000
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
  const { bullmq, redis, options } = connected
  const { program, plugin, shared } = submission
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const name = queueOf(program, plugin !== undefined)
  const queue = new bullmq.Queue(name, {
    connection: options,
    prefix: PREFIX,
    streams: { events: { maxLen: 1000 } },
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: FAILED },
  })
  queue.on('error', () => {})
  const blobs = createBlobs(redis, shared)
  const results = createResults(connected, blobs, id)
  const facts: SubmitterFacts = {
    id,
    host: hostname(),
    pid: process.pid,
    program,
    study: submission.study,
    hash: submission.hash,
    plugins: plugin !== undefined,
  }
  const tickets = new Map<string, Ticket>()
  const handled = new Set<string>()
  /** Folders of foundations that workers may ask for. */
  const foundations = new Map<string, string>()
  const token = shared === undefined ? undefined : share(shared)
  const sent = plugin === undefined ? undefined : () => blobs.once(Buffer.from(plugin), KEPT)

  async function hand(ticket: Ticket): Promise<void> {
    await results.want(ticket.id)
    if (await collect(ticket)) return
    // A failed job of that id would swallow the new one.
    if ((await redis.zscore(queue.toKey('failed'), ticket.id)) !== null) await queue.remove(ticket.id)
    const stored = await sent?.()
    await queue.add('job', jobOf(ticket.task, stored, token), { jobId: ticket.id })
    ticket.added = true
  }

  async function collect(ticket: Ticket): Promise<boolean> {
    if (ticket.busy || !tickets.has(ticket.id)) return true
    ticket.busy = true
    try {
      const { task } = ticket
      const outcome = await results.collect(ticket.id, task.jobs, task.job.folder)
      if (!outcome) return false
      ticket.settle(outcome)
      await (task.job.kind === 'foundation' ? results.keepShortly(ticket.id) : results.release(ticket.id))
      return true
    } finally {
      ticket.busy = false
    }
  }

  const stopped = (ticket: Ticket, trouble: string) =>
    ticket.settle({ ok: false, error: trouble, stack: trouble, trouble })
  const guarded = (ticket: Ticket, doing: Promise<unknown>) =>
    void doing.catch((error) => stopped(ticket, `the queue did not take ${ticket.task.job.name}: ${messageOf(error)}`))
  const sweep = look({ redis, queue, tickets, collect, again: (ticket) => guarded(ticket, hand(ticket)), stopped })
  const timer = setInterval(sweep, SWEEP)
  redis.on('ready', sweep)
  const ears = listen(connected, name, { tickets, foundations, results, collect, sweep, on })
  const presence = announce(redis, 'submitter', () => facts)
  const workers = watchWorkers(connected, facts, on)
  void redis.sadd(keys.queues, name)
  const giveBack = () => void handBack([...tickets.values()], connected, queue, results)
  signal.addEventListener('abort', giveBack, { once: true })

  return {
    run(task, started) {
      const { job } = task
      const ticket = issue(task, started, tickets)
      handled.add(ticket.id)
      const on = job.kind === 'trial' ? job.on : job
      foundations.set(jobId(task, on.folder), join(task.jobs, on.folder))
      return ticket.outcome((open) => guarded(open, hand(open)))
    },
    async close() {
      signal.removeEventListener('abort', giveBack)
      clearInterval(timer)
      redis.off('ready', sweep)
      workers.close()
      if (token) rmSync(join(shared as string, token), { force: true })
      const leaving = async () => {
        await presence.leave()
        for (const each of [...handled, ...foundations.keys()]) if (!tickets.has(each)) await results.release(each)
      }
      await within(redis.status === 'ready' ? leaving() : Promise.resolve())
      await within(Promise.all([ears.close(), queue.close()]))
    },
  }
}

/** How long leaving may take, ms: a server that is away keeps nobody. */
const LEAVING = 5000

const within = (doing: Promise<unknown>) =>
  Promise.race([doing.catch(() => {}), new Promise((resolve) => setTimeout(resolve, LEAVING).unref())])

/** A file by which a worker knows that it sees the same folder. */
function share(folder: string): string {
  const token = randomUUID()
  writeFileSync(join(folder, token), '')
  return token
}

/** On Ctrl-C: jobs that nobody has begun leave the queue, unless another submitter waits for them. */
async function handBack(
  tickets: readonly Ticket[],
  { redis }: Connected,
  queue: Queue,
  results: Results,
): Promise<void> {
  const returned: Outcome = { ok: false, error: 'interrupted', stack: 'interrupted', returned: true }
  for (const ticket of tickets) {
    if (redis.status !== 'ready') ticket.settle(returned)
    else if (!ticket.begun && !ticket.busy) {
      const others = await results.release(ticket.id)
      if (others > 0 || (await queue.remove(ticket.id)) === 1) ticket.settle(returned)
      else await results.want(ticket.id)
    }
  }
}
