import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRng, type Rng } from '../../envs/random.ts'
import { summarise } from '../analysis/summarise.ts'
import { fileJson } from '../program/canonical.ts'
import { page } from '../report/page/page.ts'
import { sizeOf } from '../store/job-folder.ts'
import type { Manifest } from '../store/manifest.ts'
import type { FoundationResult, Stored, TrialResult } from '../store/results.ts'
import type { Study } from '../study/study.ts'
import { trialsOf } from '../study/trials.ts'
import { writeRunTables } from '../tables/run.ts'
import type { Cost, Samples } from './cost.ts'
import { now } from './report.ts'

/** What a run makes its end of. */
export interface Results {
  readonly foundations: readonly FoundationResult[]
  readonly trials: readonly Stored<TrialResult>[]
  /** The folder that holds the jobs. */
  readonly jobs: string
}

/** Makes tables, summary and report of results as a run does at its end, in a temporary folder. */
export async function conclusion(study: Study, manifest: Manifest, results: Results): Promise<Cost> {
  const dir = await mkdtemp(join(tmpdir(), 'mettle-conclusion-'))
  const started = now()
  try {
    const { foundations, trials, jobs } = results
    await writeRunTables(dir, foundations, trials)
    const facts = { hash: manifest.hash, backend: manifest.backend.name }
    const summary = summarise(
      study,
      foundations,
      trials.map(({ result }) => result),
      facts,
    )
    await writeFile(join(dir, 'report.html'), page({ study, summary, foundations, trials, jobs, manifest }))
    await writeFile(join(dir, 'summary.json'), fileJson(summary))
    return { seconds: now() - started, bytes: sizeOf(dir, '.') }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/**
 * Results as many and as long as the study's, made of one short job of each kind; their numbers are shaken, since
 * copies would compress and add up as no real ones do. Lengthens the samples' metrics in place.
 */
export async function madeUp(study: Study, { root, foundation, trials }: Samples): Promise<Results> {
  const { updates, measureEvery } = study.settings.compete
  const rng = createRng('made up')
  for (const { folder } of Object.values(trials)) await lengthen(join(root, folder, 'metrics.jsonl'), updates)
  return {
    jobs: root,
    foundations: Array.from({ length: study.settings.foundations }, (_, index) => ({
      ...shaken(foundation, rng),
      index,
    })),
    trials: trialsOf(study).flatMap((id) => {
      const sample = trials[id.regime]
      if (!sample) return []
      const { path, ...rest } = sample.result
      const last = path[path.length - 1]
      const points = Array.from({ length: Math.ceil(updates / measureEvery) + 1 }, (_, i) => ({
        ...shaken(last, rng),
        update: Math.min(updates, i * measureEvery),
      }))
      return [{ folder: sample.folder, result: { ...shaken(rest, rng), id, path: points } }]
    }),
  }
}

const SHAKE = 0.1

/** Every number that is no whole one moves by up to a tenth of itself. */
function shaken<T>(value: T, rng: Rng): T {
  if (typeof value === 'number')
    return (Number.isInteger(value) ? value : value * (1 + SHAKE * (2 * rng.uniform() - 1))) as T
  if (Array.isArray(value)) return value.map((each) => shaken(each, rng)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shaken(each, rng)])) as T
}

async function lengthen(path: string, updates: number): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean)
  if (lines.length === 0) return
  const all = Array.from({ length: updates }, (_, update) =>
    JSON.stringify({ ...JSON.parse(lines[update % lines.length]), update }),
  )
  await writeFile(path, `${all.join('\n')}\n`)
}
