import { difference } from '../engine/compare.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { AgentFailure, type World } from '../play/lockstep.ts'
import { act } from '../play/seats.ts'
import { verify } from '../play/verify.ts'
import { createWorld } from '../play/world.ts'
import type { Chunk } from './chunks.ts'
import { type Finished, playSeatings } from './play.ts'

/** How a chunk is played. */
export interface Playing {
  /** Seconds from anywhere. */
  clock(): number
  /** May wait, so that signals and displays have their turn. */
  breathe(): Promise<void> | undefined
  /** Aborted: nobody waits any more for agents outside the process. */
  readonly signal?: AbortSignal
}

/** Seconds that a chunk took. */
export interface Took {
  readonly play: number
  readonly verify: number
}

export interface PlayedChunk extends Took {
  readonly matches: readonly Finished[]
}

/**
 * Plays a chunk; replays its first match through the reference, and those of plugin agents through the engine. Null
 * where it was interrupted while it waited for agents outside the process.
 */
export async function playChunk(chunk: Chunk, { clock, breathe, signal }: Playing): Promise<PlayedChunk | null> {
  const { env, players, fixtures } = chunk.programme
  const world = createWorld(env)
  const started = clock()
  const seatings = fixtures
    .slice(chunk.from, chunk.to)
    .map(({ chance, streams, seats }) => ({ chance, streams, agents: seats.map((player) => players[player].agent) }))
  const matches = await playSeatings(world, seatings, breathe, signal).catch((error) => {
    if (signal?.aborted) return null
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
  return { matches, play: played - started, verify: clock() - played }
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
