import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '../errors.ts'
import { canonical, sha256 } from '../store/canonical.ts'
import { lock } from '../store/lock.ts'

/** One line of a ledger. `previous` is the hash of the line before: none can be changed or taken out unseen. */
export interface Entry {
  readonly n: number
  readonly event: 'registered' | 'started' | 'ended' | 'interrupted' | 'stopped'
  /** ISO 8601, by the machine's clock; decides nothing. */
  readonly at: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly previous: string
}

const FILE = 'ledger.jsonl'
/** What the first line follows on. */
const ROOT = '0'.repeat(64)

/** Appends a line. @throws Refusal when the chain is broken. */
export function append(dir: string, event: Entry['event'], at: string, facts: Entry['facts']): Entry {
  const held = lock(dir)
  try {
    const { entries, last } = read(dir)
    const entry = { n: entries.length, event, at, facts, previous: last }
    appendFileSync(join(dir, FILE), `${canonical(entry)}\n`)
    return entry
  } finally {
    held.release()
  }
}

/** All lines, and the hash of the last. @throws Refusal naming the first line that does not follow on the one before. */
export function read(dir: string): { entries: readonly Entry[]; last: string } {
  const path = join(dir, FILE)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  let last = ROOT
  const entries = lines.map((line, n) => {
    const entry = parsed(line)
    if (entry?.previous !== last || entry.n !== n)
      refuse(
        `${path}, line ${n + 1}`,
        `a line that follows on the one before (${last.slice(0, 8)})`,
        'another: the ledger was changed',
      )
    last = sha256(line)
    return entry
  })
  return { entries, last }
}

function parsed(line: string): Entry | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Every start under the registration, aborted ones too. */
export const starts = (entries: readonly Entry[]): number => entries.filter(({ event }) => event === 'started').length
