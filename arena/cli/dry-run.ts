import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { conclusion } from '../bench/conclusion.ts'
import type { Cost, Forecast } from '../bench/cost.ts'
import { forecast } from '../bench/forecast.ts'
import { plan } from '../run/plan.ts'
import { startOne } from '../run/threads.ts'
import { counted } from '../statistics/show.ts'
import { identityHash } from '../store/identity.ts'
import { readResult, readTiming, sizeOf } from '../store/job-folder.ts'
import type { Job, Plan } from '../store/jobs.ts'
import { manifest } from '../store/manifest.ts'
import { studyOf } from '../study/arm-settings.ts'
import type { Study } from '../study/study.ts'
import { duration } from './duration.ts'
import type { Prepared } from './prepared.ts'
import { narrate, print, printJson } from './print.ts'
import { departs } from './registered.ts'

/** Prints what a run would do and take; starts nothing of it and leaves nothing behind. */
export async function dryRun(prepared: Prepared, json: boolean): Promise<void> {
  const { identity, folder, workers, backend, study, registered } = prepared
  const deviations = registered?.deviations ?? []
  const jobs = join(folder, 'jobs')
  const planned = plan(study, identity, jobs)
  const all: readonly Job[] = [...planned.foundations, ...planned.trials]
  const costs = await costsOf(planned, jobs, prepared)
  const expected = expectedOf(all, costs, workers)
  const facts = { hash: identityHash(identity), folder, backend: backend.name, workers }
  const listed = all.map(({ name, finished }, i) => ({ name, finished, ...costs.jobs[i] }))
  if (json)
    printJson({ schema: 1, study: identity.study, ...facts, jobs: listed, expected, ...(registered && { deviations }) })
  else
    print(
      [JSON.stringify(identity.study, null, 2), ...prose(planned, facts, expected), ...deviations.map(departs)].join(
        '\n',
      ),
    )
}

/** What the parts of a run take. */
interface Costs {
  readonly jobs: readonly Cost[]
  /** Seconds of one worker from nothing to its first job; 0 where none starts. */
  readonly startUp: number
  readonly conclusion: Cost
}

interface Expected {
  readonly seconds: number
  readonly bytes: number
  /** Of the whole: until the workers have started, and tables and report at the end. */
  readonly startUp: number
  readonly conclusion: Cost
}

function prose(
  { foundations, trials }: Plan,
  { folder, backend, workers }: { folder: string; backend: string; workers: number },
  { seconds, bytes, startUp: starting, conclusion: end }: Expected,
): string[] {
  const open = [...foundations, ...trials].filter(({ finished }) => !finished)
  const left = open.length > 0 ? `${open.length} to run: ${named(open)}` : 'all finished'
  const parts = `until the workers have started ${duration(starting)}, tables and report ${duration(end.seconds)}`
  return [
    `${counted(foundations.length, 'foundation')} and ${counted(trials.length, 'trial')}, ${left}`,
    `Run folder: ${folder}; backend ${backend}; workers ${workers}`,
    `Expected time: ${duration(seconds)} (${parts})${open.length > 0 ? ', from a short run of the plainest arm in each regime on this machine; what interventions cost comes on top' : ''}`,
    `Expected disk: ${(bytes / 1e6).toFixed(1)} MB (tables and report ${(end.bytes / 1e6).toFixed(1)})`,
  ]
}

/** Most jobs that are named; a leaderboard has a thousand, and `--json` names them all. */
const NAMED = 12

const named = (jobs: readonly Job[]): string =>
  [...jobs.slice(0, NAMED).map(({ name }) => name), ...(jobs.length > NAMED ? ['…'] : [])].join(' ')

/** Of each job: what it took if it is finished, and else what a short one says. Tables and report are made on trial. */
async function costsOf({ foundations, trials }: Plan, jobs: string, prepared: Prepared): Promise<Costs> {
  const { study, request, backend, identity, folder } = prepared
  const all: readonly Job[] = [...foundations, ...trials]
  const made = manifest(folder, prepared)
  const say = (text: string) => narrate(`dry run: ${text}`)
  if (all.every(({ finished }) => finished)) {
    const read = (job: Job): any => readResult(jobs, job.folder)
    const results = {
      jobs,
      foundations: foundations.filter(({ arm }) => arm === null).map(read),
      trials: trials.map((job) => ({ folder: job.folder, result: read(job) })),
    }
    return { jobs: all.map((job) => taken(job, jobs)), startUp: 0, conclusion: await conclusion(study, made, results) }
  }
  const expected = await forecast(study, made, say)
  say('timing the start of a worker')
  const started = performance.now()
  await startOne({ request, backend: backend.name, hash: identityHash(identity) })
  return {
    jobs: all.map((job) => (job.finished ? taken(job, jobs) : costOf(job, study, expected))),
    startUp: (performance.now() - started) / 1000,
    conclusion: expected.conclusion,
  }
}

const taken = ({ folder }: Job, jobs: string): Cost => ({
  seconds: readTiming(jobs, folder).seconds,
  bytes: sizeOf(jobs, folder),
})

function costOf(job: Job, study: Study, { foundation, trial }: Forecast): Cost {
  if (job.kind === 'foundation') return foundation
  return trial[job.id.regime]!(studyOf(study, job.id.arm).settings.compete)
}

/** Time of the jobs still to run, over the workers that have a core each, between start and end; bytes of all. */
function expectedOf(all: readonly Job[], { jobs, startUp: one, conclusion: end }: Costs, workers: number): Expected {
  const open = jobs.filter((_, i) => !all[i].finished)
  const threads = Math.min(workers, Math.max(1, open.length))
  const lanes = Math.min(threads, availableParallelism())
  // All threads start at once, and share the cores.
  const starting = (one * threads) / lanes
  return {
    seconds: starting + open.reduce((sum, { seconds }) => sum + seconds, 0) / lanes + end.seconds,
    bytes: jobs.reduce((sum, { bytes }) => sum + bytes, 0) + end.bytes,
    startUp: starting,
    conclusion: end,
  }
}
