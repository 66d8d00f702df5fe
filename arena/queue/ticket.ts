import type { Outcome, Task } from '../run/task.ts'
import { jobId } from './job-message.ts'

/** A job that was handed over and is not back yet. */
export interface Ticket {
  readonly id: string
  readonly task: Task
  /** Whether the queue has said that it holds the job. */
  added: boolean
  begun: boolean
  /** Whether its result is just being fetched. */
  busy: boolean
  begin(): void
  settle(outcome: Outcome): void
}

/** A ticket that is not handed over yet: `outcome` does it, and resolves when the job is back. */
export function issue(task: Task, started: (() => void) | undefined, tickets: Map<string, Ticket>) {
  const id = jobId(task, task.job.folder)
  return {
    id,
    outcome: (handOver: (ticket: Ticket) => void) =>
      new Promise<Outcome>((resolve) => {
        const ticket: Ticket = {
          id,
          task,
          added: false,
          begun: false,
          busy: false,
          begin() {
            if (!ticket.begun) started?.()
            ticket.begun = true
          },
          settle(outcome) {
            if (!tickets.delete(id)) return
            if (outcome.ok) ticket.begin()
            resolve(outcome)
          },
        }
        tickets.set(id, ticket)
        handOver(ticket)
      }),
  }
}
