import { z } from 'zod'
import type { RunEvent } from '../run/run.ts'
import type { Connected } from './connect.ts'
import type { Desk } from './desk.ts'
import { keys, PREFIX } from './keys.ts'
import type { Results } from './results.ts'
import type { Ticket } from './ticket.ts'

interface Heard {
  readonly desk: Desk
  /** Folders of foundations by the id of their job. */
  readonly foundations: ReadonlyMap<string, string>
  readonly results: Results
  sweep(): void
  on(event: RunEvent): void
}

const progressSchema = z.object({
  phase: z.enum(['corpus', 'imitate', 'narrow', 'unseen', 'compete', 'verify', 'measure']),
  done: z.number(),
  total: z.number(),
  matches: z.number(),
})

/** Hears what the queue tells of a submitter's jobs, and what workers ask for. Nothing depends on hearing all of it. */
export function listen(connected: Connected, name: string, heard: Heard): { close(): Promise<void> } {
  const { desk, sweep, on } = heard
  const events = new connected.bullmq.QueueEvents(name, { connection: connected.options, prefix: PREFIX })
  const of = (id: string, act: (ticket: Ticket) => void) => {
    const ticket = desk.tickets.get(id)
    if (ticket) act(ticket)
  }
  events.on('error', () => {})
  events.on('active', ({ jobId }) => of(jobId, (ticket) => ticket.begin()))
  events.on('completed', ({ jobId }) => of(jobId, (ticket) => void desk.collect(ticket).catch(() => {})))
  events.on('failed', ({ jobId }) => of(jobId, sweep))
  events.on('stalled', ({ jobId }) =>
    of(jobId, ({ task: { job } }) => on({ type: 'retried', job, error: 'its worker was lost' })),
  )
  events.on('progress', ({ jobId, data }) =>
    of(jobId, (ticket) => {
      const { success, data: at } = progressSchema.safeParse(data)
      ticket.begin()
      if (success) on({ type: 'progress', job: ticket.task.job.name, at })
    }),
  )
  const asks = answerAsks(connected, heard)
  return {
    async close() {
      asks.close()
      await events.close()
    },
  }
}

/** Workers that lack a foundation ask for it by the id of its job. */
function answerAsks(connected: Connected, { foundations, results, desk }: Heard): { close(): void } {
  const subscriber = connected.another()
  const answering = new Set<string>()
  void subscriber.subscribe(keys.asks).catch(() => {})
  subscriber.on('message', (_, id: string) => {
    const folder = foundations.get(id)
    // One that is still being made is in nobody's folder.
    if (!folder || desk.tickets.has(id) || answering.has(id)) return
    answering.add(id)
    results
      .offer(id, folder)
      .catch(() => {})
      .finally(() => answering.delete(id))
  })
  return { close: () => subscriber.disconnect() }
}
