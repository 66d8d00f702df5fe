import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { traitSetOf } from '../../agents/trait-set.ts'
import type { Cell } from '../analysis/summary.ts'
import { messageOf } from '../refusal/errors.ts'
import { answer } from '../report/answer.ts'
import { alone } from '../report/page/words.ts'
import { show } from '../statistics/show.ts'
import type { JobData, PathData, RunData, Verdict } from './data.ts'
import { type Made, pluginsOf } from './plugins.ts'
import { BLANK, isPlainFile, type Job, namesIn, readJson, versionOf, type Watched, watchedOf } from './watched.ts'

/** The folder of a study, finished or going on: a running job's files lie in a temporary folder until it is whole. */
export async function openStudy(path: string, manifest: any, live: boolean, named: Made['named']): Promise<Watched> {
  const study = readJson(path, 'study.json')
  const plugins = await pluginsOf({ plugins: manifest.plugins, files: manifest.files, named })
  const total = Object.values(study.arms as Record<string, { regimes: string[] }>).reduce(
    (sum, { regimes }) => sum + regimes.length * study.settings.foundations,
    0,
  )
  const found = new Map<string, Job>()
  let said = { version: '', ...NOTHING }
  const facts = {
    kind: 'study',
    title: `${study.id}/${manifest.hash.slice(0, 8)}`,
    question: study.question,
    live,
    total,
  } as const
  return watchedOf(
    path,
    plugins,
    () => jobsIn(join(path, 'jobs'), study, found),
    () => {
      // A leaderboard's summary has megabytes, and every request asks what the run is.
      const version = versionOf(join(path, 'summary.json'))
      if (said.version !== version) said = { version, ...foundIn(path) }
      const { verdicts, answer: words } = said
      return { ...facts, foundations: foundationsIn(join(path, 'jobs')), verdicts, answer: words }
    },
  )
}

/** Foundations that are whole, and those whose folder is still a temporary one. */
function foundationsIn(folder: string): { finished: number; running: number } {
  const names = namesIn(folder, (name) => /^(?:\.tmp-\d+-)?foundation\./.test(name))
  const finished = names.filter((name) => name.startsWith('foundation.')).length
  return { finished, running: names.length - finished }
}

/** Trials, and what they wrote so far; `found` keeps what has not changed. */
function jobsIn(folder: string, study: any, found: Map<string, Job>): Job[] {
  const names = namesIn(folder, (name) => isPlainFile(join(folder, name, 'matches.jsonl')))
  const all = names.flatMap((name) => {
    const key = name.replace(/^\.tmp-\d+-/, '')
    const files = ['result.json', 'matches.jsonl', 'events.jsonl'].map((file) => join(folder, name, file))
    // A folder that is whole is renamed, and its files stay as they were.
    const version = [name, ...files.map(versionOf)].join()
    const known = found.get(key)
    if (known?.version === version) return known
    const job = readableJob(join(folder, name), key, version, study)
    if (job) found.set(key, job)
    return job ?? []
  })
  return all.sort((a, b) => (a.foundation ?? 0) - (b.foundation ?? 0))
}

/** One that does not read stands in the list with the reason, and takes nothing else with it. */
function readableJob(dir: string, folder: string, version: string, study: any): Job | null {
  try {
    return readJob(dir, folder, version, study)
  } catch (error) {
    return {
      ...BLANK,
      folder,
      arm: folder,
      env: '',
      version,
      problem: messageOf(error),
      file: join(dir, 'matches.jsonl'),
    }
  }
}

function readJob(dir: string, folder: string, version: string, study: any): Job | null {
  const whole = isPlainFile(join(dir, 'result.json'))
  const events = whole ? [] : linesOf(join(dir, 'events.jsonl'))
  const result = whole ? readJson(dir, 'result.json') : null
  const id = result?.id ?? idOf(String(events.find(({ trial }) => trial)?.trial ?? ''), study)
  if (!id) return null
  const env = result?.env ?? study.arms[id.arm].train?.id ?? study.env.id
  const path = whole
    ? result.path.map(pathPoint(traitSetOf(study.settings).names))
    : events.filter(({ type }) => type === 'traits.measured').map(measured)
  const { reversed = null } = study.arms[id.arm]
  const state = whole ? 'finished' : 'running'
  return { folder, ...id, reversed, env, state, path, version, file: join(dir, 'matches.jsonl') }
}

/** `control.full.0`; an arm's name may have dots. */
function idOf(trial: string, study: any): Pick<JobData, 'arm' | 'regime' | 'foundation'> | null {
  const [, arm, regime, foundation] = /^(.*)\.([a-z]+)\.(\d+)$/.exec(trial) ?? []
  return arm !== undefined && Object.hasOwn(study.arms, arm) ? { arm, regime, foundation: Number(foundation) } : null
}

const pathPoint =
  (names: readonly string[]) =>
  ({ update, reward, power, traits, D }: any): PathData => ({
    update,
    reward,
    power,
    traits: { D, ...Object.fromEntries(names.map((trait, t) => [trait, traits[t]])) },
  })
const measured = ({ update, reward, power, revealed }: any): PathData => ({ update, reward, power, traits: revealed })

/** Lines that are whole by now. */
function linesOf(path: string): any[] {
  if (!isPlainFile(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

type Found = Pick<RunData, 'verdicts' | 'answer'>
const NOTHING: Found = { verdicts: [], answer: null }

/** Nothing where the summary is not there, or does not read: matches are shown all the same. */
function foundIn(path: string): Found {
  if (!isPlainFile(join(path, 'summary.json'))) return NOTHING
  const summary = readable(() => readJson(path, 'summary.json'), null)
  const words = () => `${alone(summary)} ${answer(summary)}`
  return { verdicts: readable(() => verdictsOf(summary), []), answer: readable(words, null) }
}

/** A summary of another build may lack what one of them asks for. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

/** Sign-reversed twins have none of their own. Older builds wrote less. */
function verdictsOf({
  arms,
}: {
  arms: Record<string, Record<string, Pick<Cell, 'verdict'> & Partial<Cell>>>
}): Verdict[] {
  return Object.entries(arms).flatMap(([arm, regimes]) =>
    Object.entries(regimes).flatMap(([regime, { verdict, effect, twinOf }]) =>
      twinOf
        ? []
        : [{ arm, regime, effect: effect && effect.estimate !== null ? show(effect) : '', word: verdict.word }],
    ),
  )
}
