import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { REGIMES, type Regime } from '../../interventions/define.ts'
import type { JobIO } from '../store/io.ts'
import { sizeOf } from '../store/job-folder.ts'
import type { Manifest } from '../store/manifest.ts'
import type { Stored, TrialResult } from '../store/results.ts'
import type { Arm, Study } from '../study/study.ts'
import { runFoundation } from '../trial/foundation.ts'
import { runTrial } from '../trial/trial.ts'
import { fitSteps } from '../trial/unseen.ts'
import { conclusion, madeUp } from './conclusion.ts'
import type { Cost, Forecast, Pressed } from './cost.ts'
import { now } from './report.ts'

/** Enough that two reports of each phase can be compared: imitation reports every 25 steps. */
const STEPS = 75
const UPDATES = 3

/**
 * Runs one foundation and one trial per regime of the study, shortened to a few steps, in a temporary folder, and scales
 * what a step takes to the study's own, and to the updates and readings of each arm. What their interventions, envs and
 * networks cost beside control's is left out.
 * @param say hears what is being timed
 */
export async function forecast(study: Study, manifest: Manifest, say: (text: string) => void): Promise<Forecast> {
  const root = await mkdtemp(join(tmpdir(), 'mettle-forecast-'))
  try {
    const short = shortened(study)
    say('timing a short foundation')
    const base = clock(root)
    const result = await runFoundation(short, 0, null, base.io)
    await writeFile(join(root, 'result.json'), JSON.stringify(result))
    const foundation = { seconds: scaled(base.stop(), stepsOf(study)), bytes: sizeOf(root, '.') }
    const trial: Partial<Record<Regime, (compete: Pressed) => Cost>> = {}
    const trials: Record<string, Stored<TrialResult> & { readonly result: TrialResult }> = {}
    for (const [regime, arm] of regimesOf(study)) {
      say(`timing a short trial in ${regime}`)
      const timed = await timeTrial(study, short, arm, regime, root)
      trial[regime] = timed.costIn
      trials[regime] = timed.sample
    }
    say('timing tables and report on made-up results')
    const results = await madeUp(study, { root, foundation: result, trials })
    return { foundation, trial, conclusion: await conclusion(study, manifest, results) }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

function shortened(study: Study): Study {
  const { settings } = study
  const { imitate, narrow, compete } = settings
  return {
    ...study,
    settings: {
      ...settings,
      imitate: { ...imitate, steps: Math.min(STEPS, imitate.steps) },
      narrow: { ...narrow, steps: Math.min(STEPS, narrow.steps) },
      // Each update past the warm-up, as almost all of them are.
      compete: { ...compete, updates: Math.min(UPDATES, compete.updates), measureEvery: UPDATES, warmup: 0 },
    },
  }
}

function stepsOf(study: Study): Readonly<Record<string, number>> {
  const { imitate, narrow, compete } = study.settings
  return { imitate: imitate.steps, narrow: narrow.steps, unseen: fitSteps(study), compete: compete.updates }
}

/** An arm of each regime: in the study's own env and settings and without interventions where there is one. */
function regimesOf({ arms }: Study): [Regime, string][] {
  return REGIMES.flatMap((regime): [Regime, string][] => {
    const found = Object.entries(arms).filter(([, arm]) => arm.regimes.includes(regime))
    const plain = ({ train, settings, interventions }: Arm) =>
      interventions.length + (train ? 100 : 0) + (settings ? 100 : 0)
    const [plainest] = found.sort(([, a], [, b]) => plain(a) - plain(b))
    return plainest ? [[regime, plainest[0]]] : []
  })
}

async function timeTrial(study: Study, short: Study, arm: string, regime: Regime, root: string) {
  const dir = await mkdtemp(join(root, 'trial-'))
  const { io, stop } = clock(dir)
  const result = await runTrial(short, { arm, regime, foundation: 0 }, root, io)
  const reports = stop()
  const folder = basename(dir)
  const size = sizeOf(root, folder)
  const costIn = ({ updates, measureEvery }: Pressed): Cost => {
    const readings = Math.ceil(updates / measureEvery) - 1
    return {
      seconds: scaled(reports, { ...stepsOf(study), compete: updates }) + readings * readingOf(reports),
      bytes: Math.round((size * Math.max(1, updates + 30)) / (UPDATES + 30)),
    }
  }
  return { costIn, sample: { folder, result } }
}

interface Report {
  readonly phase: string
  readonly done: number
  readonly at: number
}

function clock(dir: string) {
  const reports: Report[] = [{ phase: 'start', done: 0, at: now() }]
  const note = (phase: string, done: number) => void reports.push({ phase, done, at: now() })
  const io: JobIO = { dir, progress: ({ phase, done }) => note(phase, done) }
  return {
    io,
    stop(): readonly Report[] {
      note('end', 0)
      return reports
    },
  }
}

/** The whole, with each phase's steps past those that were run at the pace between its first report and its last. */
function scaled(reports: readonly Report[], steps: Readonly<Record<string, number>>): number {
  const whole = reports[reports.length - 1].at - reports[0].at
  const more = Object.entries(steps).map(([phase, wanted]) => {
    const own = reports.filter((report) => report.phase === phase)
    const [first, last] = [own[0], own[own.length - 1]]
    return own.length < 2 ? 0 : ((last.at - first.at) / (last.done - first.done)) * (wanted - last.done)
  })
  return more.reduce((sum, seconds) => sum + seconds, whole)
}

/** What one reading of reward, power and traits takes: the last before the verification. */
function readingOf(reports: readonly Report[]): number {
  const last = reports.findLastIndex(({ phase }) => phase === 'compete')
  return last < 0 || reports[last + 1].phase !== 'measure' ? 0 : reports[last + 1].at - reports[last].at
}
