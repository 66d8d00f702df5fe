import { Console } from 'node:console'
import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { Writable } from 'node:stream'
import { parentPort } from 'node:worker_threads'
import { readProfile, startProfile } from '../play/clock.ts'
import { messageOf } from '../refusal/errors.ts'
import { diskTrouble } from '../store/disk.ts'
import type { JobProgress } from '../store/io.ts'
import { beginJob, finishJob, type JobTiming } from '../store/job-folder.ts'
import type { Doing, Outcome, StudyTask, Task, WorkerMessage } from './task.ts'

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

/** Standard output belongs to results, so what a plugin prints goes to the log. */
globalThis.console = new Console(
  new Writable({
    write(chunk, _, done) {
      say({ type: 'printed', text: String(chunk).trimEnd() })
      done()
    },
  }),
)

/** Runs one job and stores it. What it throws comes back as its outcome: a job fails alone. */
export default async function run(task: Task): Promise<Outcome> {
  let doing: Doing
  try {
    doing = await prepared(task)
  } catch (error) {
    return { ...failed(error), refused: true }
  }
  try {
    return { ok: true, timing: await store(task, doing) }
  } catch (error) {
    return failed(error)
  }
}

/** @throws Error unless what it is part of, the code and the backend are those of the run. */
async function prepared(task: Task): Promise<Doing> {
  if (task.kind === 'tournament') return (await import('./block-job.ts')).blockJob(task)
  if (task.kind === 'battery') return (await import('./items-job.ts')).itemsJob(task)
  return (await import('./study-job.ts')).studyJob(task)
}

function failed(error: unknown) {
  const stack = (error instanceof Error && error.stack) || messageOf(error)
  const trouble = diskTrouble(error)
  return { ok: false as const, error: messageOf(error), stack, ...(trouble && { trouble }) }
}

/** Does all that a thread does before its first job. */
export async function ready(task: Pick<StudyTask, 'request' | 'backend' | 'hash'>): Promise<void> {
  const { verified } = await import('./study-job.ts')
  await verified(task)
  await import('./science.ts')
}

async function store(task: Task, doing: Doing): Promise<JobTiming> {
  const { job, jobs } = task
  const dir = beginJob(jobs, job.folder)
  const clock = createClock(job.name)
  try {
    const result = await doing({ dir, progress: clock.progress })
    const timing = clock.stop()
    finishJob(jobs, job.folder, dir, result, timing)
    return timing
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const REPORT_EVERY = 100

/** Times a job by phase and passes its progress on, at most ten times a second but for changes of phase. */
function createClock(job: string) {
  startProfile()
  const started = performance.now()
  const phases: Record<string, number> = {}
  let [last, reported, phase, pending, matches] = [started, 0, '', 0, 0]
  return {
    progress(at: JobProgress) {
      const now = performance.now()
      phases[at.phase] = (phases[at.phase] ?? 0) + (now - last) / 1000
      last = now
      matches += at.matches
      pending += at.matches
      if (at.phase === phase && now - reported < REPORT_EVERY && at.done < at.total) return
      say({ type: 'progress', job, at: { ...at, matches: pending } })
      ;[reported, phase, pending] = [now, at.phase, 0]
    },
    stop: (): JobTiming => {
      const profile = readProfile()
      return { seconds: (performance.now() - started) / 1000, matches, phases, profile }
    },
  }
}
