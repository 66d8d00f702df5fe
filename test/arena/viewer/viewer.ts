import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { random } from '../../../agents/bots/random.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { type Played, play } from '../../../arena/play/rollout.ts'
import { createWorld } from '../../../arena/play/world.ts'
import { bundlePage } from '../../../arena/viewer/bundle-page.ts'
import { openWatched } from '../../../arena/viewer/folder.ts'
import { type Serving, serve } from '../../../arena/viewer/server.ts'
import type { Env } from '../../../envs/define.ts'

const PLACES = [process.env.METTLE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of the tests. CI installs one; elsewhere its absence is said and the tests are counted as skipped. */
export const CHROMIUM = PLACES.find((path) => path && existsSync(path))

export const withoutBrowser = !CHROMIUM && process.env.CI !== 'true'

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM ?? 'no Chromium: apt-get install chromium, or METTLE_CHROMIUM=PATH',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })

export const folder = () => mkdtempSync(join(tmpdir(), 'mettle-viewer-'))
export const remove = (dir: string) => rmSync(dir, { recursive: true, force: true })

/** Matches of random players, seat 0 focal. */
export function played(env: Env, count: number, items: readonly (number | undefined)[] = []): Played[] {
  const pairings = Array.from({ length: count }, (_, i) => ({
    seed: `${env.id} ${i}`,
    agents: Array(env.seats).fill(random),
    ...(items[i] === undefined ? {} : { setupData: { item: items[i] } }),
  }))
  return play(createWorld(env), pairings)
}

/** A file of matches as trials write it. */
export function writeMatches(path: string, env: Env, matches: readonly Played[]): void {
  writeRows(path, matches, { env: env.id, version: env.version, params: env.params, transforms: [] })
}

/** As tournaments write it, without a head; as trials do, with one. */
export function writeRows(path: string, matches: readonly Played[], head?: object): void {
  const rows = matches.map(({ steps: _, memory: __, agents, ...record }) => ({ ...record, seats: agents, focal: 0 }))
  writeFileSync(path, [...(head ? [head] : []), ...rows].map((row) => `${JSON.stringify(row)}\n`).join(''))
}

export async function served(path: string, live = false, plugins: readonly string[] = []): Promise<Serving> {
  const watched = await openWatched(path, live, plugins)
  return await serve(watched, await bundlePage(watched.plugins), 0)
}

/** G and ctx after every act, by boardgame.io's reducer in Node: what the page has to show. */
export function truth(env: Env, { seed, setupData, actions }: Played): unknown[] {
  const match = createReference(env.game).start({ seed, numPlayers: env.seats, setupData })
  const states = [plain(match)]
  for (let i = 0; i < actions.length; i += 2) {
    const { move, args } = env.actions[actions[i + 1]]
    match.act(String(actions[i]), move, args)
    states.push(plain(match))
  }
  return states
}

const plain = ({ G, ctx }: { G: unknown; ctx: unknown }) => JSON.parse(JSON.stringify({ G, ctx }))

/** What the page said wrong. */
export function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  return problems
}
