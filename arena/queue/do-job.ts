import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from 'bullmq'
import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'
import type { Task } from '../run/task.ts'
import type { Pool } from '../run/threads.ts'
import { diskTrouble } from '../store/disk.ts'
import type { Blobs } from './blobs.ts'
import type { Cache } from './cache.ts'
import type { Connected } from './connect.ts'
import { jobSchema, type QueueJob } from './job-message.ts'
import { KEPT, keys } from './keys.ts'
import type { Result } from './messages.ts'
import { pack } from './pack.ts'
import { taskOf } from './task-of.ts'

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
  if (task.kind === 'study' && task.job.kind === 'trial') {
    const { on } = task.job
    const problem = await cache.foundation(job, on, () => pool.run({ ...task, job: on }))
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

/** The result goes in place before the queue hears that the job is done. All but foundations are then gone from here. */
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
  if (job.job.kind === 'foundation') cache.keep(dir)
  else rmSync(dir, { recursive: true, force: true })
}
