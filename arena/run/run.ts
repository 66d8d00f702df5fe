import { performance } from 'node:perf_hooks'
import type { Summary } from '../analysis/summary.ts'
import type { Counted } from '../registration/siblings.ts'
import { type Identity, identityHash } from '../store/identity.ts'
import type { EventLevel } from '../store/io.ts'
import { type JobTiming, readResult, readTiming } from '../store/job-folder.ts'
import type { FoundationJob, Job, Plan, TrialJob } from '../store/jobs.ts'
import type { TrialFailure } from '../store/results.ts'
import type { RunFolder } from '../store/run-folder.ts'
import type { StudyRequest } from '../studies/resolve.ts'
import type { Study } from '../study/study.ts'
import { inTurn, plan } from './plan.ts'
import { schedule } from './schedule.ts'
import type { StudyTask, WorkerMessage } from './task.ts'
import { createPool, type Pool } from './threads.ts'

/** What a run tells while it goes on; displays and the log listen. */
export type RunEvent =
  | { readonly type: 'planned'; readonly plan: Plan; readonly workers: number }
  | { readonly type: 'started'; readonly job: Job }
  | { readonly type: 'finished'; readonly job: Job; readonly timing: JobTiming }
  | { readonly type: 'failed'; readonly job: Job; readonly error: string; readonly stack: string }
  | { readonly type: 'retried'; readonly job: Pick<Job, 'name'>; readonly error: string }
  /** So many jobs are now run side by side. */
  | { readonly type: 'lanes'; readonly lanes: number }
  | WorkerMessage

export interface RunOptions {
  readonly request: StudyRequest
  readonly study: Study
  readonly identity: Identity
  readonly folder: RunFolder
  readonly workers: number
  readonly events: EventLevel
  /** The registration it runs under. */
  readonly registered?: RegisteredRun
  readonly on: (event: RunEvent) => void
  /** Aborted: running jobs finish, no other starts. */
  readonly signal: AbortSignal
  /** Who runs the jobs: threads of this process unless said. */
  readonly hands?: Hands
}

/** Who runs the jobs of a study. */
export interface Hands {
  /** Most jobs that are handed over and not yet back. */
  readonly most: number
  open(signal: AbortSignal, on: (event: RunEvent) => void): Pool
}

/** A registration as a run knows it. */
export interface RegisteredRun {
  readonly registration: { readonly hash: string; readonly commit: string }
  readonly deviations: readonly string[]
  /** Starts under the registration so far, aborted ones and this one too. */
  readonly starts: number
  /** All registrations of the same study, this one too. */
  readonly registrations: readonly Counted[]
}

export interface RunOutcome {
  /** Null when the run was interrupted or no trial was usable. */
  readonly summary: Summary | null
  readonly failures: readonly TrialFailure[]
  readonly interrupted: boolean
  /** Why nothing could be written any more, if that ended it. */
  readonly trouble?: string
}

/** Errors by the name of the job that failed. */
type Failures = ReadonlyMap<string, string>

/** Runs every job that is not finished, then reads the summary off the folder and stores it there. */
export async function runStudy(options: RunOptions): Promise<RunOutcome> {
  const started = performance.now()
  const { study, identity, folder, on, workers } = options
  const planned = plan(study, identity, folder.jobs)
  on({ type: 'planned', plan: planned, workers })
  const { failed, left, trouble } = await runJobs(planned, options)
  if (trouble) return { summary: null, failures: [], interrupted: false, trouble }
  const failures = planned.trials.filter(({ name }) => failed.has(name)).map((job) => failureOf(job, failed))
  if (left.length > 0) return { summary: null, failures, interrupted: true }
  if (failures.length === planned.trials.length) return { summary: null, failures, interrupted: false }
  const wall = (performance.now() - started) / 1000
  const { summary: numbers, ...read } = await concluded(planned, failed, options)
  const summary = {
    ...numbers,
    timing: {
      folder: folder.path,
      ...timingOf(planned, failed, folder.jobs, wall, workers),
      ...countsOf(options.registered),
    },
  }
  const { conclusion } = await concluding()
  folder.writeText(
    'report.html',
    conclusion.page({ study, summary, ...read, jobs: folder.jobs, manifest: folder.manifest() }),
  )
  folder.write('summary.json', summary)
  return { summary, failures, interrupted: false }
}

/** Loaded once; the report's plots alone take as long as a short job. */
const concluding = () => import('./conclusion.ts')

interface Ran {
  readonly failed: Failures
  readonly left: readonly Job[]
  readonly trouble?: string
}

