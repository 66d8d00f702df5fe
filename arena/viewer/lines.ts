import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { messageOf, refuse } from '../errors.ts'
import type { KeptMatch } from '../kept.ts'
import type { Head, MatchData } from './data.ts'

const whole = z.int().min(0)
const numbers = z.array(z.number())

const HeadLine = z.object({
  env: z.string(),
  version: whole,
  params: z.record(z.string(), z.unknown()),
  transforms: z.array(z.object({ id: z.string(), params: z.record(z.string(), z.unknown()) })).default([]),
  writers: z.object({ training: z.record(z.string(), numbers), evaluation: z.record(z.string(), numbers) }).optional(),
})

const Match = z.looseObject({
  seed: z.string(),
  actions: z.array(whole).refine((all) => all.length % 2 === 0, 'expected seat, action, seat, action, …'),
  scores: numbers,
  power: numbers,
  seats: z.array(z.string()).optional(),
  focal: z.union([whole, z.string()]).optional(),
})

/** Matches of one file, before anybody played them again. */
export interface Told {
  readonly head: Head
  readonly matches: readonly Omit<MatchData, 'facts'>[]
}

/**
 * A file of matches as a trial, a tournament or a person left it.
 * @param head of a tournament's, which has none of its own @param growing whether its last line may be half written
 * @throws Refusal naming file and line
 */
export function readMatches(path: string, { head, growing = false }: { head?: Head; growing?: boolean } = {}): Told {
  const lines = readFileSync(path, 'utf8').split('\n')
  const last = lines.pop() ?? ''
  if (last !== '' && !(growing && !parses(last))) lines.push(last)
  const rows = lines.filter(Boolean).map((text, i) => parse(path, i + 1, text))
  const own = head ?? read(HeadLine, rows.shift(), path, 1)
  const from = head ? 1 : 2
  const matches = rows.map((row, n) =>
    told(read(Match, row, path, n + from) as z.output<typeof Match> & Partial<KeptMatch>, n),
  )
  return { head: own, matches }
}

/** Runs of older builds did not say who sat where: the focal seat was match % seats. */
function told(row: z.output<typeof Match> & Partial<KeptMatch>, n: number): Omit<MatchData, 'facts'> {
  const count = row.scores.length
  const seats = row.seats ?? row.scores.map((_, seat) => (seat === n % count ? 'focal' : 'opponent'))
  const named = row.focal as number | string | undefined
  const focal =
    named === undefined ? (row.seats ? null : n % count) : typeof named === 'number' ? named : seats.indexOf(named)
  return { harmful: false, ...row, n, seats, focal: focal === -1 ? null : focal }
}

function parse(path: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse(`${path}, line ${line}`, 'a match as JSON', messageOf(error), 'The file is damaged')
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
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
