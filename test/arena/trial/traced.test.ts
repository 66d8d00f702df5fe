import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { OUTCOMES } from '../../../arena/measure/aftermath.ts'
import type { FoundationResult, TrialResult } from '../../../arena/store/results.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import type { Study } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { newCrisis } from '../../../envs/new-crisis/env.ts'
import { renegotiation } from '../../../envs/renegotiation/env.ts'
import { cap } from '../../../interventions/cap.ts'
import type { Regime } from '../../../interventions/define.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-test-traced-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const io = { dir: root, progress: () => {} }
const study: Study = {
  ...tiny,
  evals: [...tiny.evals, renegotiation, newCrisis],
  settings: { ...tiny.settings, compete: { ...tiny.settings.compete, learningRate: { encoder: 0.02, full: 0.01 } } },
  arms: {
    control: { interventions: [], regimes: ['motive', 'encoder', 'full'] },
    punished: tiny.arms.punished,
    cap: { interventions: [cap()], regimes: ['motive'] },
  },
}
let base: FoundationResult
beforeAll(async () => {
  await loadBackend('wasm')
  base = await runFoundation(study, 0, null, io)
  writeFileSync(join(root, 'result.json'), JSON.stringify(base))
}, 120_000)

/** In a folder of its own: a trial's checkpoint would lie over the foundation's. */
function trialOf(arm: string, regime: Regime): Promise<TrialResult> {
  const dir = join(root, `${arm}-${regime}`)
  mkdirSync(dir)
  return runTrial(study, { arm, regime, foundation: 0 }, root, { ...io, dir })
}
const changeOf = ({ reading, untreated }: TrialResult) =>
  reading.revealed.neutral.traits.map((x, t) => x - untreated.revealed.neutral.traits[t])
const size = (values: readonly number[]) => Math.max(...values.map(Math.abs))

it.each(['control', 'cap'])('%s in motive: no weight moves, so all of the change goes through z', async (arm) => {
  const result = await trialOf(arm, 'motive')
  const { z, head, interaction, misaligned } = result.mediation
  const change = changeOf(result)
  expect(size(change)).toBeGreaterThan(0.01)
  expect(size(z.map((x, t) => x - change[t]))).toBeLessThan(1e-3)
  expect(size([...head, ...interaction])).toBeLessThan(1e-3)
  expect(misaligned).toBeLessThan(1e-9)
})

it.each(['encoder', 'full'] as const)('control in %s: the parts add up to the change', async (regime) => {
  const result = await trialOf('control', regime)
  const { z, head, interaction, misaligned } = result.mediation
  const change = changeOf(result)
  expect(size(z)).toBeGreaterThan(0.001)
  z.forEach((x, t) => void expect(x + head[t] + interaction[t]).toBeCloseTo(change[t], 9))
  expect(misaligned).toBeGreaterThan(1e-6)
  for (const env of ['renegotiation', 'new-crisis'])
    for (const name of OUTCOMES) {
      expect(result.aftermath.after[env][name]).not.toBe(base.aftermath.level[env][name])
      expect(result.aftermath.level).toEqual(base.aftermath.level)
    }
})
