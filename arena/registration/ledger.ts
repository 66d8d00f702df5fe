import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { canonical, sha256 } from '../program/canonical.ts'
import { refuse } from '../refusal/errors.ts'
import { lock } from '../store/lock.ts'

/** One line of a ledger. `previous` is the hash of the line before: none can be changed or taken out unseen. */
export interface Entry {
  readonly n: number
  /**
   * `torn`: a line that a crash cut off while it was written; `facts` keeps what was there. What it would have told of
   * never ran.
   */
  readonly event: 'registered' | 'started' | 'ended' | 'interrupted' | 'stopped' | 'torn'
  /** ISO 8601, by the machine's clock; decides nothing. */
  readonly at: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly previous: string
}

export const LEDGER = 'ledger.jsonl'
/** What the first line follows on. */
const ROOT = '0'.repeat(64)
const NEWLINE = 10

/**
 * Appends a line, on disk before this returns; a line that a crash cut off is kept as one of its own.
 * @throws Refusal when the chain is broken.
 */
export function append(dir: string, event: Entry['event'], at: string, facts: Entry['facts']): Entry {
  const held = lock(dir)
  try {
    const { entries, last, torn, whole } = read(dir)
    const cut = torn ? [{ n: entries.length, event: 'torn' as const, at, facts: { text: torn }, previous: last }] : []
    const previous = cut.length > 0 ? sha256(canonical(cut[0])) : last
    const entry = { n: entries.length + cut.length, event, at, facts, previous }
    write(join(dir, LEDGER), whole, [...cut, entry].map(canonical))
    return entry
  } finally {
    held.release()
  }
}

/** In place of whatever follows the first `whole` bytes. */
function write(path: string, whole: number, lines: readonly string[]): void {
  const file = openSync(path, existsSync(path) ? 'r+' : 'w+')
  try {
    ftruncateSync(file, whole)
    const before = Buffer.alloc(1, '\n')
    if (whole > 0) readSync(file, before, 0, 1, whole - 1)
    const bytes = Buffer.from(`${before[0] === NEWLINE ? '' : '\n'}${lines.join('\n')}\n`)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, whole + at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

interface Ledger {
  readonly entries: readonly Entry[]
  /** Hash of the last line. */
  readonly last: string
  /** What follows the last whole line, when a crash cut the writing off. */
  readonly torn: string
  /** Bytes of the whole lines. */
  readonly whole: number
}

/**
 * All whole lines, and the hash of the last.
 * @throws Refusal naming the first line that does not follow on the one before.
 */
export function read(dir: string): Ledger {
  const path = join(dir, LEDGER)
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  const ended = bytes.lastIndexOf('\n') + 1
  const tail = String(bytes.subarray(ended))
  // All but the line break reached the disk: the line counts.
  const torn = parsed(tail) ? '' : tail
  const whole = torn ? ended : bytes.length
  const lines = String(bytes.subarray(0, whole)).split('\n').filter(Boolean)
  let last = ROOT
  const entries = lines.map((line, n) => {
    const entry = parsed(line)
    if (entry?.previous !== last || entry.n !== n)
      refuse(
        `${path}, line ${n + 1}`,
        `a line that follows on the one before (${last.slice(0, 8)})`,
        'another: the ledger was changed',
        'Take it from git again',
      )
    last = sha256(line)
    return entry
  })
  return { entries, last, torn, whole }
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
