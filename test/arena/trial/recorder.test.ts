import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { EVENT_LEVELS, type EventLevel } from '../../../arena/store/io.ts'
import { createRecorder } from '../../../arena/trial/recorder.ts'
import { createStream } from '../../../arena/trial/stream.ts'
import { folder } from '../cli/mettle.ts'

const at = folder()
afterAll(at.remove)
const read = (name: string) => readFileSync(join(at.path, `${name}.jsonl`), 'utf8')

/** Types of the events that a level writes, of one of each loudness. */
function typesAt(level: EventLevel): string[] {
  const recorder = createRecorder(at.path, level)
  const stream = createStream(recorder.failure)
  recorder.listen(stream)
  const id = { trial: 'control.full.0', update: 0, match: 0 }
  stream.emit({ ...id, type: 'match.started', seed: 's', focal: 0 })
  if (stream.decisionsObserved()) stream.emit({ ...id, type: 'action.taken', seat: 0, action: 'wait' })
  stream.emit({ ...id, type: 'report.filed', seat: 0, rigged: true })
  recorder.close()
  return read('events')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).type)
}

it('writes what its level says, and builds no decisions for a level that has none', () => {
  expect(Object.fromEntries(EVENT_LEVELS.map((level) => [level, typesAt(level)]))).toEqual({
    none: [],
    facts: ['report.filed'],
    all: ['match.started', 'action.taken', 'report.filed'],
  })
})

it('holds no more than a write in memory, and loses no line', () => {
  const recorder = createRecorder(at.path, 'facts')
  for (let update = 0; update < 5000; update++) recorder.metric({ update, text: 'ü'.repeat(20) })
  expect(read('metrics').length).toBeGreaterThan(100_000)
  recorder.close()
  const lines = read('metrics').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).update)).toEqual(Array.from({ length: 5000 }, (_, i) => i))
})
