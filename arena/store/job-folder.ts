import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { decodeCheckpoint } from '../../agents/checkpoint.ts'
import { Fault } from '../../envs/fault.ts'
import type { Profile } from '../play/clock.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { isTree } from '../refusal/issues.ts'
import { diskTrouble } from './disk.ts'
import { publish, writeJson } from './files.ts'
import type { Plan } from './jobs.ts'

/** Seconds of a finished job, all and by phase. Kept apart from its result, which holds no clock. */
export interface JobTiming {
  readonly seconds: number
  readonly matches: number
  readonly phases: Readonly<Record<string, number>>
  /** These seconds by what was done. */
  readonly profile: Profile
}

const TEMPORARY = '.tmp-'

/** `control.full.0-1a2b3c4d`: what it is, and the key that says what made it. */
export const jobFolderName = (name: string, key: string) => `${name.replace(/[^\w.-]/g, '_')}-${key.slice(0, 8)}`

/** Where a job may write until it is whole. */
export function beginJob(jobs: string, folder: string): string {
  const dir = join(jobs, `${TEMPORARY}${process.pid}-${folder}`)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  return dir
}

/** Stores the result and renames the folder into place: from here on the job is finished. */
export function finishJob(jobs: string, folder: string, dir: string, result: unknown, timing: JobTiming): void {
  writeJson(join(dir, 'timing.json'), timing)
  writeJson(join(dir, 'result.json'), result)
  rmSync(join(jobs, folder), { recursive: true, force: true })
  publish(dir, join(jobs, folder))
}

export const isFinished = (jobs: string, folder: string): boolean => existsSync(join(jobs, folder, 'result.json'))

/**
 * What reads of a finished job throw names its folder and what to do: a job in place is whole unless somebody damaged
 * it.
 * @throws Refusal
 */
export const readResult = (jobs: string, folder: string): unknown => readJson(join(jobs, folder), 'result.json')
export const readTiming = (jobs: string, folder: string): JobTiming =>
  readJson(join(jobs, folder), 'timing.json') as JobTiming

/** Metrics of every update of a trial. @throws Refusal */
export const readMetrics = (jobs: string, folder: string): readonly Readonly<Record<string, unknown>>[] =>
  readFrom(join(jobs, folder), 'metrics.jsonl', (bytes) =>
    String(bytes)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  )

/** The network of a foundation, with its result. @param dir the job's folder @throws Refusal */
export function readFoundation(dir: string) {
  const result: unknown = readJson(dir, 'result.json')
  return { result, ...readFrom(dir, 'checkpoint.safetensors', decodeCheckpoint) }
}

const readJson = (dir: string, file: string): unknown =>
  readFrom(dir, file, (bytes) => {
    const value = JSON.parse(String(bytes))
    if (!isTree(value)) throw new Fault('METTLE_FILE', `${JSON.stringify(value)} where a record should be`)
    return value
  })

function readFrom<T>(dir: string, file: string, parse: (bytes: Buffer) => T): T {
  try {
    return parse(readFileSync(join(dir, file)))
  } catch (error) {
    if (diskTrouble(error)) throw error
    const got = `one that does not read (${messageOf(error)})`
    return refuse(dir, `a finished job with a whole ${file}`, got, 'Remove that folder; the job runs again')
  }
}

/**
 * Reads all that a run will read of its finished jobs, so that a damaged one is known before anything starts.
 * @throws Refusal
 */
export function checkFinished(jobs: string, { foundations, trials }: Pick<Plan, 'foundations' | 'trials'>): void {
  const networks = new Set(trials.filter(({ finished }) => !finished).map(({ on }) => on.folder))
  for (const { folder, finished, kind } of [...foundations, ...trials]) {
    if (!finished) continue
    readResult(jobs, folder)
    readTiming(jobs, folder)
    if (kind === 'trial') readMetrics(jobs, folder)
    if (networks.has(folder)) readFoundation(join(jobs, folder))
  }
}

/** Bytes of a finished job. */
export function sizeOf(jobs: string, folder: string): number {
  const entries = readdirSync(join(jobs, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/** Removes what interrupted runs left behind. Call with the lock held. */
export function sweep(folder: string): void {
  for (const parent of [folder, join(folder, 'jobs')])
    for (const name of existsSync(parent) ? readdirSync(parent) : [])
      if (name.startsWith(TEMPORARY)) rmSync(join(parent, name), { recursive: true, force: true })
}
