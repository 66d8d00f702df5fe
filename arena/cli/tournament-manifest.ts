import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import type { Backend } from '../../agents/backend.ts'
import { versions } from '../program/build.ts'
import { typed } from '../refusal/command.ts'
import { type Identity, identityHash } from '../store/identity.ts'

/** What was played, by what, on what; each start of the command adds a session. */
export function tournamentManifest(folder: string, identity: Identity, backend: Backend | null) {
  return {
    schema: 1,
    hash: identityHash(identity),
    ...versions(),
    backend,
    sessions: [...earlier(folder), session()],
    identity,
  }
}

function earlier(folder: string): readonly unknown[] {
  const path = join(folder, 'manifest.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).sessions : []
}

const session = () => ({
  started: new Date().toISOString(),
  command: typed(),
  node: process.version,
  os: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
})
