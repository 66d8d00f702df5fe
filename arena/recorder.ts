import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Observable } from 'rxjs'
import type { ArenaEvent } from '../interventions/events.ts'

/** Writes a job's JSON lines: events, metrics, matches. A subscriber like any other. */
export interface Recorder {
  listen(facts$: Observable<ArenaEvent>): void
  metric(row: Readonly<Record<string, unknown>>): void
  match(row: Readonly<Record<string, unknown>>): void
  /** An observer failed: reported, never fatal. */
  failure(observer: string, error: unknown): void
  close(): Promise<void>
}

export function createRecorder(dir: string): Recorder {
  const files = ['events', 'metrics', 'matches'].map((name) => createWriteStream(join(dir, `${name}.jsonl`)))
  const [events, metrics, matches] = files
  const line = (file: (typeof files)[number], row: unknown) => void file.write(`${JSON.stringify(row)}\n`)
  return {
    listen: (facts$) => void facts$.subscribe((event) => QUIET.has(event.type) || line(events, logged(event))),
    metric: (row) => line(metrics, row),
    match: (row) => line(matches, row),
    failure: (observer, error) => line(events, { type: 'observer.failed', observer, error: String(error) }),
    async close() {
      for (const file of files) file.end()
      await Promise.all(files.map((file) => finished(file)))
    },
  }
}

/** A line a match would dwarf the rest; matches.jsonl has those worth replaying. */
const QUIET: ReadonlySet<string> = new Set(['match.started', 'match.ended'])

/** The z of a rollout is for plugins, not for the log. */
function logged(event: ArenaEvent): unknown {
  return event.type === 'rollout.collected' ? { ...event, z: undefined } : event
}
