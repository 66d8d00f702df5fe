import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Backend } from '../../agents/backend.ts'
import { versions } from '../program/build.ts'
import { typed } from '../refusal/command.ts'
import { trainEnvs } from '../study/envs.ts'
import type { Study } from '../study/study.ts'
import { type Identity, identityHash } from './identity.ts'

export interface PluginFile {
  readonly path: string
  readonly sha256: string
}

/** One start of the command on this folder. */
interface Session {
  readonly started: string
  readonly command: readonly string[]
  readonly workers: number
  readonly node: string
  readonly os: string
  readonly cpu: string
  readonly cores: number
  readonly memory: number
  readonly git: { readonly commit: string; readonly dirty: boolean } | null
}

export interface Manifest extends ReturnType<typeof versions> {
  readonly schema: 1
  readonly hash: string
  readonly identity: Identity
  readonly backend: Backend
  /** Every env and intervention of the study. */
  readonly plugins: readonly { readonly kind: string; readonly id: string; readonly version: number }[]
  readonly files: readonly PluginFile[]
  readonly sessions: readonly Session[]
}

interface Facts {
  readonly study: Study
  readonly identity: Identity
  readonly backend: Backend
  readonly files: readonly PluginFile[]
  readonly workers: number
}

/** What was run, by what, on what. A resumed run adds a session. */
export function manifest(folder: string, { study, identity, backend, files, workers }: Facts): Manifest {
  return {
    schema: 1,
    hash: identityHash(identity),
    ...versions(),
    backend,
    plugins: pluginsOf(study),
    files,
    sessions: [...earlier(folder), session(workers)],
    identity,
  }
}

function earlier(folder: string): readonly Session[] {
  const path = join(folder, 'manifest.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).sessions : []
}

function session(workers: number): Session {
  return {
    started: new Date().toISOString(),
    command: typed(),
    workers,
    node: process.version,
    os: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    git: repository(),
  }
}

/** The repository of the folder in which the command is given: that is where a study under change lies. */
function repository(): Session['git'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain') !== '' }
  } catch {
    return null
  }
}

function pluginsOf(study: Study): Manifest['plugins'] {
  const envs = [...trainEnvs(study).map(({ plugin }) => plugin), ...study.evals, ...(study.unseen ?? [])].map(
    ({ spec }) => ({
      kind: 'env',
      id: spec.id,
      version: spec.version,
    }),
  )
  const interventions = Object.values(study.arms).flatMap((arm) => arm.interventions)
  const seen = new Map(interventions.map(({ id, version }) => [id, { kind: 'intervention', id, version }]))
  return [...envs, ...seen.values()]
}
