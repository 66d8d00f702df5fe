import { join } from 'node:path'
import { type Job, type Plan, plan } from '../plan.ts'
import { identityHash } from '../store/identity.ts'
import { readTiming, sizeOf } from '../store/job-folder.ts'
import { duration } from './duration.ts'
import { print, printJson } from './print.ts'
import type { Prepared } from './study-action.ts'

/** Prints what a run would do; starts and writes nothing. */
export function dryRun(prepared: Prepared, json: boolean): void {
  const { identity, folder, workers, backend, study } = prepared
  const jobs = join(folder, 'jobs')
  const planned = plan(study, identity, jobs)
  const all = [...planned.foundations, ...planned.trials]
  const forecast = forecastOf(all, jobs, workers)
  const facts = { hash: identityHash(identity), folder, backend: backend.name, workers }
  const listed = all.map(({ name, finished }) => ({ name, finished }))
  if (json) printJson({ schema: 1, study: identity.study, ...facts, jobs: listed, expected: forecast })
  else print([JSON.stringify(identity.study, null, 2), ...prose(planned, facts, forecast)].join('\n'))
}

interface Forecast {
  /** Null before a job of each kind has finished. */
  readonly seconds: number | null
  readonly bytes: number
  /** Whether the bytes are those of finished jobs of this run. */
  readonly measured: boolean
}

function prose(
  planned: Plan,
  { folder, backend, workers }: { folder: string; backend: string; workers: number },
  forecast: Forecast,
): string[] {
  const { foundations, trials } = planned
  const open = [...foundations, ...trials].filter(({ finished }) => !finished)
  const { seconds, bytes, measured } = forecast
  return [
    `${foundations.length} foundations and ${trials.length} trials, ${open.length} to run: ${open.map(({ name }) => name).join(' ')}`,
    `Run folder: ${folder}; backend ${backend}; workers ${workers}`,
    `Expected time: ${seconds === null ? 'not known before a job of each kind has finished' : duration(seconds)}`,
    `Expected disk: ${(bytes / 1e6).toFixed(1)} MB${measured ? '' : ' (a guess: that of the quick study)'}`,
  ]
}

/** Bytes of a finished job of `quick`, until this run has one of its own. */
const TYPICAL = { foundation: 400_000, trial: 900_000 }

/** From the jobs that an earlier run of the same command finished. */
function forecastOf(all: readonly Job[], jobs: string, workers: number): Forecast {
  const kinds = (['foundation', 'trial'] as const).map((kind) => {
    const own = all.filter((job) => job.kind === kind)
    const done = own.filter(({ finished }) => finished)
    return {
      count: own.length,
      open: own.length - done.length,
      measured: done.length > 0,
      bytes: done.length > 0 ? mean(done.map(({ folder }) => sizeOf(jobs, folder))) : TYPICAL[kind],
      seconds: done.length > 0 ? mean(done.map(({ folder }) => readTiming(jobs, folder).seconds)) : null,
    }
  })
  const known = kinds.every(({ open, seconds }) => open === 0 || seconds !== null)
  return {
    seconds: known ? kinds.reduce((sum, { open, seconds }) => sum + open * (seconds ?? 0), 0) / workers : null,
    bytes: Math.round(kinds.reduce((sum, { count, bytes }) => sum + count * bytes, 0)),
    measured: kinds.every(({ measured }) => measured),
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
