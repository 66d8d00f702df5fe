import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBackend } from '../../../agents/backend.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import type { EnvPlugin } from '../../../envs/define.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { handBack } from '../../../envs/hand-back/env.ts'
import type { Intervention, Need, Regime } from '../../../interventions/define.ts'
import type { FoundationResult, TrialResult } from '../../store/results.ts'
import { tiny } from '../../studies/tiny.ts'
import { Settings } from '../../study/settings.ts'
import type { Study } from '../../study/study.ts'
import { runFoundation } from '../../trial/foundation.ts'
import { runTrial } from '../../trial/trial.ts'

/** A tiny foundation on which interventions are tried. */
export interface Ground {
  /** A foundation of its own, as an arm that changes the corpus gets it; without interventions the one that trials start from. */
  foundation(interventions: readonly Intervention[]): Promise<Foundation>
  trial(regime: Regime, interventions: readonly Intervention[]): Promise<Trial>
  /** The trial without interventions, run once a regime. */
  untreated(regime: Regime): Promise<Trial>
  close(): void
}

export interface Foundation {
  readonly result: FoundationResult
  readonly checkpoint: string
}

/** All that a trial leaves behind. */
export interface Trial {
  readonly result: TrialResult
  readonly checkpoint: string
  readonly events: readonly string[]
  readonly metrics: readonly string[]
  /** Matches without the first line, which names the arm's interventions. */
  readonly matches: readonly string[]
}

/** One with control on offer and one without: most of a tiny trial is measuring, and what is read is only compared. */
const EVALS = [dictator, handBack]

/** Rigged matches, so that reports have something to report; what an intervention needs is on. */
const settingsOf = (narration: boolean): Settings =>
  Settings.parse({
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2, rigged: 0.5 },
    network: { statedTrains: true, narration },
    corpus: { matches: 4 },
    imitate: { steps: 8, batch: 64 },
    narrow: { steps: 2 },
    compete: {
      ...tiny.settings.compete,
      updates: 2,
      episodes: 8,
      motiveEpisodes: 8,
      evaluation: 4,
      measureEvery: 1,
      verify: 2,
    },
    measure: { minds: 2, writers: 32, draws: 8, rewards: 2, gradient: 16 },
  })

/**
 * Builds the foundation in a temporary folder, which `close` removes. Takes seconds.
 * @param needs settings that have to be on; networks narrate only where one of them says so
 */
export async function openGround(needs: readonly Need[] = []): Promise<Ground> {
  await loadBackend('wasm')
  const settings = settingsOf(needs.includes('network.narration'))
  const studyOf = (interventions: readonly Intervention[]): Study => {
    const arm = { interventions, regimes: ['motive', 'encoder', 'full'] as const }
    return { ...tiny, env: boardroom as EnvPlugin<any, any>, evals: EVALS, settings, arms: { control: arm } }
  }
  const root = mkdtempSync(join(tmpdir(), 'mettle-check-'))
  const build = async (dir: string, interventions: readonly Intervention[]): Promise<Foundation> => {
    mkdirSync(dir)
    const result = await runFoundation(studyOf(interventions), 0, 'control', { dir, progress: () => {} })
    writeFileSync(join(dir, 'result.json'), JSON.stringify(result))
    return { result, checkpoint: checkpointIn(dir) }
  }
  const foundation = join(root, 'foundation')
  const base = await build(foundation, [])
  let others = 0
  const untreated = new Map<Regime, Promise<Trial>>()

  const trial = async (regime: Regime, interventions: readonly Intervention[]): Promise<Trial> => {
    const dir = mkdtempSync(join(root, `${regime}-`))
    const id = { arm: 'control', regime, foundation: 0 }
    const result = await runTrial(studyOf(interventions), id, foundation, { dir, progress: () => {} })
    return { result, ...leftIn(dir) }
  }
  return {
    foundation: async (interventions) =>
      interventions.length === 0 ? base : build(join(root, `foundation-${others++}`), interventions),
    trial,
    untreated(regime) {
      const known = untreated.get(regime) ?? trial(regime, [])
      untreated.set(regime, known)
      return known
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  }
}

const checkpointIn = (dir: string) => readFileSync(join(dir, 'checkpoint.safetensors')).toString('base64')

function leftIn(dir: string): Omit<Trial, 'result'> {
  const lines = (name: string) =>
    readFileSync(join(dir, `${name}.jsonl`), 'utf8')
      .trim()
      .split('\n')
  return {
    checkpoint: checkpointIn(dir),
    events: lines('events'),
    metrics: lines('metrics'),
    matches: lines('matches').slice(1),
  }
}
