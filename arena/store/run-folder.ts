import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { Fault } from '../../envs/fault.ts'
import { messageOf, Refusal, refuse } from '../refusal/errors.ts'
import { difference } from './difference.ts'
import { publish, writeJson, writeWhole } from './files.ts'
import { type Identity, identityHash } from './identity.ts'
import { sweep } from './job-folder.ts'
import { lock } from './lock.ts'
import type { Manifest } from './manifest.ts'

export const RUNS = 'runs'

export const defaultFolder = (identity: Identity) => join(RUNS, identity.study.id, identityHash(identity).slice(0, 8))

/**
 * Refuses a folder that the run could not use. Writes nothing.
 * @throws Refusal naming folder, expected and got.
 */
export function checkFolder(folder: string, identity: Identity): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) refuse(`--out ${folder}`, 'a folder', 'a file')
    checkOwner(folder, identity)
  }
  checkWritable(folder)
}

function checkOwner(folder: string, identity: Identity): void {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) {
    const found = readdirSync(folder).find((name) => !name.startsWith('.tmp-') && name !== 'lock')
    if (found) refuse(`--out ${folder}`, 'a new or empty folder, or a run of this study', `one that holds ${found}`)
    return
  }
  const made = recorded(path)
  if (identityHash(made) === identityHash(identity)) return
  const changes = difference(made, identity)
  const older = made.build === identity.build ? '' : `${OLDER}. `
  const hint = `${older}Give another --out, or delete the folder if its results are no longer wanted`
  throw new Refusal(
    `${folder}: expected a run of this same study, got one made by another (was → is now):\n${changes}\n${hint}`,
  )
}

const OLDER = 'Another build of Mettle made it: it can be watched and queried, but not resumed'

function recorded(path: string): Identity {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).identity
  } catch (error) {
    return refuse(path, 'the manifest of a run', messageOf(error))
  }
}

/** Asks of the folder, or of the nearest folder above it that exists. */
function checkWritable(folder: string): void {
  let at = resolve(folder)
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  try {
    if (!statSync(at).isDirectory()) throw new Fault('METTLE_REFUSED', `${at} is a file`)
    accessSync(at, constants.W_OK | constants.X_OK)
  } catch (error) {
    refuse(`--out ${folder}`, 'a folder that can be written', messageOf(error))
  }
}

export interface RunFolder {
  readonly path: string
  readonly jobs: string
  write(file: string, value: unknown): void
  writeText(file: string, text: string): void
  manifest(): Manifest
  /** Fills a folder and puts it in place of the one of that name once it is whole. */
  publish(name: string, fill: (dir: string) => Promise<void>): Promise<void>
  release(): void
}

/**
 * Takes the folder for this process, makes what is missing, and clears what an interrupted run left.
 * @param pointer which name under `runs/` leads to it, where it is the default folder
 * @throws Refusal
 */
export function openRunFolder(folder: string, identity: Identity, pointer: Pointer = 'latest'): RunFolder {
  checkFolder(folder, identity)
  makeFolder(folder)
  const held = lock(folder)
  try {
    checkOwner(folder, identity)
    sweep(folder)
  } catch (error) {
    held.release()
    throw error
  }
  if (isDefault(folder, identity)) pointLatest(folder, pointer)
  return {
    path: folder,
    jobs: join(folder, 'jobs'),
    write: (file, value) => writeJson(join(folder, file), value),
    manifest: () => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')),
    writeText: (file, text) => writeWhole(join(folder, file), text),
    publish: (name, fill) => publishFolder(folder, name, fill),
    release: held.release,
  }
}

/** One by one: on file systems that lie about folders, as /proc, Node's recursive mkdir never returns. */
function makeFolder(folder: string): void {
  const above: string[] = []
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) above.unshift(at)
  try {
    for (const each of above) if (!existsSync(each)) mkdirSync(each)
  } catch (error) {
    refuse(`--out ${folder}`, 'a folder that can be written', messageOf(error))
  }
}

async function publishFolder(folder: string, name: string, fill: (dir: string) => Promise<void>): Promise<void> {
  const dir = join(folder, `.tmp-${process.pid}-${name}`)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir)
  await fill(dir)
  rmSync(join(folder, name), { recursive: true, force: true })
  publish(dir, join(folder, name))
}

const isDefault = (folder: string, identity: Identity) => resolve(folder) === resolve(defaultFolder(identity))

/** Names under `runs/` that lead to the newest run of a kind. */
type Pointer = 'latest' | 'latest-tournament'

/**
 * `runs/latest`, and `runs/latest-tournament` for tournaments: a link, or a text file with the path where links are not
 * allowed.
 */
function pointLatest(folder: string, name: Pointer): void {
  const latest = join(RUNS, name)
  const part = join(RUNS, `.tmp-${process.pid}-${basename(latest)}`)
  const target = relative(RUNS, folder)
  rmSync(part, { force: true })
  try {
    symlinkSync(target, part)
  } catch {
    writeFileSync(part, `${target}\n`)
  }
  renameSync(part, latest)
}
