import type { Backend } from '../../agents/backend.ts'
import { thisCommand } from '../command.ts'
import { messageOf, Refusal, refuse } from '../errors.ts'
import { diskTrouble } from '../store/disk.ts'
import type { Identity } from '../store/identity.ts'
import { identityHash } from '../store/identity.ts'
import { checkFolder, defaultFolder, openRunFolder, type RunFolder } from '../store/run-folder.ts'
import { conclude, type TournamentResult } from '../tournament/conclude.ts'
import { described, tournamentIdentity } from '../tournament/identity.ts'
import { AgentFailure } from '../tournament/play.ts'
import { resolveTournament, type Tournament, type TournamentRequest } from '../tournament/resolve.ts'
import { playTournament, type TournamentPlayed } from '../tournament/run.ts'
import { tables } from '../tournament/table.ts'
import { onInterrupt } from './interrupt.ts'
import { columns, narrate, print, printJson } from './print.ts'
import { backendOf, integer } from './study-flags.ts'
import { createProgress } from './tournament-display.ts'
import { tournamentManifest } from './tournament-manifest.ts'

/** As commander hands them over. */
export interface TournamentFlags {
  readonly agents: readonly string[]
  readonly background: readonly string[]
  readonly matches: string
  readonly seed: string
  readonly set: readonly string[]
  readonly out?: string
  readonly backend?: string
  readonly json?: boolean
}

interface Prepared {
  readonly tournament: Tournament
  readonly identity: Identity
  readonly backend: Backend | null
  readonly path: string
}

/** The action of `mettle tournament`. */
export async function tournament(envs: readonly string[], flags: TournamentFlags): Promise<void> {
  const prepared = await prepare(envs, flags)
  const folder = openRunFolder(prepared.path, prepared.identity)
  try {
    folder.write('manifest.json', tournamentManifest(folder.path, prepared.identity, prepared.backend))
    folder.write('tournament.json', described(prepared.tournament))
    process.exitCode = await run(prepared, folder, flags)
  } catch (error) {
    process.exitCode = stopped(error, folder)
  } finally {
    folder.release()
  }
}

/** @throws Refusal */
async function prepare(envs: readonly string[], flags: TournamentFlags): Promise<Prepared> {
  const request = requestOf(envs, flags)
  const backend = await backendFor(request, flags)
  const found = await resolveTournament(request)
  const identity = tournamentIdentity(found, backend)
  const path = flags.out ?? defaultFolder(identity)
  checkFolder(path, identity)
  return { tournament: found, identity, backend, path }
}

function requestOf(envs: readonly string[], flags: TournamentFlags): TournamentRequest {
  const { agents, background, set } = flags
  if (agents.length === 0) refuse('--agents', 'at least two agents', 'none', 'As in --agents random,mcts')
  const matches = integer('--matches', flags.matches, 1, 1_000_000)
  const seed = integer('--seed', flags.seed, 0, 2_147_483_647)
  return { envs, agents, background, matches, seed, set }
}

/** Only networks need one, and tfjs takes a second to load. Networks come by path. */
async function backendFor({ agents, background }: TournamentRequest, flags: TournamentFlags): Promise<Backend | null> {
  const forced = backendOf(flags)
  if (![...agents, ...background].some((text) => /[\\/]|\.safetensors/.test(text))) return null
  const { loadBackend } = await import('../../agents/backend.ts')
  return loadBackend(forced).catch((error) => {
    throw new Refusal(`${flags.backend ? '--backend' : 'METTLE_BACKEND'}: ${messageOf(error)}`, { cause: error })
  })
}

async function run(prepared: Prepared, folder: RunFolder, { json }: TournamentFlags): Promise<number> {
  const stop = new AbortController()
  const display = createProgress()
  const release = onInterrupt(stop, display.say, folder.release)
  const started = performance.now()
  display.say(`tournament ${identityHash(prepared.identity).slice(0, 8)} · ${prepared.path}`)
  try {
    const played = await playTournament(prepared.tournament, {
      folder: folder.path,
      signal: stop.signal,
      clock: () => performance.now() / 1000,
      breathe: breather(),
      on: display.on,
    })
    display.close()
    if (!played.programmes) return interrupted(folder)
    finish(prepared, folder, conclude(prepared.tournament, played.programmes), timing(played, started), json ?? false)
    return 0
  } finally {
    display.close()
    release()
  }
}

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
  took: ReturnType<typeof timing>,
  json: boolean,
): void {
  const document = { ...result, timing: took }
  folder.write('summary.json', document)
  if (json) printJson(document)
  else print(tables(result, columns))
  narrate(`\nFolder: ${path} (summary.json; matches/ replays every match). What the columns mean: docs/tournament.md`)
}

function interrupted({ path }: RunFolder): number {
  narrate(`Interrupted; matches played are kept in ${path}. Resume with:\n  ${thisCommand()}`)
  return 130
}

/** What an agent or the machine did wrong; anything else is a defect of Mettle. */
function stopped(error: unknown, { path }: RunFolder): number {
  const trouble = diskTrouble(error)
  if (!trouble && !(error instanceof AgentFailure)) throw error
  narrate(
    `mettle: ${trouble ?? messageOf(error)}. Matches played before are kept in ${path}. Go on with:\n  ${thisCommand()}`,
  )
  return 1
}
