import type { Usage } from '../../agents/define.ts'
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
import type { Finished } from './play.ts'
import { type Playing, playChunk, type Took } from './play-chunk.ts'
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

export interface TournamentRun extends Playing {
  readonly folder: string
  /** Aborted: the running chunk finishes, no other starts. */
  readonly signal: AbortSignal
  on(progress: Progress): void
  /** Who plays what is not there yet, in place of this process. Chunks that it leaves out count as interrupted. */
  readonly elsewhere?: Elsewhere
}

/** Puts the files of chunks into the folder. @param on hears of each file that is there */
export type Elsewhere = (
  folder: string,
  chunks: readonly Chunk[],
  on: (chunk: Chunk, took: Took) => void,
) => Promise<void>

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
  const missing = chunks.filter((chunk) => !isPlayed(folder, chunk))
  const resumed = sizeOf(chunks) - sizeOf(missing)
  const { seconds, count } = tally(run, { total: sizeOf(chunks), resumed })
  await run.elsewhere?.(folder, missing, count)
  const kept: KeptOf = new Map()
  for (const chunk of chunks) {
    const matches = isPlayed(folder, chunk) ? readChunk(folder, chunk) : await played(chunk, folder, run, count)
    if (!matches) return { programmes: null, seconds, resumed }
    keep(kept, chunk, matches)
  }
  return { programmes: programmes.map((each) => ({ ...each, ...(kept.get(each) ?? NOTHING) })), seconds, resumed }
}

const sizeOf = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { from, to }) => sum + to - from, 0)

/** Tells how far it is, now and after every chunk, and sums what they took. */
function tally(run: TournamentRun, { total, resumed }: { readonly total: number; readonly resumed: number }) {
  const seconds = { play: 0, verify: 0 }
  let done = resumed
  run.on({ done, total, resumed })
  const count = (chunk: Chunk, { play, verify }: Took) => {
    seconds.play += play
    seconds.verify += verify
    done += sizeOf([chunk])
    run.on({ done, total, resumed })
  }
  return { seconds, count }
}

type KeptOf = Map<Programme, { kept: Kept[]; verified: { matches: number; steps: number } }>
const NOTHING = { kept: [], verified: { matches: 0, steps: 0 } }

/** Null where it was interrupted, also while it waited for agents outside the process. */
async function played(chunk: Chunk, folder: string, run: TournamentRun, count: (chunk: Chunk, took: Took) => void) {
  if (run.signal.aborted || run.elsewhere) return null
  const found = await playChunk(chunk, run)
  if (!found) return null
  writeChunk(folder, chunk, found.matches)
  count(chunk, found)
  return found.matches
}

function keep(all: KeptOf, { programme }: Chunk, matches: readonly Finished[]): void {
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
