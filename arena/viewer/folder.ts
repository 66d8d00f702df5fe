import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { TRAITS } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Engine } from '../engine/define.ts'
import { createStepper } from '../engine/stepper.ts'
import { messageOf, refuse } from '../errors.ts'
import type { Head, JobData, MatchData, MatchesData, PathData, RunData, Verdict } from './data.ts'
import { readMatches } from './lines.ts'
import { type Made, type Plugins, pluginsOf, worldOf } from './plugins.ts'
import { factsOf } from './walk.ts'

/** A run, tournament or file of matches, read as it stands now. Nothing in it is ever written. */
export interface Watched {
  readonly path: string
  readonly plugins: Plugins
  run(): RunData
  /** @throws Refusal where there is no such job, or its matches do not read */
  matches(job: string): MatchesData
}

/** @param files of plugins that the folder does not name @throws Refusal naming what was expected there */
export async function openWatched(path: string, live: boolean, files: readonly string[]): Promise<Watched> {
  if (!existsSync(path)) refuse(path, 'the folder of a run or tournament, or a file of matches', 'nothing there')
  const more = files.map((file) => ({ path: file, sha256: null }))
  if (statSync(path).isFile()) return await openFile(path, more)
  const manifest = readJson(path, 'manifest.json')
  const tournament = existsSync(join(path, 'tournament.json')) || manifest.identity?.study?.id === 'tournament'
  return tournament ? await openTournament(path, manifest, live, more) : await openStudy(path, manifest, live, more)
}

function readJson(folder: string, file: string): any {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8'))
  } catch (error) {
    return refuse(folder, `the folder of a run, with its ${file}`, messageOf(error))
  }
}

const madeBy = (heads: readonly Head[], files: Made['files']): Made => ({
  plugins: heads.flatMap(({ env, version }) => ({ kind: 'env', id: env, version })),
  files,
})

async function openFile(path: string, files: Made['files']): Promise<Watched> {
  const { head } = readMatches(path)
  const transforms = head.transforms.map(({ id }) => ({ kind: 'intervention', id, version: null }))
  const made = madeBy([head], files)
  const plugins = await pluginsOf({ ...made, plugins: [...made.plugins, ...transforms] })
  const job = { ...BLANK, folder: basename(path), arm: basename(path), env: head.env, version: versionOf(path) }
  return watched(
    path,
    plugins,
    () => [job],
    () => path,
    { kind: 'matches', title: basename(path), question: '', live: false },
  )
}

const BLANK = { regime: null, foundation: null, state: 'finished', path: [] } as const

async function openTournament(path: string, manifest: any, live: boolean, files: Made['files']): Promise<Watched> {
  const { envs } = manifest.identity.study as { envs: { env: string; version: number; params: Head['params'] }[] }
  const heads = envs.map((each): Head => ({ ...each, transforms: [] }))
  const folder = join(path, 'matches')
  const headOf = (file: string) => heads.find(({ env }) => file.startsWith(`${env}-`)) ?? heads[0]
  const jobs = () =>
    namesIn(folder, (name) => name.endsWith('.jsonl')).map((file): JobData => {
      const arm = file.replace(/\.jsonl$/, '')
      return { ...BLANK, folder: file, arm, env: headOf(file).env, version: versionOf(join(folder, file)) }
    })
  const facts = {
    kind: 'tournament',
    title: basename(path),
    question: `Tournament: ${heads.map(({ env }) => env).join(', ')}`,
    live,
  } as const
  return watched(path, await pluginsOf(madeBy(heads, files)), jobs, (job) => join(folder, job), facts, headOf)
}

async function openStudy(path: string, manifest: any, live: boolean, files: Made['files']): Promise<Watched> {
  const study = readJson(path, 'study.json')
  const plugins = await pluginsOf({ plugins: manifest.plugins, files: [...manifest.files, ...files] })
  const total = Object.values(study.arms as Record<string, { regimes: string[] }>).reduce(
    (sum, { regimes }) => sum + regimes.length * study.settings.foundations,
    0,
  )
  const found = new Map<string, JobData>()
  const jobs = () => jobsIn(join(path, 'jobs'), study, found)
  const fileOf = (job: string) =>
    join(path, 'jobs', found.get(job)?.state === 'running' ? running(path, job) : job, 'matches.jsonl')
  const facts = {
    kind: 'study',
    title: `${study.id}/${manifest.hash.slice(0, 8)}`,
    question: study.question,
    live,
    total,
  } as const
  return watched(path, plugins, jobs, fileOf, facts)
}

