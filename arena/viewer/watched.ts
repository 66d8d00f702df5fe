import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '../../envs/define.ts'
import type { Engine } from '../engine/define.ts'
import { createStepper } from '../engine/stepper.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { type Head, type JobData, type MatchData, type MatchesData, PLAYED, type RunData } from './data.ts'
import { readHead, readMatches } from './lines.ts'
import { type Plugins, worldOf } from './plugins.ts'
import { factsOf } from './walk.ts'

/** A run, tournament or file of matches, read as it stands now. */
export interface Watched {
  /** Its folder; matches of people are kept in `played/` there, and nothing else is written. */
  readonly path: string
  readonly plugins: Plugins
  run(): RunData
  /** @throws Refusal where there is no such job, or its matches do not read */
  matches(job: string): MatchesData
}

/** A job with the file of its matches; `head` where that file has none of its own. */
export interface Job extends JobData {
  readonly file: string
  readonly head?: Head
}

export const BLANK = { reversed: null, regime: null, foundation: null, state: 'finished', path: [] } as const

export function watchedOf(
  path: string,
  plugins: Plugins,
  ownJobs: () => readonly Job[],
  facts: () => Omit<RunData, 'schema' | 'jobs'>,
): Watched {
  const jobs = () => [...ownJobs(), ...playedIn(path, plugins)]
  const known = new Map<string, MatchesData & { readonly version: string }>()
  return {
    path,
    plugins,
    run: () => ({ schema: 1, ...facts(), jobs: jobs().map(({ file: _, head: __, ...job }) => job) }),
    matches(name) {
      const found = jobs().find(({ folder }) => folder === name)
      const { file, head, state, version, problem } =
        found ?? refuse(name, 'a job of this run that has matches', 'none of that name')
      if (problem !== undefined) refuse(name, 'a job that reads', problem)
      const held = known.get(name)
      if (held?.version === version) return held
      const read = readMatches(file, { head, growing: state === 'running' })
      const { env, game } = worldOf(plugins, read.head)
      const engine = createStepper(game)
      const data = {
        head: read.head,
        matches: read.matches.map((match) => withFacts(env, engine, match, name)),
        version,
      }
      known.set(name, data)
      return data
    },
  }
}

/** What people played here, in envs that this page has. */
function playedIn(path: string, plugins: Plugins): Job[] {
  const folder = join(path, PLAYED)
  return namesIn(folder, (name) => isMatches(name) && isPlainFile(join(folder, name))).flatMap((name) => {
    const file = join(folder, name)
    const env = envIn(file)
    const job = { ...BLANK, folder: name, arm: PLAYED, env: env ?? '', version: versionOf(file), file }
    return env === null || plugins.envs.has(env) ? [job] : []
  })
}

/** Null of a file that does not read: it stays in the list, and reading its matches says what is wrong. */
function envIn(file: string): string | null {
  try {
    return readHead(file).env
  } catch {
    return null
  }
}

function withFacts(env: Env, engine: Engine<any>, match: Omit<MatchData, 'facts'>, job: string): MatchData {
  try {
    const { scores, ...facts } = factsOf(env, engine, match)
    const same = scores.every((score, seat) => score === match.scores[seat])
    return { ...match, facts, ...(!same && { replayed: scores }) }
  } catch (error) {
    return refuse(`${job}, match ${match.n}`, 'a match that can be played again', messageOf(error))
  }
}

/** A file of matches that is whole: one that is being written is hidden. */
export const isMatches = (name: string): boolean => name.endsWith('.jsonl') && !name.startsWith('.')

/** Names of plain files and folders alone: a link could lead anywhere, and a pipe would never end. */
export const namesIn = (folder: string, keep: (name: string) => boolean): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => (entry.isFile() || entry.isDirectory()) && keep(entry.name))
        .map(({ name }) => name)
        .sort()
    : []

/** Largest file that is read whole, bytes. */
const LARGEST = 512 * 1024 * 1024

/** Whether a plain file is there, no link and not too large to be read. */
export function isPlainFile(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isFile() === true && found.size <= LARGEST
}

/** Another whenever the file is. */
export function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.size}@${found.mtimeMs}` : '-'
}

/** @throws Refusal */
export function readJson(folder: string, file: string): any {
  try {
    if (!isPlainFile(join(folder, file))) refuse(join(folder, file), `a plain file of at most ${LARGEST} bytes`, 'none')
    return JSON.parse(readFileSync(join(folder, file), 'utf8'))
  } catch (error) {
    return refuse(folder, `the folder of a run, with its ${file}`, messageOf(error))
  }
}
