import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Outcome } from '../run/task.ts'
import { isFinished } from '../store/job-folder.ts'
import type { FoundationJob } from '../store/jobs.ts'
import type { Blobs } from './blobs.ts'
import type { Connected } from './connect.ts'
import { jobId, type QueueJob, runOf } from './job-message.ts'
import { keys } from './keys.ts'
import type { Stored } from './messages.ts'
import { unpack } from './pack.ts'
import { resultOf } from './results.ts'

/** Where a worker computes, and what it keeps from job to job. */
export interface Cache {
  /** The folder of all jobs of a run. */
  jobs(job: QueueJob): string
  /** Has the foundation in place: from before, from the submitter, or made here. */
  foundation(job: QueueJob, on: FoundationJob, make: () => Promise<Outcome>): Promise<Outcome | null>
  /** Where the study file lies that was sent. Null where it is gone. */
  plugin(stored: Stored): Promise<string | null>
  /** Knows of a foundation that was made here, and forgets those that were not used for long. */
  keep(folder: string): void
  remove(): void
}

/** How long a submitter may take to send a foundation before it is made here, and how often it is asked, ms. */
const PATIENCE = 20_000
const EVERY = 500
/** Foundations that stay on the disk beside those that are in use. */
const FOUNDATIONS = 16

/** @param lanes jobs side by side: so many foundations may be in use at once */
export function createCache({ redis }: Connected, blobs: Blobs, lanes: number): Cache {
  sweepDead()
  const root = mkdtempSync(join(tmpdir(), `${MINE}${process.pid}-`))
  const coming = new Map<string, Promise<Outcome | null>>()
  /** Folders of foundations, the one used last at the end. */
  const used = new Set<string>()

  const jobs = (job: QueueJob): string => {
    const path = join(root, runOf(job))
    mkdirSync(path, { recursive: true })
    return path
  }

  async function fetched(job: QueueJob, folder: string): Promise<boolean> {
    const id = jobId(job, folder)
    for (let waited = 0; waited < PATIENCE; waited += EVERY) {
      const result = resultOf(await redis.get(keys.result(id)))
      const bytes = result && (await blobs.get(result.pack))
      if (bytes) {
        unpack(bytes, jobs(job), folder)
        return true
      }
      await redis.publish(keys.asks, id)
      await new Promise((resolve) => setTimeout(resolve, waited === 0 ? 50 : EVERY))
    }
    return false
  }

  async function bring(job: QueueJob, on: FoundationJob, make: () => Promise<Outcome>): Promise<Outcome | null> {
    if (isFinished(jobs(job), on.folder) || (await fetched(job, on.folder))) return null
    const made = await make()
    return made.ok ? null : made
  }

  function keep(path: string): void {
    used.delete(path)
    used.add(path)
    for (const old of [...used].slice(0, Math.max(0, used.size - FOUNDATIONS - lanes))) {
      rmSync(old, { recursive: true, force: true })
      used.delete(old)
    }
  }

  return {
    jobs,
    async foundation(job, on, make) {
      const path = join(jobs(job), on.folder)
      keep(path)
      const way = coming.get(path) ?? bring(job, on, make)
      coming.set(path, way)
      try {
        return await way
      } finally {
        coming.delete(path)
      }
    },
    async plugin(stored) {
      const path = join(root, `${stored.sha256}.mjs`)
      if (existsSync(path)) return path
      const bytes = await blobs.get(stored)
      if (bytes) writeFileSync(path, bytes)
      return bytes && path
    },
    keep,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** The host stands in the name: containers may share a temporary folder and not their process ids. */
const MINE = `mettle-worker-${hostname()}-`

/** Removes what workers left that were killed. */
function sweepDead(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(MINE) ? Number.parseInt(name.slice(MINE.length), 10) : Number.NaN
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
