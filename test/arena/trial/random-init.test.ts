import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { decodeCheckpoint } from '../../../agents/checkpoint.ts'
import { initialise } from '../../../agents/spec.ts'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { plan } from '../../../arena/run/plan.ts'
import { identityOf } from '../../../arena/store/identity.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { foundationRng } from '../../../arena/study/streams.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'

const blank = { interventions: [], regimes: ['full' as const], init: 'random' as const, role: 'control' as const }
const study = defineStudy({
  ...tiny,
  settings: {
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2 },
    corpus: { matches: 6 },
    imitate: { steps: 4, batch: 64 },
    narrow: { steps: 2 },
    compete: { ...tiny.settings.compete, updates: 1, episodes: 8, evaluation: 4, verify: 2 },
    measure: { ...tiny.settings.measure, minds: 2, writers: 32, gradient: 16 },
  },
  arms: { ...tiny.arms, blank },
})

let root: string
beforeAll(() => loadBackend('wasm'))
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mettle-random-init-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const io = (name: string) => {
  const dir = join(root, name)
  mkdirSync(dir)
  return { dir, progress: () => {} }
}
const plain = (weights: ReturnType<typeof initialise>) =>
  Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, [...values]]))

it('reinforcement starts from the network of the same seed before anybody was imitated', async () => {
  const base = io('foundation')
  const made = await runFoundation(study, 0, 'blank', base)
  writeFileSync(join(base.dir, 'result.json'), JSON.stringify(made))
  expect(made).toMatchObject({ imitation: null, narrowing: null })
  const { spec, weights } = decodeCheckpoint(readFileSync(join(base.dir, 'checkpoint.safetensors')))
  expect(plain(weights)).toEqual(plain(initialise(spec, foundationRng(study, 0, 'blank').fork('weights'))))
  const result = await runTrial(study, { arm: 'blank', regime: 'full', foundation: 0 }, base.dir, io('trial'))
  expect(result.path[0].traits).toHaveLength(8)
  expect(result.path.every(({ D, raw, residual }) => [D, raw, residual].every(Number.isFinite))).toBe(true)
})

it('such an arm has foundations of its own, and no drag of its own', () => {
  const program = { backend: 'wasm', mettle: '0', build: '0', files: [] } as const
  const { foundations, trials } = plan(study, identityOf(study, program), root)
  expect(foundations.map(({ name }) => name)).toEqual(['foundation.0', 'foundation.blank.0'])
  const on = (arm: string) => trials.find(({ id }) => id.arm === arm)?.on.name
  expect([on('control'), on('blank')]).toEqual(['foundation.0', 'foundation.blank.0'])
  const results = ['control', 'punished', 'kl', 'blank'].map((arm) => trial(arm, 0, 0.5, 0.1))
  const { full } = summarise(study, [foundation(0)], results, { hash: '', backend: '' }).arms.blank
  expect(full?.comparedWith).toBeNull()
  expect(full?.kappa.estimate).toBeNull()
  expect(full?.change.D.estimate).toBeCloseTo(0.5, 9)
})

it('control starts from personas', () => {
  expect(() => defineStudy({ ...study, arms: { ...study.arms, control: blank } })).toThrow(
    'arm control: expected personas to start from, got init random',
  )
})