async function runJobs(planned: Plan, options: RunOptions): Promise<Ran> {
  const { request, identity, folder, workers, on, signal, events, hands } = options
  const all = inTurn(planned)
  const steps = all
    .filter(({ finished }) => !finished)
    .map((job) => ({ name: job.name, after: job.kind === 'trial' ? job.on.name : undefined, job }))
  if (steps.length === 0) return { failed: new Map(), left: [] }

  const failed = new Map<string, string>()
  const broken = new AbortController()
  const fail = (job: Job, error: string, stack: string) => {
    failed.set(job.name, error)
    on({ type: 'failed', job, error, stack })
  }
  const returned: Job[] = []
  const pool = (hands ?? threads(Math.min(workers, steps.length))).open(signal, on)
  const run = async ({ job }: { job: Job }) => {
    const hash = identityHash(identity)
    const task: StudyTask = { kind: 'study', request, backend: identity.backend, hash, job, jobs: folder.jobs, events }
    const outcome = await pool.run(task, () => on({ type: 'started', job }))
    // Workers go on with the next job: what the end needs loads now, and nobody waits for it then.
    void concluding()
    if (outcome.ok) on({ type: 'finished', job, timing: outcome.timing })
    else if (outcome.returned) returned.push(job)
    else if (outcome.trouble) broken.abort(outcome.trouble)
    else fail(job, outcome.error, outcome.stack)
    return outcome.ok
  }
  const skip = ({ job, after }: { job: Job; after?: string }) => {
    const error = `${after} failed: ${failed.get(after as string)}`
    fail(job, error, error)
  }
  try {
    const done = new Set(all.filter(({ finished }) => finished).map(({ name }) => name))
    const stop = AbortSignal.any([signal, broken.signal])
    const left = await schedule(steps, { lanes: hands?.most ?? workers, done, run, skip, signal: stop })
    return { failed, left: [...returned, ...left.map(({ job }) => job)], trouble: broken.signal.reason }
  } finally {
    await pool.close()
  }
}

const threads = (count: number): Hands => ({
  most: count,
  open: (_, on) => createPool(count, on, ({ job }, error) => on({ type: 'retried', job, error })),
})

const failureOf = ({ id, name }: TrialJob, failed: Failures): TrialFailure => ({
  id,
  error: failed.get(name) as string,
})

/**
 * Tables and summary, from the jobs' files alone and in canonical order: neither worker count nor interruption can
 * show.
 */
async function concluded(
  { foundations, trials }: Plan,
  failed: Failures,
  { study, identity, folder, registered }: RunOptions,
) {
  const { conclusion } = await concluding()
  const read = (job: FoundationJob | TrialJob): any => readResult(folder.jobs, job.folder)
  const usable = foundations.filter(({ name, arm }) => arm === null && !failed.has(name)).map(read)
  const stored = trials.map((job) => ({
    folder: job.folder,
    result: failed.has(job.name) ? failureOf(job, failed) : read(job),
  }))
  await folder.publish('tables', (dir) => conclusion.tables(dir, usable, stored))
  const hash = identityHash(identity)
  const { backend, mettle, build } = identity
  const summary = conclusion.summarise(
    study,
    usable,
    stored.map(({ result }) => result),
    { hash, backend },
  )
  const run = {
    ...summary.run,
    id: `${study.id}/${hash.slice(0, 8)}`,
    reproducible: backend !== 'gpu',
    mettle,
    build,
  }
  return { summary: { ...summary, ...registrationOf(registered), run }, foundations: usable, trials: stored }
}

/** What grows from start to start, and so is no part of what two runs of one seed share. */
const countsOf = (registered: RegisteredRun | undefined) =>
  registered && { starts: registered.starts, registrations: registered.registrations }

/** A run that departs from its registration is exploratory. */
function registrationOf(registered: RegisteredRun | undefined): Partial<Summary> {
  if (!registered) return {}
  const { registration, deviations } = registered
  const { hash, commit } = registration
  return { registered: deviations.length === 0, registration: { hash, commit, deviations } }
}

/** Seconds; the jobs of earlier sessions keep theirs. */
function timingOf({ foundations, trials }: Plan, failed: Failures, jobs: string, wall: number, workers: number) {
  const timings = [...foundations, ...trials]
    .filter(({ name }) => !failed.has(name))
    .map((job) => [job.name, readTiming(jobs, job.folder)] as const)
  const total = (of: (timing: JobTiming) => Readonly<Record<string, number>>) => {
    const sums: Record<string, number> = {}
    for (const [, timing] of timings)
      for (const [name, seconds] of Object.entries(of(timing))) sums[name] = (sums[name] ?? 0) + seconds
    return sums
  }
  const seconds = Object.fromEntries(timings.map(([name, timing]) => [name, timing.seconds]))
  const phases = total((timing) => timing.phases)
  const profile = total((timing) => timing.profile)
  return { wall, workers, jobs: seconds, phases, profile }
}
