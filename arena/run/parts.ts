import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'
import type { Hands, RunEvent } from './run.ts'
import { schedule } from './schedule.ts'
import type { Task } from './task.ts'
import type { Pool } from './threads.ts'

/** How the parts of one whole are run. */
export interface Parts {
  readonly hands: Hands
  /** Aborted: parts that nobody has begun are taken back, the others end. */
  readonly signal: AbortSignal
  on(event: RunEvent): void
}

/**
 * Runs tasks that make one whole, as a study's jobs do not: where one fails, no other starts.
 * @param stored hears of each that is done, its folder in place
 * @returns false where it was interrupted @throws Fault of the first that failed
 */
export async function runParts<T extends Task>(
  tasks: readonly T[],
  { hands, signal, on }: Parts,
  stored: (task: T, at: number) => void,
): Promise<boolean> {
  const broken = new AbortController()
  const stop = AbortSignal.any([signal, broken.signal])
  const pool = hands.open(stop, on)
  const steps = tasks.map((task, at) => ({ name: task.job.folder, task, at }))
  const run = async ({ task, at }: (typeof steps)[number]) => {
    try {
      return await part(pool, task, () => stored(task, at))
    } catch (error) {
      broken.abort(error)
      return false
    }
  }
  try {
    await schedule(steps, { lanes: hands.most, done: new Set(), run, skip: () => {}, signal: stop })
    broken.signal.throwIfAborted()
    return !signal.aborted
  } finally {
    await pool.close()
  }
}

/** @returns false where nobody had begun it when the run was interrupted */
async function part(pool: Pool, task: Task, stored: () => void): Promise<boolean> {
  const outcome = await pool.run(task)
  if (outcome.ok) stored()
  else if (!outcome.returned) throw new Fault('METTLE_JOB', outcome.trouble ?? messageOf(outcome.error))
  return outcome.ok
}
