import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { isYardstick, yardstickAgent } from '../entrants/resolve.ts'
import { writeWhole } from '../store/files.ts'
import { cooperationOf } from './cooperation.ts'
import { amongStrangers, type Draw, type Fixture, roundRobin, selfMatches, yardstick } from './pairings.ts'
import type { Finished } from './play.ts'
import type { Tournament } from './resolve.ts'

/**
 * All that is played in one env. Players: the agents, the background, and the random agent where it is not one of the
 * agents.
 */
export interface Programme {
  readonly env: Env
  readonly players: readonly Entrant[]
  readonly random: number
  readonly fixtures: readonly Fixture[]
}

export function programmeOf({ agents, background, matches, seed }: Tournament, env: Env): Programme {
  const listed = agents.findIndex(isYardstick)
  const players = [...agents, ...background, ...(listed < 0 ? [yardstickAgent] : [])]
  const random = listed < 0 ? players.length - 1 : listed
  const draw: Draw = { env: env.id, seats: env.seats, seed, matches, names: players.map(({ name }) => name) }
  const rows = agents.map((_, i) => i)
  const strangers = background.map((_, i) => agents.length + i)
  const focals = listed < 0 ? [...rows, random] : rows
  const fixtures = [
    ...roundRobin(draw, rows),
    ...yardstick(draw, random, rows),
    ...(strangers.length > 0 ? amongStrangers(draw, focals, strangers) : []),
    ...(cooperationOf(env) < 0 ? [] : selfMatches(draw, rows)),
  ]
  return { env, players, random, fixtures }
}

/** Fixtures from..to of one env: played together, stored together, whole or not at all. */
export interface Chunk {
  readonly file: string
  /** Its place among all chunks of the tournament. */
  readonly index: number
  readonly programme: Programme
  readonly from: number
  readonly to: number
}

const SIZE = 256
/** With agents whose matches can take long, so that an interruption need not wait for many. */
const SLOWER: Partial<Record<Entrant['kind'], number>> = { search: 8, model: 8, process: 8 }
/** Nobody knows how long a plugin's decisions take. */
const UNKNOWN = 64

export function chunksOf(programmes: readonly Programme[]): Chunk[] {
  const chunks = programmes.flatMap((programme) => {
    const { env, players, fixtures } = programme
    const size = Math.min(
      ...players.map(({ kind, sha256 }) => SLOWER[kind] ?? (kind === 'bot' && sha256 ? UNKNOWN : SIZE)),
    )
    return Array.from({ length: Math.ceil(fixtures.length / size) }, (_, i) => ({
      file: `${env.id}-${String(i).padStart(5, '0')}.jsonl`,
      programme,
      from: i * size,
      to: Math.min(fixtures.length, (i + 1) * size),
    }))
  })
  return chunks.map((chunk, index) => ({ ...chunk, index }))
}

/** Where matches lie in a tournament's folder. */
export function matchesFolder(folder: string): string {
  const path = join(folder, 'matches')
  mkdirSync(path, { recursive: true })
  for (const name of readdirSync(path)) if (name.startsWith('.tmp-')) rmSync(join(path, name), { force: true })
  return path
}

export const isPlayed = (folder: string, { file }: Chunk): boolean => existsSync(join(folder, file))

/** One line per match: with env and params, its chance seed and actions replay it. */
export function writeChunk(folder: string, { file, programme, from }: Chunk, matches: readonly Finished[]): void {
  const { players, fixtures, env } = programme
  const lines = matches.map((match, i) => {
    const { purpose, seats, focal } = fixtures[from + i]
    const who = { seats: seats.map((player) => players[player].name) }
    const watched = focal === undefined ? {} : { focal: players[focal].name }
    return JSON.stringify({ match: from + i, env: env.id, purpose, ...who, ...watched, ...match })
  })
  writeWhole(join(folder, file), `${lines.join('\n')}\n`)
}

/** @throws Error when the file does not hold the matches of that chunk */
export function readChunk(folder: string, { file, from, to }: Chunk): Finished[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)
  const matches = lines.map((line) => JSON.parse(line) as Finished & { readonly match: number })
  if (matches.length !== to - from || matches.some(({ match }, i) => match !== from + i))
    throw new Fault(
      'METTLE_FILE',
      `${join(folder, file)}: expected matches ${from} to ${to - 1}, got others. Delete the file and run again`,
    )
  return matches
}