const running = (path: string, job: string) =>
  namesIn(join(path, 'jobs'), (name) => name.startsWith('.tmp-') && name.endsWith(job))[0] ?? job

/** Trials, and what they wrote so far; `found` keeps what has not changed. */
function jobsIn(folder: string, study: any, found: Map<string, JobData>): JobData[] {
  const names = namesIn(folder, (name) => existsSync(join(folder, name, 'matches.jsonl')))
  const all = names.flatMap((name) => {
    const key = name.replace(/^\.tmp-\d+-/, '')
    const version = ['result.json', 'matches.jsonl', 'events.jsonl']
      .map((file) => versionOf(join(folder, name, file)))
      .join()
    const known = found.get(key)
    if (known?.version === version) return known
    const job = readJob(join(folder, name), key, version, study)
    if (job) found.set(key, job)
    return job ?? []
  })
  return all.sort((a, b) => (a.foundation ?? 0) - (b.foundation ?? 0))
}

function readJob(dir: string, folder: string, version: string, study: any): JobData | null {
  const whole = existsSync(join(dir, 'result.json'))
  const events = linesOf(join(dir, 'events.jsonl'))
  const result = whole ? JSON.parse(readFileSync(join(dir, 'result.json'), 'utf8')) : null
  const id = result?.id ?? idOf(String(events.find(({ trial }) => trial)?.trial ?? ''), study)
  if (!id) return null
  const env = result?.env ?? study.arms[id.arm]?.train?.id ?? study.env.id
  const path = result
    ? result.path.map(pathPoint)
    : events.filter(({ type }) => type === 'traits.measured').map(measured)
  return { folder, ...id, env, state: whole ? 'finished' : 'running', path, version }
}

/** `control.full.0`; an arm's name may have dots. */
function idOf(trial: string, study: any): Pick<JobData, 'arm' | 'regime' | 'foundation'> | null {
  const [, arm, regime, foundation] = /^(.*)\.([a-z]+)\.(\d+)$/.exec(trial) ?? []
  return arm !== undefined && Object.hasOwn(study.arms, arm) ? { arm, regime, foundation: Number(foundation) } : null
}

const pathPoint = ({ update, reward, power, traits, D }: any): PathData => ({
  update,
  reward,
  power,
  traits: { D, ...Object.fromEntries(TRAITS.map((trait, t) => [trait, traits[t]])) },
})
const measured = ({ update, reward, power, revealed }: any): PathData => ({ update, reward, power, traits: revealed })

function linesOf(path: string): any[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line)]
      } catch {
        return []
      }
    })
}

const namesIn = (folder: string, keep: (name: string) => boolean): string[] =>
  existsSync(folder) ? readdirSync(folder).filter(keep).sort() : []

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.size}@${found.mtimeMs}` : '-'
}

function verdictsIn(path: string): Verdict[] {
  const file = join(path, 'summary.json')
  if (!existsSync(file)) return []
  const { arms } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.entries(arms).flatMap(([arm, regimes]) =>
    Object.entries(regimes as Record<string, any>).map(([regime, { verdict }]) => ({
      arm,
      regime,
      word: verdict.word,
    })),
  )
}

function watched(
  path: string,
  plugins: Plugins,
  jobs: () => readonly JobData[],
  fileOf: (job: string) => string,
  facts: Pick<RunData, 'kind' | 'title' | 'question' | 'live'> & Partial<Pick<RunData, 'total'>>,
  headOf?: (job: string) => Head,
): Watched {
  const known = new Map<string, { version: string; data: MatchesData }>()
  return {
    path,
    plugins,
    run: () => ({
      schema: 1,
      total: null,
      play: [],
      ...facts,
      jobs: jobs(),
      verdicts: facts.kind === 'study' ? verdictsIn(path) : [],
    }),
    matches(name) {
      const job =
        jobs().find(({ folder }) => folder === name) ??
        refuse(name, 'a job of this run that has matches', 'none of that name')
      const held = known.get(name)
      if (held?.version === job.version) return held.data
      const { head, matches } = readMatches(fileOf(name), { head: headOf?.(name), growing: job.state === 'running' })
      const { env, game } = worldOf(plugins, head)
      const engine = createStepper(game)
      const data = { head, matches: matches.map((match) => withFacts(env, engine, match, name)) }
      known.set(name, { version: job.version, data })
      return data
    },
  }
}

function withFacts(env: Env, engine: Engine<any>, match: Omit<MatchData, 'facts'>, job: string): MatchData {
  try {
    return { ...match, facts: factsOf(env, engine, match) }
  } catch (error) {
    return refuse(`${job}, match ${match.n}`, 'a match that can be played again', messageOf(error))
  }
}
