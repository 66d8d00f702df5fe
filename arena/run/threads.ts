import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { messageOf } from '../refusal/errors.ts'
import type { Outcome, StudyTask, Task, WorkerMessage } from './task.ts'

export interface Pool {
  /**
   * Never rejects: a thread that dies costs its job one more try, then fails it.
   * @param started hears when the job begins
   */
  run(task: Task, started?: () => void): Promise<Outcome>
  close(): Promise<void>
}

/** Takes one thread from nothing to its first job, and ends it. */
export async function startOne(task: Pick<StudyTask, 'request' | 'backend' | 'hash'>): Promise<void> {
  const pool = new Piscina({ filename: WORKER, minThreads: 1, maxThreads: 1 })
  try {
    await pool.run(task, { name: 'ready' })
  } finally {
    await pool.destroy()
  }
}

const WORKER = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url))

/** Worker threads, also when there is only one: the command stays awake for progress and Ctrl-C. */
export function createPool(
  threads: number,
  on: (message: WorkerMessage) => void,
  onDeath: (task: Task, error: string) => void,
): Pool {
  const pool = new Piscina<Task, Outcome>({ filename: WORKER, minThreads: threads, maxThreads: threads })
  pool.on('message', on)
  // A thread that dies between jobs costs nothing: the pool starts another.
  pool.on('error', (error) => on({ type: 'printed', text: `a worker thread died: ${messageOf(error)}` }))

  const run = async (task: Task, tries: number): Promise<Outcome> => {
    try {
      return await pool.run(task)
    } catch (error) {
      const problem = `its worker thread died: ${messageOf(error)}`
      if (tries <= 1) return { ok: false, error: problem, stack: (error instanceof Error && error.stack) || problem }
      onDeath(task, problem)
      return run(task, tries - 1)
    }
  }
  return {
    run(task, started) {
      started?.()
      return run(task, 2)
    },
    close: () => pool.destroy(),
  }
}
