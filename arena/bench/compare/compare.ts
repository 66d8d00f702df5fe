import { existsSync, statSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { messageOf, refuse } from '../../refusal/errors.ts'
import type { Contest, Reading, Readings, Row } from './define.ts'
import { median, order, type Ratio, type Ratios, ratioOf, ratiosOf } from './pairing.ts'
import { NoReading, openSession, type Session } from './session.ts'

/** What a build showed of a row. */
export type Side =
  | {
      /** Medians, in the row's unit. */
      readonly value: number
      readonly cpu?: number
      readonly thread?: number
      /** How many times better than what stands beside it in the same build. */
      readonly beside?: Ratio
      readonly note?: string
    }
  | { readonly none: string; readonly failed: boolean }

export interface Compared extends Row {
  readonly pairs: number
  /** Name of what stands beside. */
  readonly beside?: string
  readonly own: Side
  readonly other: Side
  /** How many times better this build is than the other; null where a side has nothing. */
  readonly ratio: Ratios | null
}

export interface Build {
  readonly folder: string
  readonly version: string
}

/** @throws Refusal unless the folder holds a build that can run */
export async function buildIn(folder: string): Promise<Build> {
  const path = resolve(folder)
  const wants = 'the folder of a build of Mettle (dist/ and node_modules/ in it)'
  const hint = 'Check the build out, then run npm ci there'
  const source = `--compare ${folder}`
  if (!existsSync(path) || !statSync(path).isDirectory()) refuse(source, wants, 'no such folder', hint)
  const missing = ['package.json', 'dist/arena/cli/main.js', 'node_modules'].find(
    (each) => !existsSync(join(path, each)),
  )
  if (missing) refuse(source, wants, `a folder without ${missing}`, hint)
  const { name, version } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'))
  if (name !== 'mettle') refuse(source, wants, `a folder of ${name}`, hint)
  return { folder: path, version }
}

/** Runs a contest in both builds by turns. @param say hears of every run */
export async function race(
  contest: Contest,
  builds: readonly [Build, Build],
  pairs: number,
  say: (line: string) => void,
): Promise<Compared[]> {
  const dir = await mkdtemp(join(tmpdir(), 'mettle-compare-'))
  const racers = builds.map(({ folder }) => racerOf(contest, folder, dir))
  try {
    for (let round = -contest.warm; round < pairs; round++) {
      say(
        `${contest.rows.map(({ id }) => id).join(', ')}: ${round < 0 ? 'warming up' : `pair ${round + 1} of ${pairs}`}`,
      )
      // Counted from the first round, so that warming up has turns as well.
      for (const racer of order(round + contest.warm, racers)) await racer.run(round >= 0)
    }
  } finally {
    for (const racer of racers) racer.close()
    await rm(dir, { recursive: true, force: true })
  }
  return contest.rows.map((row) => comparedOf(row, contest, racers, pairs))
}

type Racer = ReturnType<typeof racerOf>

/** One build in a contest: what it read so far, beside whatever stands beside it. */
function racerOf({ program, ask = {}, beside, fresh = false }: Contest, build: string, dir: string) {
  const main: Readings[] = []
  const side: Readings[] = []
  const sessions = new Map<unknown, Session>()
  let none: NoReading | undefined
  const once = async (asked: Readonly<Record<string, unknown>>) => {
    const session = sessions.get(asked) ?? (await openSession({ build, dir, program, ask: asked }))
    sessions.set(asked, session)
    const readings = await session.run()
    if (fresh) {
      session.close()
      sessions.delete(asked)
    }
    return readings
  }
  return {
    main,
    side,
    none: () => none,
    async run(counted: boolean) {
      if (none) return
      try {
        const [own, next] = [await once(ask), beside && (await once(beside.ask))]
        if (!counted) return
        main.push(own)
        if (next) side.push(next)
      } catch (error) {
        none = error instanceof NoReading ? error : new NoReading({ type: 'failed', why: messageOf(error) })
      }
    },
    close() {
      for (const session of sessions.values()) session.close()
    },
  }
}

function comparedOf(row: Row, { beside }: Contest, racers: readonly Racer[], pairs: number): Compared {
  const [own, other] = racers.map((racer) => sideOf(row, racer))
  const whole = racers.every((racer) => !racer.none())
  const [mine, theirs] = racers.map(({ main }) => main.map((readings) => readings[row.id]))
  const ratio = whole ? ratiosOf(row.unit, mine, theirs) : null
  return { ...row, pairs, ...(beside && { beside: beside.name }), own, other, ratio }
}

function sideOf({ id, unit }: Row, { main, side, none }: Racer): Side {
  const error = none()
  if (error) return { none: error.message, failed: !error.absent }
  const readings = main.map((each) => each[id])
  const of = (name: 'value' | 'cpu' | 'thread', from: readonly Reading[]) => from.flatMap((each) => each[name] ?? [])
  const [cpu, thread] = [of('cpu', readings), of('thread', readings)]
  const beside = side.map((each) => each[id])
  return {
    value: median(of('value', readings)),
    ...(cpu.length > 0 && { cpu: median(cpu) }),
    ...(thread.length > 0 && { thread: median(thread) }),
    ...(beside.length > 0 && { beside: ratioOf(unit, of('value', readings), of('value', beside)) }),
    ...(readings[0].note && { note: readings[0].note }),
  }
}
