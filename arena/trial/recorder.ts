import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ArenaEvent } from '../../interventions/events.ts'
import { timed } from '../play/clock.ts'
import type { EventLevel } from '../store/io.ts'
import type { Stream } from './stream.ts'

/** Writes a job's JSON lines: events, metrics, matches. A subscriber like any other. */
export interface Recorder {
  listen(stream: Stream): void
  metric(row: Readonly<Record<string, unknown>>): void
  match(row: Readonly<Record<string, unknown>>): void
  /** An observer failed: reported, never fatal. */
  failure(observer: string, error: unknown): void
  /** What was written so far can be read from the files. */
  flush(): void
  close(): void
}

export function createRecorder(dir: string, level: EventLevel): Recorder {
  const [events, metrics, matches] = ['events', 'metrics', 'matches'].map((name) => lines(join(dir, `${name}.jsonl`)))
  return {
    listen(stream) {
      if (level === 'none') return
      const seen$ = level === 'all' ? stream.for('recorder') : stream.facts$
      seen$.subscribe((event) => (level === 'facts' && QUIET.has(event.type)) || events.write(logged(event)))
    },
    metric: (row) => metrics.write(row),
    match: (row) => matches.write(row),
    failure: (observer, error) => events.write({ type: 'observer.failed', observer, error: String(error) }),
    flush() {
      for (const file of [events, metrics, matches]) file.flush()
    },
    close() {
      for (const file of [events, metrics, matches]) file.close()
    },
  }
}

/** One line per match would dwarf the rest; matches.jsonl has the matches worth replaying. */
const QUIET: ReadonlySet<string> = new Set(['match.started', 'match.ended'])

/** The z of a rollout is for plugins, not for the log. */
function logged(event: ArenaEvent): unknown {
  return event.type === 'rollout.collected' ? { ...event, z: undefined } : event
}

/** Characters that wait for the next write. */
const WAITING = 65_536

/**
 * Written at once and not by a stream: a trial never yields, so a stream would hold its lines in memory to the end, and
 * would tell of a full disk when nobody listens any more.
 */
function lines(path: string) {
  const file = openSync(path, 'w')
  let waiting = ''
  const flush = () => {
    const text = Buffer.from(waiting)
    for (let at = 0; at < text.length; ) at += writeSync(file, text, at)
    waiting = ''
  }
  return {
    write: (row: unknown) =>
      timed('logging', () => {
        waiting += `${JSON.stringify(row)}\n`
        if (waiting.length >= WAITING) flush()
      }),
    flush,
    close() {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}
