import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Desk } from './desk.ts'
import { keys } from './keys.ts'
import type { Ticket } from './ticket.ts'

interface Swept {
  readonly redis: Redis
  readonly queue: Queue
  readonly desk: Desk
}

/** Tickets that are asked about in one go. */
const BATCH = 500

/**
 * Looks for what no event told of: events are trimmed, and a server that was started anew without its log has lost jobs
 * and results.
 */
export function look(swept: Swept): () => void {
  const { redis, desk } = swept
  const { tickets } = desk
  let [looking, drained]: [boolean, Promise<string | null> | undefined] = [false, undefined]
  const drains = () => redis.get(keys.drained(swept.queue.name))
  drained = drains().catch(() => null)

  async function all(): Promise<void> {
    const open = [...tickets.values()].filter(({ added, busy }) => added && !busy)
    for (let i = 0; i < open.length; i += BATCH) await some(open.slice(i, i + BATCH))
  }

  async function some(open: readonly Ticket[]): Promise<void> {
    const states = await statesOf(swept, open)
    for (const [i, ticket] of open.entries()) {
      const { known, failed, begun, result } = states[i]
      if (begun) ticket.begin()
      if (result && (await desk.collect(ticket))) continue
      if (failed !== null) ticket.settle({ ok: false, ...failed })
      else if (!known) await lost(ticket)
    }
  }

  /** Drained on purpose, or forgotten by the server. */
  async function lost(ticket: Ticket): Promise<void> {
    const before = await drained
    const now = await drains()
    if (now !== null && now !== before) return desk.stop(ticket, 'the queue was drained (mettle queue drain)')
    if (!tickets.has(ticket.id) || ticket.busy) return
    ticket.added = false
    desk.hand(ticket)
  }

  return () => {
    if (looking || redis.status !== 'ready') return
    looking = true
    all()
      .catch(() => {})
      .finally(() => {
        looking = false
      })
  }
}

interface State {
  readonly known: boolean
  readonly begun: boolean
  readonly failed: { readonly error: string; readonly stack: string } | null
  readonly result: boolean
}

/** In this order: a job that is gone has put its result in place before it went. */
async function statesOf({ redis, queue }: Pick<Swept, 'redis' | 'queue'>, open: readonly Ticket[]): Promise<State[]> {
  const asked = redis.pipeline()
  for (const { id } of open) {
    asked.hmget(queue.toKey(id), 'timestamp', 'processedOn', 'failedReason', 'stacktrace')
    asked.zscore(queue.toKey('failed'), id)
    asked.exists(keys.result(id))
  }
  const answers = (await asked.exec()) ?? []
  return open.map((_, i) => {
    const [job, failed, result] = answers.slice(3 * i, 3 * i + 3).map(([error, value]) => {
      if (error) throw error
      return value
    }) as [(string | null)[], string | null, number]
    const [timestamp, processedOn, reason, stacks] = job
    return {
      known: timestamp !== null,
      begun: processedOn !== null,
      failed: failed === null ? null : { error: reason ?? 'failed', stack: stackOf(stacks) ?? reason ?? 'failed' },
      result: result === 1,
    }
  })
}

function stackOf(json: string | null): string | undefined {
  try {
    const stacks: unknown = JSON.parse(json ?? '[]')
    return Array.isArray(stacks) && typeof stacks.at(-1) === 'string' ? stacks.at(-1) : undefined
  } catch {
    return undefined
  }
}
