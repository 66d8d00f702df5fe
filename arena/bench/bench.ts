import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BackendName, loadBackend } from '../../agents/backend.ts'
import type { JobIO } from '../store/io.ts'
import { quick } from '../studies/quick.ts'
import { trainEnv } from '../study/envs.ts'
import type { Study } from '../study/study.ts'
import { runFoundation } from '../trial/foundation.ts'
import { runTrial } from '../trial/trial.ts'
import { benchEngine } from './engine.ts'
import { benchInterventions } from './interventions.ts'
import { machine } from './machine.ts'
import { type BenchReport, now } from './report.ts'
import { benchRollout } from './rollout.ts'

export interface BenchOptions {
  readonly backend?: BackendName
  /** Interleaved rounds behind each median. */
  readonly repeats: number
  readonly say: (line: string) => void
}

/** Engine, rollout, the phases of one trial of `quick`, and what each intervention adds to it; on one core. */
export async function bench({ backend, repeats, say }: BenchOptions): Promise<BenchReport> {
  const { name } = await loadBackend(backend)
  const env = trainEnv(quick)
  say('engine: stepper, reference, Client and Simulate in turn')
  const engine = await benchEngine(env, repeats, 0.15)
  say(`rollout: decisions a second on ${name}`)
  const rollout = benchRollout(env, repeats)
  const root = await mkdtemp(join(tmpdir(), 'mettle-bench-'))
  try {
    say('trial: one foundation and one full trial of quick')
    const trial = await benchTrial(quick, root)
    say('interventions: updates with each and without, in turn')
    const interventions = await benchInterventions(quick, root, repeats)
    return { schema: 1, machine: machine(), engine, rollout, interventions, trial }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** Seconds a phase; leaves the foundation in `root`. */
export async function benchTrial(study: Study, root: string): Promise<Record<string, number>> {
  const seconds: Record<string, number> = {}
  let phase = 'setup'
  let since = now()
  const enter = (next: string) => {
    seconds[phase] = (seconds[phase] ?? 0) + now() - since
    since = now()
    phase = next
  }
  const io = (prefix: string): JobIO => ({ dir: root, progress: (at) => enter(`${prefix}/${at.phase}`) })
  const start = now()
  const base = await runFoundation(study, 0, null, io('foundation'))
  enter('between')
  const foundation = now() - start
  await writeFile(join(root, 'result.json'), JSON.stringify(base))
  const middle = now()
  await runTrial(study, { arm: 'control', regime: 'full', foundation: 0 }, root, io('trial'))
  enter('end')
  const { between: _, setup: __, ...phases } = seconds
  return { foundation, trial: now() - middle, ...phases }
}
