import { performance } from 'node:perf_hooks'
import { type Backend, loadBackend } from '../../agents/backend.ts'
import { identityHash } from '../store/identity.ts'
import { type Chunk, chunksOf, programmeOf, writeChunk } from '../tournament/chunks.ts'
import { tournamentIdentity } from '../tournament/identity.ts'
import { type PlayedChunk, playChunk } from '../tournament/play-chunk.ts'
import { needsBackend, resolveTournament } from '../tournament/resolve.ts'
import { requireHash } from './require-hash.ts'
import type { Doing, TournamentTask } from './task.ts'

/** A block of a tournament's matches, in the file that the tournament keeps them in. */
export async function blockJob(task: TournamentTask): Promise<Doing> {
  const chunk = (await chunksFor(task))[task.job.index]
  return async ({ dir, progress }) => {
    const clock = () => performance.now() / 1000
    // Null only where a signal may stop it.
    const played = await playChunk(chunk, { clock, breathe: () => undefined })
    const { matches, ...seconds } = played as PlayedChunk
    progress({ phase: 'compete', done: matches.length, total: matches.length, matches: matches.length })
    writeChunk(dir, chunk, matches)
    return seconds
  }
}

let known: { readonly hash: string; readonly chunks: readonly Chunk[] } | undefined

/** Every chunk of the tournament, resolved again here. @throws Error unless it is that of the run */
async function chunksFor({ request, backend, hash }: TournamentTask): Promise<readonly Chunk[]> {
  if (known?.hash === hash) return known.chunks
  const loaded: Backend | null = needsBackend(request) ? await loadBackend(backend) : null
  const tournament = await resolveTournament(request)
  requireHash('tournament', hash, identityHash(tournamentIdentity(tournament, loaded)))
  known = { hash, chunks: chunksOf(tournament.envs.map((env) => programmeOf(tournament, env))) }
  return known.chunks
}
