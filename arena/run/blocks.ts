import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { jobFolderName, readResult } from '../store/job-folder.ts'
import type { Chunk } from '../tournament/chunks.ts'
import type { TournamentRequest } from '../tournament/resolve.ts'
import type { Elsewhere } from '../tournament/run.ts'
import { type Parts, runParts } from './parts.ts'
import type { TournamentTask } from './task.ts'

interface Blocks extends Parts {
  readonly request: TournamentRequest
  readonly hash: string
  readonly backend: TournamentTask['backend']
  /** The tournament's folder. */
  readonly path: string
}

/** What a block leaves beside its matches. */
const tookSchema = z.strictObject({ play: z.number(), verify: z.number() })

/** Chunks of a tournament as jobs of hands: each leaves the file that the tournament would have written. */
export const blocksOn =
  (blocks: Blocks): Elsewhere =>
  async (folder, chunks, on) => {
    // Swept by the next start of the tournament where this one is killed.
    const jobs = join(blocks.path, '.tmp-blocks')
    mkdirSync(jobs, { recursive: true })
    await runParts(
      chunks.map((chunk) => taskOf(blocks, chunk, jobs)),
      blocks,
      ({ job }, at) => {
        const chunk = chunks[at]
        const took = tookSchema.parse(readResult(jobs, job.folder))
        renameSync(join(jobs, job.folder, chunk.file), join(folder, chunk.file))
        rmSync(join(jobs, job.folder), { recursive: true })
        on(chunk, took)
      },
    )
    rmSync(jobs, { recursive: true, force: true })
  }

function taskOf({ request, hash, backend }: Blocks, { file, index }: Chunk, jobs: string): TournamentTask {
  const name = file.replace(/\.jsonl$/, '')
  const job = { kind: 'block' as const, name, folder: jobFolderName(name, hash), index }
  return { kind: 'tournament', request, hash, backend, jobs, job }
}
