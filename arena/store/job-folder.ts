import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Profile } from '../profile.ts'
import { publish, writeJson } from './files.ts'

/** Seconds of a finished job, all and by phase. Kept apart from its result, which holds no clock. */
export interface JobTiming {
  readonly seconds: number
  readonly matches: number
  readonly phases: Readonly<Record<string, number>>
  /** The same seconds by what was done. */
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

export const readResult = (jobs: string, folder: string): unknown => readJson(join(jobs, folder, 'result.json'))
export const readTiming = (jobs: string, folder: string): JobTiming => readJson(join(jobs, folder, 'timing.json'))

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

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
