import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { messageOf } from '../refusal/errors.ts'
import type { Outcome } from '../run/task.ts'
import type { Blobs } from './blobs.ts'
import { jobOf } from './job-message.ts'
import { KEPT } from './keys.ts'
import type { Results } from './results.ts'
import type { Ticket } from './ticket.ts'

interface Deals {
  readonly redis: Redis
  readonly queue: Queue
  readonly blobs: Blobs
  readonly results: Results
  /** The study file with all it imports, where there is one. */
  readonly plugin?: string
  /** A folder that workers may see too. */
  readonly shared?: string
}

/** Where a submitter's jobs are handed over and their results fetched. */
export interface Desk {
  /** Jobs that were handed over and are not back yet, by id. */
  readonly tickets: Map<string, Ticket>
  hand(ticket: Ticket): void
  /** @returns whether the ticket needs nothing more: its result is here, or somebody fetches it */
  collect(ticket: Ticket): Promise<boolean>
  /** Ends the run over it. */
  stop(ticket: Ticket, trouble: string): void
  /** On Ctrl-C: jobs that nobody has begun leave the queue, unless another submitter waits for them. */
  takeBack(): Promise<void>
  close(): void
}

export function createDesk({ redis, queue, blobs, results, plugin, shared }: Deals): Desk {
  const tickets = new Map<string, Ticket>()
  const token = shared === undefined ? undefined : share(shared)

  async function add(ticket: Ticket): Promise<void> {
    await results.want(ticket.id)
    if (await collect(ticket)) return
    // A failed job of that id would swallow the new one.
    if ((await redis.zscore(queue.toKey('failed'), ticket.id)) !== null) await queue.remove(ticket.id)
    const sent = plugin === undefined ? undefined : await blobs.once(Buffer.from(plugin), KEPT)
    await queue.add('job', jobOf(ticket.task, sent, token), { jobId: ticket.id })
    ticket.added = true
  }

  async function collect(ticket: Ticket): Promise<boolean> {
    if (ticket.busy || !tickets.has(ticket.id)) return true
    ticket.busy = true
    try {
      const { jobs, job } = ticket.task
      const outcome = await results.collect(ticket.id, jobs, job.folder)
      if (!outcome) return false
      ticket.settle(outcome)
      await (job.kind === 'foundation' ? results.keepShortly(ticket.id) : results.release(ticket.id))
      return true
    } finally {
      ticket.busy = false
    }
  }

  const stop = (ticket: Ticket, trouble: string) =>
    ticket.settle({ ok: false, error: trouble, stack: trouble, trouble })

  return {
    tickets,
    collect,
    stop,
    hand: (ticket) =>
      void add(ticket).catch((error) =>
        stop(ticket, `the queue did not take ${ticket.task.job.name}: ${messageOf(error)}`),
      ),
    async takeBack() {
      for (const ticket of [...tickets.values()]) await takeBack(ticket, { redis, queue, results })
    },
    close: () => token && rmSync(join(shared as string, token), { force: true }),
  }
}

/** A file by which a worker knows that it sees the same folder. */
function share(folder: string): string {
  const token = randomUUID()
  writeFileSync(join(folder, token), '')
  return token
}

const RETURNED: Outcome = { ok: false, error: 'interrupted', stack: 'interrupted', returned: true }

async function takeBack(ticket: Ticket, { redis, queue, results }: Pick<Deals, 'redis' | 'queue' | 'results'>) {
  if (redis.status !== 'ready') return ticket.settle(RETURNED)
  if (ticket.begun || ticket.busy) return
  const others = await results.release(ticket.id)
  if (others > 0 || (await queue.remove(ticket.id)) === 1) ticket.settle(RETURNED)
  else await results.want(ticket.id)
}
