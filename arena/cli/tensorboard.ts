import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { traitSetOf } from '../../agents/trait-set.ts'
import { plan } from '../run/plan.ts'
import { eventFile, type Scalar } from '../store/event-file.ts'
import { writeWhole } from '../store/files.ts'
import { readMetrics, readResult } from '../store/job-folder.ts'
import { failed, type TrialFailure, type TrialResult } from '../store/results.ts'
import type { Prepared } from './prepared.ts'

/**
 * Writes the curves of every finished trial where TensorBoard finds them, one run of it a trial: what every update
 * measured, and rewards, power and traits of every evaluation.
 * @returns the folder to point TensorBoard at
 */
export function writeTensorboard({ study, identity, folder }: Prepared): string {
  const [jobs, to] = [join(folder, 'jobs'), join(folder, 'tensorboard')]
  for (const { name, folder: job, finished } of plan(study, identity, jobs).trials) {
    if (!finished) continue
    const result = readResult(jobs, job) as TrialResult | TrialFailure
    if (failed(result)) continue
    mkdirSync(join(to, name), { recursive: true })
    const scalars = [...updates(readMetrics(jobs, job)), ...evaluations(result, traitSetOf(study.settings).names)]
    writeWhole(join(to, name, 'events.out.tfevents.0.mettle'), eventFile(scalars))
  }
  return to
}

const updates = (rows: readonly Readonly<Record<string, unknown>>[]): Scalar[] =>
  rows.flatMap(({ update, ...metrics }) =>
    Object.entries(metrics).flatMap(([tag, value]) =>
      typeof value === 'number' && typeof update === 'number' ? [{ tag, step: update, value }] : [],
    ),
  )

const evaluations = ({ path }: TrialResult, names: readonly string[]): Scalar[] =>
  path.flatMap(({ update: step, reward, power, D, traits }) => [
    ...Object.entries({ reward, power, D }).map(([name, value]) => ({ tag: `evaluation/${name}`, step, value })),
    ...names.map((trait, t) => ({ tag: `evaluation/${trait}`, step, value: traits[t] })),
  ])
