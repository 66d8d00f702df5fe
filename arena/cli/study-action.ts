import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { shownAddress } from '../queue/address.ts'
import { checkCommitted } from '../registration/committed.ts'
import type { Registration } from '../registration/registration.ts'
import { registeredAgain } from '../report/registrations.ts'
import { plan } from '../run/plan.ts'
import { type Hands, type RunOutcome, runStudy } from '../run/run.ts'
import { counted } from '../statistics/show.ts'
import { diskTrouble } from '../store/disk.ts'
import { identityHash } from '../store/identity.ts'
import { checkFinished, readTiming } from '../store/job-folder.ts'
import { manifest } from '../store/manifest.ts'
import { checkFolder, defaultFolder, openRunFolder, type RunFolder } from '../store/run-folder.ts'
import type { StudyRequest } from '../studies/resolve.ts'
import { bundleToSend } from '../study/load.ts'
import { createDisplay } from './display.ts'
import { ending, interrupted, troubled } from './ending.ts'
import { hand, type QueuePlace } from './hand.ts'
import { onInterrupt } from './interrupt.ts'
import { createLog } from './log.ts'
import type { Prepared } from './prepared.ts'
import { narrate } from './print.ts'
import { profileOf } from './profile.ts'
import { departs, registered, registrationOf, writeEnd, writeStart } from './registered.ts'
import { settle } from './settle.ts'
import { eventsOf, queueFlags, requestOf, type StudyFlags, workersOf } from './study-flags.ts'
import { writeTensorboard } from './tensorboard.ts'

/** The action of `mettle study`. */
export async function study(ref: string, flags: StudyFlags): Promise<void> {
  const registration = registrationOf(flags)
  if (registration && !flags.dryRun) checkCommitted(flags.registration as string)
  const request = { ...requestOf(ref, flags), ...(registration && { confirmatory: registration.seed }) }
  const asked = { request, registration }
  await conduct(asked, flags, (outcome, prepared) => {
    ending(outcome, prepared, flags)
    if (flags.tensorboard) narrate(`curves      tensorboard --logdir ${writeTensorboard(prepared)}`)
  })
}

/** What is run, and under which registration. */
export interface Asked {
  readonly request: StudyRequest
  readonly registration?: Registration
}

/**
 * Runs what is asked for and says how it went; sets the exit code.
 * @param concluded hears of a run that came to its end
 */
export async function conduct(
  asked: Asked,
  flags: StudyFlags,
  concluded: (outcome: RunOutcome, prepared: Prepared) => void,
): Promise<void> {
  const prepared = await prepare(asked, flags)
  // Loads what jobs and reports are made of, which a run leaves to its workers.
  if (flags.dryRun) return (await import('./dry-run.ts')).dryRun(prepared, flags.json ?? false)
  const handed = prepared.queue && (await handOver(prepared, prepared.queue))
  try {
    await inFolder(prepared, flags, concluded, handed?.hands)
  } finally {
    handed?.close()
  }
}

async function handOver({ study, identity, files, request }: Prepared, place: QueuePlace) {
  const plugin = files.length > 0 ? await bundleToSend(request.ref) : undefined
  return hand(place, { study: study.id, hash: identityHash(identity), backend: identity.backend, plugin })
}

async function inFolder(
  prepared: Prepared,
  flags: StudyFlags,
  concluded: (outcome: RunOutcome, prepared: Prepared) => void,
  hands?: Hands,
): Promise<void> {
  const folder = openRunFolder(prepared.folder, prepared.identity)
  try {
    record(prepared, folder)
    process.exitCode = await run(prepared, folder, flags, concluded, hands)
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
async function prepare({ request, registration }: Asked, flags: StudyFlags): Promise<Prepared> {
  const queue = queueFlags(flags)
  const workers = workersOf(flags, availableParallelism())
  const events = eventsOf(flags)
  const settled = await settle(request, flags)
  const folder = flags.out ?? defaultFolder(settled.identity)
  checkFolder(folder, settled.identity)
  const jobs = join(folder, 'jobs')
  checkFinished(jobs, plan(settled.study, settled.identity, jobs))
  const under = registration && { registered: registered(registration, flags.registration as string, settled) }
  return { ...settled, request, folder, workers, events, ...(queue && { queue }), ...under }
}

/** The manifest goes first: it makes the folder a run folder. */
function record(prepared: Prepared, folder: RunFolder): void {
  folder.write('manifest.json', manifest(folder.path, prepared))
  folder.write('study.json', prepared.identity.study)
  folder.write('overrides.json', { ...prepared.request, backend: prepared.backend.name })
}

async function run(
  prepared: Prepared,
  folder: RunFolder,
  { profile }: StudyFlags,
  concluded: (outcome: RunOutcome, prepared: Prepared) => void,
  hands?: Hands,
): Promise<number> {
  const { study, identity, request, workers, backend, events, registered: under } = prepared
  const stop = new AbortController()
  const log = createLog(folder.path)
  const display = createDisplay((job) => readTiming(folder.jobs, job.folder).seconds)
  const release = onInterrupt(stop, display.say, folder.release)
  const who = prepared.queue ? shownAddress(prepared.queue.address) : counted(workers, 'worker')
  display.say(`${study.id} ${identityHash(identity).slice(0, 8)} · ${backend.name} · ${who} · ${folder.path}`)
  for (const deviation of under?.deviations ?? []) display.say(departs(deviation))
  const started = under && { ...under, ...writeStart(under, prepared, folder.path) }
  const again = started && registeredAgain(study.id, started.registrations)
  if (again) display.say(again)
  const on = (event: Parameters<typeof log>[0]) => {
    log(event)
    display.on(event)
  }
  try {
    const outcome = await runStudy({
      request,
      study,
      identity,
      folder,
      workers,
      events,
      registered: started,
      signal: stop.signal,
      on,
      hands,
    })
    if (under) writeEnd(under, outcome)
    display.close()
    if (outcome.interrupted) interrupted(prepared)
    else if (outcome.trouble) troubled(prepared, outcome.trouble)
    else concluded(outcome, prepared)
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
