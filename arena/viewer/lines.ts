import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { z } from 'zod'
import { TOKENS } from '../../agents/narration.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { isTree } from '../refusal/issues.ts'
import type { KeptMatch } from '../store/matches.ts'
import type { Head, MatchData } from './data.ts'

const whole = z.int().min(0)
const numbers = z.array(z.number())
const traits = numbers.min(1)

const HeadLine = z.object({
  env: z.string(),
  version: whole,
  params: z.record(z.string(), z.unknown()),
  transforms: z.array(z.object({ id: z.string(), params: z.record(z.string(), z.unknown()) })).default([]),
  traits: z.array(z.string()).optional(),
  writers: z.object({ training: z.record(z.string(), numbers), evaluation: z.record(z.string(), numbers) }).optional(),
})

/** What stood behind a decision, as `DecisionRecord` has it. */
const DecisionLine = z.object({
  policy: z.array(z.tuple([whole, z.number()])),
  value: z.number().optional(),
  represented: traits,
  narration: z.object({ token: whole.max(TOKENS.length - 1), probability: z.number() }).optional(),
  moved: z.number().optional(),
})

const Match = z.looseObject({
  seed: z.string(),
  actions: z.array(whole).refine((all) => all.length % 2 === 0, 'expected seat, action, seat, action, …'),
  scores: numbers,
  power: numbers,
  seats: z.array(z.string()).optional(),
  focal: z.union([whole, z.string()]).optional(),
  ticks: z.array(whole).optional(),
  update: whole.optional(),
  kind: z.enum(['evaluation', 'training']).optional(),
  match: whole.optional(),
  weight: z.number().optional(),
  cue: z.string().optional(),
  m: numbers.optional(),
  stated: traits.optional(),
  decisions: z.array(DecisionLine).optional(),
})
const ofTheirSeats = ({ scores, power, seats, focal }: z.output<typeof Match>): boolean =>
  power.length === scores.length &&
  (seats ?? scores).length === scores.length &&
  !(typeof focal === 'number' && focal >= scores.length)
const MatchLine = Match.refine(ofTheirSeats, 'expected scores, power, names and the focal seat of as many seats')

/** Matches of one file, before anybody played them again. */
export interface MatchFile {
  readonly head: Head
  readonly matches: readonly Omit<MatchData, 'facts'>[]
}

/** Longest first line that is read, bytes. */
const HEAD = 1 << 20

/** The first line of a file of matches, and no more of it. @throws Refusal naming file and line */
export function readHead(path: string): Head {
  const opened = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(HEAD, fstatSync(opened).size))
    const [first = ''] = bytes.toString('utf8', 0, readSync(opened, bytes, 0, bytes.length, 0)).split('\n', 1)
    return read(HeadLine, parse(path, 1, first), path, 1)
  } finally {
    closeSync(opened)
  }
}

/**
 * A file of matches as a trial, a tournament or a person left it.
 * @param head of a tournament's, which has none of its own @param growing whether its last line may be half written
 * @throws Refusal naming file and line
 */
export function readMatches(
  path: string,
  { head, growing = false }: { head?: Head; growing?: boolean } = {},
): MatchFile {
  const lines = readFileSync(path, 'utf8').split('\n')
  const last = lines.pop() ?? ''
  if (last !== '' && !growing) lines.push(last)
  const from = head ? 0 : 1
  const matches = lines.slice(from).flatMap((text, i) => (text === '' ? [] : [{ text, line: i + from + 1 }]))
  return {
    head: head ?? readHead(path),
    matches: matches.map(({ text, line }, n) =>
      matchOf(read(MatchLine, renamed(parse(path, line, text)), path, line) as Row, n),
    ),
  }
}

type Row = z.output<typeof Match> & Partial<KeptMatch>

/** Runs of older builds did not say who sat where: the focal seat was match % seats. */
function matchOf(row: Row, n: number): Omit<MatchData, 'facts'> {
  const count = row.scores.length
  const seats = row.seats ?? row.scores.map((_, seat) => (seat === n % count ? 'focal' : 'opponent'))
  const named = row.focal as number | string | undefined
  const focal =
    named === undefined ? (row.seats ? null : n % count) : typeof named === 'number' ? named : seats.indexOf(named)
  return { harmful: false, ...row, n, seats, focal: focal === -1 ? null : focal }
}

/** Builds before 0.2 wrote `motives` for `decisions`, and in them `said` for `narration`. */
function renamed(row: unknown): unknown {
  if (!isTree(row) || !Array.isArray(row.motives)) return row
  const { motives, ...rest } = row
  const decisions = motives.map(({ said, ...each }) => ({ ...each, ...(said !== undefined && { narration: said }) }))
  return { ...rest, decisions }
}

function parse(path: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse(`${path}, line ${line}`, 'a match as JSON', messageOf(error), 'The file is damaged')
  }
}

function read<S extends z.ZodType>(schema: S, value: unknown, path: string, line: number): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { path: at, message } = parsed.error.issues[0]
  return refuse(
    `${path}, line ${line}`,
    line === 1 ? 'env, version and params of the matches' : 'a match',
    `${at.join('.') || 'it'}: ${message}`,
  )
}
