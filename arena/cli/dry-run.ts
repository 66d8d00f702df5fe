import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Cost, type Forecast, forecast } from '../bench/forecast.ts'
import { type Job, type Plan, plan } from '../plan.ts'
import { counted } from '../report/show.ts'
import { identityHash } from '../store/identity.ts'
import { readTiming, sizeOf } from '../store/job-folder.ts'
import { duration } from './duration.ts'
import { narrate, print, printJson } from './print.ts'
import { departs } from './registered.ts'
import type { Prepared } from './study-action.ts'

/** Prints what a run would do and take; starts nothing of it and leaves nothing behind. */
export async function dryRun(prepared: Prepared, json: boolean): Promise<void> {
  const { identity, folder, workers, backend, study, registered } = prepared
  const deviations = registered?.deviations ?? []
  const jobs = join(folder, 'jobs')
  const planned = plan(study, identity, jobs)
  const all: readonly Job[] = [...planned.foundations, ...planned.trials]
  const costs = await costsOf(all, jobs, prepared)
  const expected = expectedOf(all, costs, workers)
  const facts = { hash: identityHash(identity), folder, backend: backend.name, workers }
  const listed = all.map(({ name, finished }, i) => ({ name, finished, ...costs[i] }))
  if (json)
    printJson({ schema: 1, study: identity.study, ...facts, jobs: listed, expected, ...(registered && { deviations }) })
  else
    print(
      [JSON.stringify(identity.study, null, 2), ...prose(planned, facts, expected), ...deviations.map(departs)].join(
        '\n',
      ),
    )
}

interface Expected {
  readonly seconds: number
  readonly bytes: number
}

function prose(
  { foundations, trials }: Plan,
  { folder, backend, workers }: { folder: string; backend: string; workers: number },
  { seconds, bytes }: Expected,
): string[] {
  const open = [...foundations, ...trials].filter(({ finished }) => !finished)
  const left = open.length > 0 ? `${open.length} to run: ${open.map(({ name }) => name).join(' ')}` : 'all finished'
  return [
    `${counted(foundations.length, 'foundation')} and ${counted(trials.length, 'trial')}, ${left}`,
    `Run folder: ${folder}; backend ${backend}; workers ${workers}`,
    `Expected time: ${duration(seconds)}${open.length > 0 ? ', from a short run of each kind of job on this machine' : ''}`,
    `Expected disk: ${(bytes / 1e6).toFixed(1)} MB`,
  ]
}

/** Of each job: what it took if it is finished, and else what a short one says. */
async function costsOf(all: readonly Job[], jobs: string, { study }: Prepared): Promise<Cost[]> {
  const missing = all.some(({ finished }) => !finished)
  const expected = missing ? await forecast(study, (text) => narrate(`dry run: ${text}`)) : null
  return all.map((job) =>
    job.finished
      ? { seconds: readTiming(jobs, job.folder).seconds, bytes: sizeOf(jobs, job.folder) }
      : costOf(job, expected as Forecast),
  )
}

const costOf = (job: Job, { foundation, trial }: Forecast): Cost =>
  job.kind === 'foundation' ? foundation : (trial[job.id.regime] as Cost)

/** Time of the jobs still to run, over the workers that have a core each; bytes of all. */
function expectedOf(all: readonly Job[], costs: readonly Cost[], workers: number): Expected {
  const open = costs.filter((_, i) => !all[i].finished)
  const lanes = Math.min(workers, availableParallelism(), Math.max(1, open.length))
  return {
    seconds: open.reduce((sum, { seconds }) => sum + seconds, 0) / lanes,
    bytes: costs.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
