import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from 'bullmq'
import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'
import type { Pool } from '../run/threads.ts'
import type { Task } from '../run/worker.ts'
import { diskTrouble } from '../store/disk.ts'
import type { FoundationJob } from '../store/jobs.ts'
import { isShipped } from '../studies/resolve.ts'
import type { Blobs } from './blobs.ts'
import type { Cache } from './cache.ts'
import type { Connected } from './connect.ts'
import { KEPT, keys } from './keys.ts'
import { jobSchema, type QueueJob, type Result, type Stored } from './messages.ts'
import { pack } from './pack.ts'

interface Bench {
  readonly connected: Connected
  readonly cache: Cache
  readonly blobs: Blobs
  readonly pool: Pool
  readonly plugins: boolean
  readonly shared?: string
  /** The worker's id. */
  readonly self: string
}

/** What came of a job. */
export type Done =
  | { readonly as: 'done'; readonly name: string; readonly seconds: number }
  | { readonly as: 'failed'; readonly name: string; readonly error: Error }
  /** Not the job's fault: another worker may do it, this one leaves. */
  | { readonly as: 'back'; readonly why: string }

/** Computes a job as a run on one machine would, and puts its files where the submitter finds them. */
export async function doJob(bench: Bench, { id, data }: Job): Promise<Done> {
  const { success, data: job, error } = jobSchema.safeParse(data)
  if (!success) return failed(String(id), `expected a job of this version of the queue, got another: ${error.message}`)
  const { name } = job.job
  try {
    const task = await taskOf(bench, job, id as string)
    const done = await computed(bench, task, job, name)
    if (done.as === 'done') await deliver(bench, task, job, id as string)
    return done
  } catch (problem) {
    const trouble = diskTrouble(problem)
    if (trouble) return { as: 'back', why: trouble }
    return failed(name, messageOf(problem), problem)
  }
}

async function computed({ pool, cache }: Bench, task: Task, job: QueueJob, name: string): Promise<Done> {
  const { job: planned } = task
  if (planned.kind === 'trial') {
    const make = () => pool.run({ ...task, job: planned.on })
    const problem = await cache.foundation(job, planned.on, make)
    if (problem && !problem.ok) return judged(problem, name)
  }
  const outcome = await pool.run(task)
  return outcome.ok ? { as: 'done', name, seconds: outcome.timing.seconds } : judged(outcome, name)
}

function judged(
  { error, stack, trouble, refused }: { error: string; stack: string; trouble?: string; refused?: true },
  name: string,
): Done {
  if (trouble) return { as: 'back', why: trouble }
  if (refused) return { as: 'back', why: `${name} is not for this worker: ${error}` }
  return failed(name, error, Object.assign(new Error(error), { stack }))
}

const failed = (name: string, message: string, error?: unknown): Done => ({
  as: 'failed',
  name,
  error: error instanceof Error ? error : new Fault('METTLE_ARGUMENT', message),
})

/** The job as threads take it. No path in it comes from the queue. */
async function taskOf({ cache, plugins }: Bench, job: QueueJob, id: string): Promise<Task> {
  const { study, plugin, hash, backend, events } = job
  const place = <T extends object>(of: T) => ({ ...of, finished: false })
  const planned =
    job.job.kind === 'trial' ? { ...place(job.job), on: place(job.job.on) as FoundationJob } : place(job.job)
  const sent = await sentStudy({ cache, plugins }, study.ref, plugin)
  return {
    request: { ...study, ...(sent && { sent }) },
    backend,
    hash,
    // Threads report by name, and two studies may have jobs of the same name.
    job: { ...planned, name: id } as Task['job'],
    jobs: cache.jobs(job),
    events,
  }
}

async function sentStudy({ cache, plugins }: Pick<Bench, 'cache' | 'plugins'>, ref: string, plugin?: Stored) {
  if (!plugin) {
    if (!isShipped(ref)) throw new Fault('METTLE_ARGUMENT', `Expected the id of a shipped study, got ${ref}`)
    return undefined
  }
  if (!plugins) throw new Fault('METTLE_ARGUMENT', 'Expected a worker that takes plugin files, got one that does not')
  const path = await cache.plugin(plugin)
  if (!path)
    throw new Fault('METTLE_FILE', `Expected the study file ${plugin.sha256.slice(0, 8)}, got none: submit again`)
  return path
}

/** The result goes in place before the queue hears that the job is done. Trials are then gone from here. */
async function deliver({ connected, cache, blobs, shared, self }: Bench, task: Task, job: QueueJob, id: string) {
  const { redis } = connected
  const dir = join(task.jobs, task.job.folder)
  const both = shared && job.shared && existsSync(join(shared, job.shared))
  const stored = await blobs.put(id, pack(dir), KEPT, both ? 'shared' : 'redis')
  const result: Result = { pack: stored, worker: self }
  const first = await redis.set(keys.result(id), JSON.stringify(result), 'EX', KEPT, 'NX')
  // Another worker was taken for lost and was not.
  if (first === null && JSON.parse((await redis.get(keys.result(id))) ?? '{}').pack?.sha256 !== stored.sha256)
    await blobs.delete(stored)
  if (job.job.kind === 'trial') rmSync(dir, { recursive: true, force: true })
  else cache.keep(dir)
}
