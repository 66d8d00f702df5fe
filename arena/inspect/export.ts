import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TRAITS } from '../../agents/traits.ts'
import { createStepper } from '../engine/stepper.ts'
import { hashOf } from '../program/canonical.ts'
import { refuse } from '../refusal/errors.ts'
import { type JobData, PLAYED } from '../viewer/data.ts'
import { worldOf } from '../viewer/plugins.ts'
import { readJson, type Watched } from '../viewer/watched.ts'
import { tally } from './results.ts'
import { sampleOf } from './sample.ts'

/** What was written. */
export interface Exported {
  readonly file: string
  readonly arm: string
  readonly samples: number
}

/** What this asks of a manifest. */
interface Run {
  readonly hash: string
  readonly mettle: string
  readonly packages: Readonly<Record<string, string>>
  /** When it was first started, as ISO 8601. */
  readonly started: string
}

/**
 * Writes one Inspect log an arm, or an env of a tournament, with one sample a kept match. Everything follows from the run folder: the same
 * run gives the same files. Written aside and put in place whole.
 * @throws Refusal where the folder holds something, or a job's matches do not read or replay
 */
export function exportInspect(dir: string, watched: Watched): Exported[] {
  const to = resolve(dir)
  if (existsSync(to) && readdirSync(to).length > 0)
    refuse(`--out ${dir}`, 'a new or empty folder', 'one that holds files')
  const run = runOf(watched.path)
  const part = join(dirname(to), `.tmp-${process.pid}-inspect`)
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  try {
    const written = [...groupsOf(watched)].map(([arm, jobs]) => writeLog(part, watched, run, arm, jobs))
    rmSync(to, { recursive: true, force: true })
    mkdirSync(dirname(to), { recursive: true })
    renameSync(part, to)
    return written.map((each) => ({ ...each, file: join(dir, each.file) }))
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

function runOf(path: string): Run {
  const { hash, mettle, packages, sessions } = readJson(path, 'manifest.json')
  const started = sessions?.[0]?.started
  if (typeof started !== 'string') refuse(join(path, 'manifest.json'), 'when the run was started', 'nothing of it')
  return { hash, mettle, packages, started }
}

/** Jobs by arm; by env where the run is a tournament. Matches of people are no part of the run. */
function groupsOf(watched: Watched): Map<string, JobData[]> {
  const { kind, jobs } = watched.run()
  const groups = new Map<string, JobData[]>()
  for (const job of jobs) {
    if (job.arm === PLAYED || job.state === 'running') continue
    const name = kind === 'tournament' ? job.env : job.arm
    groups.set(name, [...(groups.get(name) ?? []), job])
  }
  if (groups.size === 0) refuse(watched.path, 'a run with finished jobs that kept matches', 'none')
  return groups
}

/** Samples are written as they are made: a leaderboard's arm has thousands. */
function writeLog(part: string, watched: Watched, run: Run, arm: string, jobs: readonly JobData[]): Exported {
  const samples = join(part, '.samples')
  writeFileSync(samples, '')
  const sums = tally()
  const ids: string[] = []
  for (const job of jobs) {
    const { head, matches } = watched.matches(job.folder)
    const { env, game } = worldOf(watched.plugins, head)
    const made = { engine: createStepper(game), started: Date.parse(run.started) }
    const place = { job, env, traits: head.traits ?? TRAITS, ...made }
    for (const match of matches) {
      const sample = sampleOf(place, match)
      sums.add(sample.scores)
      appendFileSync(samples, `${ids.length > 0 ? ',\n' : ''}${JSON.stringify(sample)}`)
      ids.push(sample.id)
    }
  }
  const { title, kind } = watched.run()
  const id = hashOf({ run: run.hash, arm }).slice(0, 22)
  const file = `${stamp(run.started)}_${plain(arm)}_${id}.json`
  const head = headOf({ run, arm, title, kind, id, ids, env: jobs[0].env, results: sums.results() })
  const opening = JSON.stringify(head, null, 1).replace(/\n\}$/, ',\n "samples": [\n')
  writeFileSync(join(part, file), opening)
  appendFileSync(join(part, file), readFileSync(samples))
  appendFileSync(join(part, file), '\n]}\n')
  rmSync(samples)
  return { file, arm, samples: ids.length }
}

/** Inspect's viewer lists files whose name begins so. */
const stamp = (started: string): string => `${started.slice(0, 19).replaceAll(':', '-')}+00-00`
const plain = (arm: string): string => arm.replace(/[^A-Za-z0-9.]+/g, '-')

interface Facts {
  readonly run: Run
  readonly arm: string
  readonly title: string
  readonly kind: string
  readonly id: string
  readonly ids: readonly string[]
  readonly env: string
  readonly results: ReturnType<ReturnType<typeof tally>['results']>
}

/** All of Inspect's `EvalLog` but its samples, which come last. */
function headOf({ run, arm, title, kind, id, ids, env, results }: Facts) {
  const { started, hash, mettle, packages } = run
  return {
    version: 2,
    status: 'success',
    eval: {
      eval_id: id,
      run_id: hash.slice(0, 22),
      created: started,
      task: arm,
      task_id: id,
      task_version: 0,
      task_display_name: `${title} · ${arm}`,
      task_args: { env },
      dataset: { name: `${env} of ${title}`, samples: ids.length, sample_ids: ids, shuffled: false },
      model: kind === 'tournament' ? 'mettle/agents' : `mettle/${plain(arm)}`,
      model_args: {},
      config: {},
      packages: { mettle, ...packages },
      metadata: { run: title, hash, kind, arm },
    },
    plan: { name: 'mettle', steps: [], config: {} },
    results,
    stats: { started_at: started, completed_at: started, model_usage: {} },
  }
}
