import { Console } from 'node:console'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Writable } from 'node:stream'
import { parentPort } from 'node:worker_threads'
import { type BackendName, loadBackend } from '../../agents/backend.ts'
import { Fault } from '../../envs/fault.ts'
import { readProfile, startProfile } from '../play/clock.ts'
import { buildHash, versions } from '../program/build.ts'
import { messageOf } from '../refusal/errors.ts'
import { diskTrouble } from '../store/disk.ts'
import { identityHash, identityOf } from '../store/identity.ts'
import type { EventLevel, JobIO, JobProgress } from '../store/io.ts'
import { beginJob, finishJob, type JobTiming } from '../store/job-folder.ts'
import type { Job } from '../store/jobs.ts'
import { resolveStudy, type StudyRequest } from '../studies/resolve.ts'
import type { Study } from '../study/study.ts'

/** One job, as a worker thread gets it: the study travels as the request, never as functions. */
export interface Task {
  readonly request: StudyRequest
  readonly backend: BackendName
  readonly hash: string
  readonly job: Job
  /** The folder that holds all jobs of the run. */
  readonly jobs: string
  readonly events: EventLevel
}

export type Outcome =
  | { readonly ok: true; readonly timing: JobTiming }
  | {
      readonly ok: false
      readonly error: string
      readonly stack: string
      /** Nothing can be written any more: not the job's fault, and no other job can do better. */
      readonly trouble?: string
      /** This program is not the one that the job is for: another may do it. */
      readonly refused?: true
      /** Nobody had begun it when the run was interrupted. */
      readonly returned?: true
    }

/** What workers tell while they run. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly job: string; readonly at: JobProgress }
  | { readonly type: 'printed'; readonly text: string }

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
  let study: Study
  try {
    study = await verified(task)
  } catch (error) {
    return { ...failed(error), refused: true }
  }
  try {
    return { ok: true, timing: await runJob(task, study) }
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown) {
  const stack = (error instanceof Error && error.stack) || messageOf(error)
  const trouble = diskTrouble(error)
  return { ok: false as const, error: messageOf(error), stack, ...(trouble && { trouble }) }
}

/** Does all that a thread does before its first job. */
export async function ready(task: Pick<Task, 'request' | 'backend' | 'hash'>): Promise<void> {
  await verified(task)
  await import('./science.ts')
}

let known: { readonly hash: string; readonly study: Study } | undefined

/** The study, resolved again here. @throws Error unless study, code and backend are those of the run. */
async function verified({ request, backend, hash }: Pick<Task, 'request' | 'backend' | 'hash'>): Promise<Study> {
  if (known?.hash === hash) return known.study
  const { study, files } = await resolveStudy(request)
  const { name } = await loadBackend(backend)
  const program = {
    backend: name,
    mettle: versions().mettle,
    build: buildHash('study'),
    files: files.map((file) => file.sha256),
  }
  const own = identityHash(identityOf(study, program))
  if (own !== hash)
    throw new Fault(
      'METTLE_CHANGED',
      `expected the study of the run (${hash.slice(0, 8)}), got ${own.slice(0, 8)}: its files or Mettle's changed meanwhile`,
    )
  known = { hash, study }
  return study
}

async function runJob({ job, jobs, events }: Task, study: Study): Promise<JobTiming> {
  const { science } = await import('./science.ts')
  const dir = beginJob(jobs, job.folder)
  const clock = createClock(job.name)
  const io: JobIO = { dir, events, progress: clock.progress }
  try {
    const result =
      job.kind === 'foundation'
        ? await science.foundation(study, job.index, job.arm, io)
        : await science.trial(study, job.id, join(jobs, job.on.folder), io)
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
