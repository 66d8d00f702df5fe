import { availableParallelism } from 'node:os'
import { type Backend, loadBackend } from '../../agents/backend.ts'
import { messageOf, Refusal } from '../errors.ts'
import type { EventLevel } from '../recorder.ts'
import { type ResolvedStudy, resolveStudy, type StudyRequest } from '../resolve.ts'
import { type RunOutcome, runStudy } from '../run.ts'
import { buildHash, versions } from '../store/build.ts'
import { diskTrouble } from '../store/disk.ts'
import { type Identity, identityHash, identityOf } from '../store/identity.ts'
import { manifest } from '../store/manifest.ts'
import { checkFolder, defaultFolder, openRunFolder, type RunFolder } from '../store/run-folder.ts'
import { createDisplay } from './display.ts'
import { dryRun } from './dry-run.ts'
import { ending, interrupted, troubled } from './ending.ts'
import { onInterrupt } from './interrupt.ts'
import { createLog } from './log.ts'
import { narrate } from './print.ts'
import { profileOf } from './profile.ts'
import { backendOf, eventsOf, requestOf, type StudyFlags, workersOf } from './study-flags.ts'

/** All that is settled before anything starts. */
export interface Prepared extends ResolvedStudy {
  readonly request: StudyRequest
  readonly backend: Backend
  readonly identity: Identity
  readonly folder: string
  readonly workers: number
  readonly events: EventLevel
}

/** The action of `mettle study`. */
export async function study(ref: string, flags: StudyFlags): Promise<void> {
  const prepared = await prepare(ref, flags)
  if (flags.dryRun) return dryRun(prepared, flags.json ?? false)
  const folder = openRunFolder(prepared.folder, prepared.identity)
  try {
    record(prepared, folder)
    process.exitCode = await run(prepared, folder, flags)
  } catch (error) {
    const trouble = diskTrouble(error)
    if (!trouble) throw error
    troubled(prepared, trouble)
    process.exitCode = 1
  } finally {
    folder.release()
  }
}

/** @throws Refusal */
async function prepare(ref: string, flags: StudyFlags): Promise<Prepared> {
  const request = requestOf(ref, flags)
  const workers = workersOf(flags, availableParallelism())
  const events = eventsOf(flags)
  const forced = backendOf(flags)
  const resolved = await resolveStudy(request)
  const backend = await loadBackend(forced).catch((error) => {
    throw new Refusal(`${flags.backend ? '--backend' : 'METTLE_BACKEND'}: ${messageOf(error)}`, { cause: error })
  })
  const files = resolved.files.map(({ sha256 }) => sha256)
  const identity = identityOf(resolved.study, {
    backend: backend.name,
    mettle: versions().mettle,
    build: buildHash(),
    files,
  })
  const folder = flags.out ?? defaultFolder(identity)
  checkFolder(folder, identity)
  return { ...resolved, request, backend, identity, folder, workers, events }
}

/** The manifest goes first: it makes the folder a run folder. */
function record(prepared: Prepared, folder: RunFolder): void {
  folder.write('manifest.json', manifest(folder.path, prepared))
  folder.write('study.json', prepared.identity.study)
  folder.write('overrides.json', { ...prepared.request, backend: prepared.backend.name })
}

async function run(prepared: Prepared, folder: RunFolder, { json, profile }: StudyFlags): Promise<number> {
  const { study, identity, request, workers, backend, events } = prepared
  const stop = new AbortController()
  const log = createLog(folder.path)
  const display = createDisplay()
  const release = onInterrupt(stop, display.say, folder.release)
  display.say(
    `${study.id} ${identityHash(identity).slice(0, 8)} · ${backend.name} · ${workers} worker${workers > 1 ? 's' : ''} · ${folder.path}`,
  )
  const on = (event: Parameters<typeof log>[0]) => {
    log(event)
    display.on(event)
  }
  try {
    const outcome = await runStudy({ request, study, identity, folder, workers, events, signal: stop.signal, on })
    display.close()
    if (outcome.interrupted) interrupted(prepared)
    else if (outcome.trouble) troubled(prepared, outcome.trouble)
    else ending(outcome, prepared, json ?? false)
    if (profile && !outcome.trouble) narrate(profileOf(outcome))
    return exitCodeOf(outcome)
  } finally {
    display.close()
    release()
  }
}

function exitCodeOf({ summary, failures, interrupted }: RunOutcome): number {
  if (interrupted) return 130
  if (!summary) return 1
  return failures.length > 0 ? 3 : 0
}
