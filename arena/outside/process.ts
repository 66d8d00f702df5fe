import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Agent, PortAnswer, PortAsk } from '../../agents/define.ts'
import { refuseToWait } from './model.ts'
import { stopwatch } from './stopwatch.ts'
import { type View, viewOf } from './view.ts'

export interface ProcessOptions {
  readonly id: string
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly [string, ...string[]]
  /** Seconds for one decision. */
  readonly timeout: number
  readonly codes: boolean
}

/** A decision that the program owes. */
interface Owed {
  readonly view: View
  settle(answer: PortAnswer<null>): void
}

const forfeit = (failure: Extract<PortAnswer, { action: null }>['failure']): PortAnswer<null> => ({
  action: null,
  failure,
  memory: null,
})

/** Bytes of one line, and of what is kept of standard error: far more than any answer has. */
const [LONGEST_LINE, LONGEST_LOG] = [1 << 20, 16 << 20]

/** Where there are process groups the program leads one of its own, so that what it started ends with it. */
const groups = (): boolean => process.platform !== 'win32'

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (groups() && child.pid !== undefined) process.kill(-child.pid, signal)
    else child.kill(signal)
  } catch {
    // Nobody is left.
  }
}

/** Counts the bytes since the last line ended. */
function bounded(tooLong: () => void) {
  let pending = 0
  return (chunk: Buffer): void => {
    const ended = chunk.lastIndexOf(10)
    pending = ended < 0 ? pending + chunk.length : chunk.length - ended - 1
    if (pending > LONGEST_LINE) tooLong()
  }
}

/** How often a program that ends is started again. */
const RESTARTS = 1

/**
 * Any program as an agent: JSON lines on standard input and output (docs/outside.md). Matches interleave by their name,
 * so a program may batch. One that ends is started again once; after that it is out, and the matches go on without it.
 */
export function processAgent({ id, command, timeout, codes }: ProcessOptions): Agent<null> {
  const owed = new Set<Owed>()
  const begun = new Set<string>()
  let child: ChildProcess | undefined
  let [started, asked, seconds, noted] = [0, 0, 0, 0]
  let [log, closed]: [string | undefined, boolean] = [undefined, false]

  function running(): ChildProcess | undefined {
    if (child || closed || started > RESTARTS) return child
    started += 1
    const own = spawn(command[0], command.slice(1), {
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      detached: groups(),
    })
    child = own
    own.stdin.on('error', () => {})
    own.on('error', (error) => gone(own, error.message))
    own.on('close', (code, signal) => {
      end(own, 'SIGKILL')
      gone(own, `ended with ${signal ?? code}`)
    })
    own.stderr.on('data', note)
    createInterface({ input: own.stdout }).on('line', hear)
    own.stdout.on(
      'data',
      bounded(() => {
        note(`${id}: a line of more than ${LONGEST_LINE} bytes\n`)
        end(own, 'SIGKILL')
      }),
    )
    const last = () => end(own, 'SIGKILL')
    process.once('exit', last)
    own.once('close', () => process.off('exit', last))
    return own
  }

  function gone(own: ChildProcess, why: string): void {
    if (child !== own) return
    child = undefined
    begun.clear()
    note(`${id}: ${why}\n`)
    for (const each of [...owed]) each.settle(forfeit('DEAD'))
  }

  function note(text: string | Buffer): void {
    if (log && noted < LONGEST_LOG) appendFileSync(log, text)
    noted += text.length
    if (log && noted >= LONGEST_LOG && noted - text.length < LONGEST_LOG) appendFileSync(log, '\n… and more\n')
  }

  const say = (to: ChildProcess, message: object) => void to.stdin?.write(`${JSON.stringify(message)}\n`)

  function hear(line: string): void {
    const message = parsed(line)
    const own = owner(owed, message)
    if (!own) note(`${id}: a line that answers nothing: ${line.slice(0, 500)}\n`)
    own?.settle(message ? answerOf(message, own.view) : forfeit(line.trim() === '' ? 'EMPTY' : 'UNPARSABLE'))
  }

  function decide(ask: PortAsk, signal?: AbortSignal): Promise<PortAnswer<null>> {
    const view = viewOf(ask, codes)
    const to = running()
    asked += 1
    if (!to) return Promise.resolve(forfeit('DEAD'))
    const { match, seat, tick, prompt, observation, legal, mask, ...match0 } = view
    const place = `${match}/${seat}`
    if (!begun.has(place)) say(to, { type: 'start', match, seat, ...match0 })
    begun.add(place)
    const waited = stopwatch()
    return new Promise((resolve, reject) => {
      const done = (end: () => void) => {
        clearTimeout(clock)
        signal?.removeEventListener('abort', stop)
        owed.delete(own)
        seconds += waited()
        end()
      }
      const stop = () => done(() => reject(signal?.reason))
      const own: Owed = { view, settle: (answer) => done(() => resolve(answer)) }
      const clock = setTimeout(() => own.settle(forfeit('LATE')), 1000 * timeout)
      signal?.addEventListener('abort', stop)
      owed.add(own)
      say(to, { type: 'act', match, seat, tick, prompt, observation, legal, mask, deadline_ms: 1000 * timeout })
    })
  }

  return {
    id,
    start: () => null,
    decide: () => refuseToWait(id),
    port: {
      answer: (asks, signal) => Promise.all(asks.map((ask) => decide(ask, signal))),
      open(folder) {
        log = folder && join(folder, `${id.replace(/[^\w.-]+/g, '_').slice(0, 80)}.log`)
      },
      ended(match, scores) {
        for (const place of [...begun]) if (place.startsWith(`${match}/`)) begun.delete(place)
        if (child) say(child, { type: 'end', match, scores })
      },
      usage: () => ({ asked, seconds }),
      close() {
        closed = true
        return ended(child)
      },
    },
  }
}

interface Message {
  readonly match?: unknown
  readonly tick?: unknown
  readonly seat?: unknown
  readonly action?: unknown
}

function parsed(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Who is answered: by match, tick and seat where they are named; a line that is no message, the one who waits longest. */
function owner(owed: ReadonlySet<Owed>, message: Message | undefined): Owed | undefined {
  const fits = ({ view }: Owed) =>
    view.match === message?.match &&
    view.tick === message.tick &&
    (message.seat === undefined || message.seat === view.seat)
  return [...owed].find((each) => !message || fits(each))
}

function answerOf({ action }: Message, { legal }: View): PortAnswer<null> {
  if (typeof action !== 'string' && typeof action !== 'number') return forfeit('UNPARSABLE')
  const found = legal.find(({ index, label }) => (typeof action === 'number' ? index === action : label === action))
  return found ? { action: found.index, memory: null } : { ...forfeit('ILLEGAL'), illegal: 1 }
}

/** Seconds that a program has to end by itself, and then to end when it is told. */
const PATIENCE = 1

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const over = new Promise((resolve) => child.once('close', resolve))
  child.stdin?.end()
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const left = await Promise.race([over.then(() => true), sleep(1000 * PATIENCE, false, { ref: false })])
    if (left) return
    end(child, signal)
  }
  await over
}
