import type { Backend } from '../../agents/backend.ts'
import { Fault, type FaultCode } from '../../envs/fault.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { pageAt } from '../program/build.ts'
import { thisCommand } from '../refusal/command.ts'
import { messageOf } from '../refusal/errors.ts'
import type { Hands } from '../run/run.ts'
import { diskTrouble } from '../store/disk.ts'
import type { Identity } from '../store/identity.ts'
import { identityHash } from '../store/identity.ts'
import { checkFolder, defaultFolder, openRunFolder, type RunFolder } from '../store/run-folder.ts'
import { conclude, type TournamentResult } from '../tournament/conclude.ts'
import { described, tournamentIdentity } from '../tournament/identity.ts'
import { resolveTournament, type Tournament, type TournamentRequest } from '../tournament/resolve.ts'
import { type Progress, playTournament, type TournamentPlayed, type UsageOf } from '../tournament/run.ts'
import { tables } from '../tournament/table.ts'
import { hand } from './hand.ts'
import { onInterrupt } from './interrupt.ts'
import { inLines, narrate, print, printJson, resultWidth, tableIn } from './print.ts'
import { createProgress, usageText } from './tournament-display.ts'
import { backendFor, requestOf, type TournamentFlags } from './tournament-flags.ts'
import { tournamentManifest } from './tournament-manifest.ts'
import { placeOf, playedOn, type TournamentQueue, tournamentQueue } from './tournament-queue.ts'

interface Prepared {
  readonly tournament: Tournament
  readonly identity: Identity
  readonly backend: Backend | null
  readonly path: string
  readonly request: TournamentRequest
  readonly queue?: TournamentQueue
}

/** The action of `mettle tournament`. */
export async function tournament(envs: readonly string[], flags: TournamentFlags): Promise<void> {
  const prepared = await prepare(envs, flags)
  const { queue, identity } = prepared
  const submission = { study: 'tournament', hash: identityHash(identity) }
  const handed = queue && (await hand(queue, { ...submission, backend: queue.backend.name }))
  try {
    await inFolder(prepared, flags, handed?.hands)
  } finally {
    handed?.close()
  }
}

async function inFolder(prepared: Prepared, flags: TournamentFlags, hands?: Hands): Promise<void> {
  const folder = openRunFolder(prepared.path, prepared.identity, 'latest-tournament')
  try {
    folder.write('manifest.json', tournamentManifest(folder.path, prepared.identity, prepared.backend))
    folder.write('tournament.json', described(prepared.tournament))
    process.exitCode = await run(prepared, folder, flags, hands)
  } catch (error) {
    process.exitCode = stopped(error, folder)
  } finally {
    folder.release()
  }
}

/** @throws Refusal */
async function prepare(envs: readonly string[], flags: TournamentFlags): Promise<Prepared> {
  const request = requestOf(envs, flags)
  const place = placeOf(request, flags)
  const backend = await backendFor(request, flags)
  const found = await resolveTournament(request)
  const identity = tournamentIdentity(found, backend)
  const path = flags.out ?? defaultFolder(identity)
  checkFolder(path, identity)
  const queue = place && (await tournamentQueue(place, backend, flags))
  return { tournament: found, identity, backend, path, request, ...(queue && { queue }) }
}

async function run(prepared: Prepared, folder: RunFolder, { json }: TournamentFlags, hands?: Hands): Promise<number> {
  const { queue } = prepared
  const stop = new AbortController()
  const display = createProgress()
  const release = onInterrupt(stop, display.say, folder.release)
  const started = performance.now()
  const asked = { path: folder.path, signal: stop.signal, say: display.say }
  display.say(`tournament ${identityHash(prepared.identity).slice(0, 8)} · ${prepared.path}`)
  const outside = outsiders(prepared.tournament)
  for (const { agent } of outside) agent.port?.open?.(folder.path)
  const shown = (progress: Progress) => display.on({ ...progress, used: usageOf(outside) })
  let last: Progress | undefined
  const beat = outside.length > 0 && setInterval(() => last && shown(last), REFRESH)
  try {
    const played = await playTournament(prepared.tournament, {
      folder: folder.path,
      ...(hands && queue && { elsewhere: playedOn({ ...prepared, ...asked, ...queue, hands }) }),
      signal: stop.signal,
      clock: () => performance.now() / 1000,
      breathe: breather(),
      on(progress) {
        last = progress
        shown(progress)
      },
    })
    display.close()
    if (!played.programmes) return interrupted(folder)
    const took = { ...timing(played, started), ...(outside.length > 0 && { outside: usageOf(outside) }) }
    finish(prepared, folder, conclude(prepared.tournament, played.programmes), took, json ?? false)
    return 0
  } finally {
    if (beat) clearInterval(beat)
    await Promise.all(outside.map(({ agent }) => agent.port?.close?.()))
    display.close()
    release()
  }
}

/** How often what agents outside the process use is shown, ms: a match of theirs can take minutes. */
const REFRESH = 1000

const outsiders = ({ agents, background }: Tournament) => [...agents, ...background].filter(({ agent }) => agent.port)

/** What every agent outside the process has used in this start. */
const usageOf = (outside: readonly Entrant[]): UsageOf[] =>
  outside.flatMap(({ name, agent }) => {
    const usage = agent.port?.usage?.()
    return usage ? [{ agent: name, ...usage }] : []
  })

/** Lets signals and displays have their turn, every so many ms. */
const HOLD = 50

function breather(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < HOLD) return undefined
    last = performance.now()
    return new Promise((resolve) => setImmediate(resolve))
  }
}

function timing({ seconds, resumed, programmes }: TournamentPlayed, started: number) {
  const matches = (programmes ?? []).reduce((sum, { fixtures }) => sum + fixtures.length, 0)
  const wall = (performance.now() - started) / 1000
  return { wall, ...seconds, resumed, matchesPerSecond: seconds.play > 0 ? (matches - resumed) / seconds.play : null }
}

function finish(
  { path }: Prepared,
  folder: RunFolder,
  result: TournamentResult,
  took: ReturnType<typeof timing> & { readonly outside?: readonly UsageOf[] },
  json: boolean,
): void {
  const document = { ...result, timing: took }
  folder.write('summary.json', document)
  if (json) printJson(document)
  else print(inLines(tables(result, tableIn(resultWidth())), resultWidth()))
  for (const used of took.outside ?? []) narrate(usageText(used))
  narrate(
    `\nFolder: ${path} (summary.json; matches/ replays every match). What the columns mean: ${pageAt('tournament.md')}`,
  )
}

function interrupted({ path }: RunFolder): number {
  narrate(`Interrupted; matches played are kept in ${path}. Resume with:\n  ${thisCommand()}`)
  return 130
}

const TOLD: readonly FaultCode[] = ['METTLE_AGENT', 'METTLE_CHECK', 'METTLE_JOB']

/** What an agent, an env or the machine did wrong; anything else is a defect of Mettle. */
function stopped(error: unknown, { path }: RunFolder): number {
  const trouble = diskTrouble(error)
  const told = error instanceof Fault && TOLD.includes(error.code)
  if (!trouble && !told) throw error
  narrate(
    `mettle: ${trouble ?? messageOf(error)}. Matches played before are kept in ${path}. Go on with:\n  ${thisCommand()}`,
  )
  return 1
}
