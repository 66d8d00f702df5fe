import { messageOf, Refusal, refuse } from '../refusal/errors.ts'
import { isLoopback } from '../serve/guard.ts'
import { resolveServed } from '../serve/resolve.ts'
import { type Serving, serve } from '../serve/server.ts'
import { integer } from './integer.ts'
import { narrate, print, printJson } from './print.ts'
import { backendOf } from './study-flags.ts'

/** As commander hands them over. */
export interface ServeFlags {
  readonly seat: string
  readonly opponents: readonly string[]
  readonly sessions: string
  readonly port: string
  readonly host: string
  readonly allowHost: readonly string[]
  readonly seed: string
  readonly report?: boolean
  readonly consequence?: string
  readonly set: readonly string[]
  readonly rate: string
  readonly backend?: string
  readonly json?: boolean
}

/** The action of `mettle serve`: serves until it is interrupted. @throws Refusal */
export async function serveEnv(env: string, flags: ServeFlags): Promise<void> {
  const { seat, opponents, host, allowHost, set, consequence } = flags
  const port = integer('--port', flags.port, 0, 65_535)
  const sessions = integer('--sessions', flags.sessions, 1, 4096)
  const rate = integer('--rate', flags.rate, 1, 1_000_000)
  const seed = integer('--seed', flags.seed, 0, 2_147_483_647)
  await backendFor(opponents, flags)
  const served = await resolveServed({ env, seat, opponents, seed, set, report: flags.report ?? false, consequence })
  for (const { port: door } of served.opponents) door?.open?.()
  const onDefect = (error: unknown) => narrate(`mettle: ${error instanceof Error ? error.stack : String(error)}`)
  const serving = await serve(served, { port, host, names: allowHost, sessions, rate, onDefect }).catch((error) =>
    refuse(`--host ${host} --port ${port}`, 'an address that is free', error.code ?? String(error)),
  )
  const { url } = serving
  if (flags.json)
    printJson({
      schema: 1,
      url,
      ws: `${url.replace(/^http/, 'ws')}/ws`,
      env: served.env.id,
      seat: served.seat,
      sessions,
    })
  else print(url)
  narrate(
    `Serving ${served.env.id}, seat ${served.seat}, to ${sessions === 1 ? 'one session' : `${sessions} sessions`} at once; Ctrl-C ends it.`,
  )
  if (!isLoopback(host))
    narrate('Whoever reaches this address can play: put it behind something that asks who they are.')
  await interrupted(serving)
}

const NETWORK = /[\\/]|\.safetensors|^network:/

/** Loaded only for agents that come by path, as networks do. @throws Refusal */
async function backendFor(opponents: readonly string[], flags: ServeFlags): Promise<void> {
  const forced = backendOf(flags)
  if (!opponents.some((text) => NETWORK.test(text))) return
  const { loadBackend } = await import('../../agents/backend.ts')
  await loadBackend(forced).catch((error) => {
    throw new Refusal(`${flags.backend ? '--backend' : 'METTLE_BACKEND'}: ${messageOf(error)}`, { cause: error })
  })
}

const interrupted = (serving: Serving) =>
  new Promise<void>((done) => {
    const end = () => void serving.close().then(done)
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  })
