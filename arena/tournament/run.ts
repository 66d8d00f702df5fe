import type { Usage } from '../../agents/define.ts'
import { difference } from '../engine/compare.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { AgentFailure, type World } from '../play/lockstep.ts'
import { act } from '../play/seats.ts'
import { verify } from '../play/verify.ts'
import { createWorld } from '../play/world.ts'
import {
  type Chunk,
  chunksOf,
  isPlayed,
  matchesFolder,
  type Programme,
  programmeOf,
  readChunk,
  writeChunk,
} from './chunks.ts'
import { cooperationOf, countCooperation } from './cooperation.ts'
import { type Finished, playSeatings } from './play.ts'
import type { Tournament } from './resolve.ts'

/** A match as the tables need it; its actions stay on the disk. */
export type Kept = Pick<Finished, 'scores' | 'power' | 'deeds' | 'seed' | 'illegal'> & {
  readonly steps: number
  readonly cooperation: ReturnType<typeof countCooperation> | null
}

/** One env's programme with what came of it, fixture by fixture. */
export interface PlayedProgramme extends Programme {
  readonly kept: readonly Kept[]
  /** Matches replayed through boardgame.io's reducer, and their actions. */
  readonly verified: { readonly matches: number; readonly steps: number }
}

export interface TournamentRun {
  readonly folder: string
  /** Aborted: the running chunk finishes, no other starts. */
  readonly signal: AbortSignal
  /** Seconds from anywhere; goes into timing alone. */
  clock(): number
  /** May wait, so that signals and displays have their turn. */
  breathe(): Promise<void> | undefined
  on(progress: Progress): void
}

export interface Progress {
  readonly done: number
  readonly total: number
  /** Matches that an earlier start had played. */
  readonly resumed: number
  /** By agents outside the process, in this start. */
  readonly used?: readonly UsageOf[]
}

/** What an agent outside the process has used, under its name. */
export type UsageOf = Usage & { readonly agent: string }

export interface TournamentPlayed {
  readonly programmes: readonly PlayedProgramme[] | null
  readonly seconds: { readonly play: number; readonly verify: number }
  readonly resumed: number
}

/**
 * Plays every chunk that is not there yet, replays the first match of each through the reference and those of plugin
 * agents through the engine before it is stored, and reads everything back. Programmes are null when it was
 * interrupted.
 */
export async function playTournament(tournament: Tournament, run: TournamentRun): Promise<TournamentPlayed> {
  const programmes = tournament.envs.map((env) => programmeOf(tournament, env))
  const chunks = chunksOf(programmes)
  const folder = matchesFolder(run.folder)
  const seconds = { play: 0, verify: 0 }
  const kept = new Map<Programme, { kept: Kept[]; verified: { matches: number; steps: number } }>()
  const total = chunks.reduce((sum, { from, to }) => sum + to - from, 0)
  let [done, resumed] = [0, 0]
  run.on({ done, total, resumed })
  for (const chunk of chunks) {
    const there = isPlayed(folder, chunk)
    if (run.signal.aborted && !there) return { programmes: null, seconds, resumed }
    const matches = there ? readChunk(folder, chunk) : await playChunk(chunk, folder, run, seconds)
    if (!matches) return { programmes: null, seconds, resumed }
    keep(kept, chunk, matches)
    done += matches.length
    if (there) resumed += matches.length
    run.on({ done, total, resumed })
  }
  return { programmes: programmes.map((each) => ({ ...each, ...(kept.get(each) ?? NOTHING) })), seconds, resumed }
}

const NOTHING = { kept: [], verified: { matches: 0, steps: 0 } }

/** Null where it was interrupted while it waited for agents outside the process. */
async function playChunk(
  chunk: Chunk,
  folder: string,
  { clock, breathe, signal }: TournamentRun,
  seconds: { play: number; verify: number },
): Promise<Finished[] | null> {
  const { env, players, fixtures } = chunk.programme
  const world = createWorld(env)
  const started = clock()
  const seatings = fixtures
    .slice(chunk.from, chunk.to)
    .map(({ chance, streams, seats }) => ({ chance, streams, agents: seats.map((player) => players[player].agent) }))
  const matches = await playSeatings(world, seatings, breathe, signal).catch((error) => {
    if (signal.aborted) return null
    throw error
  })
  if (!matches) return null
  const played = clock()
  verify(world, [{ ...matches[0], harmful: false }])
  matches.forEach((match, i) => {
    const table = fixtures[chunk.from + i].seats.map((player) => players[player])
    if (i === 0 || table.some(({ kind, sha256 }) => kind !== 'network' && sha256 !== undefined))
      requireReplay(world, match, table)
  })
  seconds.play += played - started
  seconds.verify += clock() - played
  writeChunk(folder, chunk, matches)
  return matches
}

/** What was recorded against a replay from the actions alone: an agent that wrote into the state is found out. */
function requireReplay(world: World, match: Finished, table: readonly Entrant[]): void {
  const { env, engine } = world
  const again = engine.start({ seed: match.seed, numPlayers: env.seats })
  for (let i = 0; i < match.actions.length; i += 2) {
    act(env, again, match.actions[i], match.actions[i + 1])
  }
  const replayed = {
    scores: match.scores.map((_, seat) => env.score(again, seat)),
    power: match.power.map((_, seat) => env.power(again, seat)),
  }
  const found = difference(replayed, { scores: match.scores, power: match.power }, 'match')
  if (found) throw new AgentFailure(`${meddled(env.id, table, match.seed)}: ${found}`)
}

const meddled = (env: string, table: readonly Entrant[], seed: string) =>
  `Expected a match of ${env} to replay as it was played, got a difference; one of ${table.map(({ name }) => name).join(', ')} writes into what it is shown (seed ${seed})`

function keep(
  all: Map<Programme, { kept: Kept[]; verified: { matches: number; steps: number } }>,
  { programme }: Chunk,
  matches: readonly Finished[],
): void {
  const found = all.get(programme) ?? { kept: [], verified: { matches: 0, steps: 0 } }
  all.set(programme, found)
  const cooperate = cooperationOf(programme.env)
  for (const { scores, power, deeds, seed, illegal, actions } of matches) {
    const cooperation = cooperate < 0 ? null : countCooperation(actions, cooperate)
    found.kept.push({ scores, power, deeds, seed, illegal, steps: actions.length / 2, cooperation })
  }
  found.verified.matches += 1
  found.verified.steps += matches[0].actions.length / 2
}
