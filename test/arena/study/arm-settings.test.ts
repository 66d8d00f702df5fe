import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { LOADINGS } from '../../../agents/loadings.ts'
import { batteryOf } from '../../../arena/corpus/battery.ts'
import { writerPolicies } from '../../../arena/measure/battery.ts'
import { plan } from '../../../arena/run/plan.ts'
import { identityOf } from '../../../arena/store/identity.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { studyOf } from '../../../arena/study/arm-settings.ts'
import { describe as described } from '../../../arena/study/describe.ts'
import { evalEnvs, trainEnv } from '../../../arena/study/envs.ts'
import { parseOverride, withOverrides } from '../../../arena/study/overrides.ts'
import { streamOf } from '../../../arena/study/streams.ts'
import { type Arm, defineStudy, type Study } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'

const own = (settings: Arm['settings']): Arm => ({ interventions: [], regimes: ['full'], settings })
const study = defineStudy({
  ...tiny,
  arms: {
    control: { interventions: [], regimes: ['full'] },
    entropy: own({ compete: { entropy: 0.01 } }),
    narrating: own({ network: { narration: true } }),
    clusters: own({ population: { clusters: 2 } }),
    perturbed: own({ loadings: 'perturbed-a' }),
  },
})
let root: string
beforeAll(async () => {
  await loadBackend('wasm')
  root = mkdtempSync(join(tmpdir(), 'mettle-arm-settings-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('settings of an arm', () => {
  it('are those of the study but for what the arm names, its twin alike', () => {
    expect(studyOf(study, 'control').settings).toEqual(study.settings)
    expect(studyOf(study, 'entropy').settings).toEqual({
      ...study.settings,
      compete: { ...study.settings.compete, entropy: 0.01 },
    })
    expect(studyOf(study, 'narrating punished').settings.network).toMatchObject({ narration: true, persona: 8 })
    expect(described(study).arms.perturbed).toMatchObject({ settings: { loadings: 'perturbed-a' } })
    expect(described(study).arms.control).not.toHaveProperty('settings')
  })

  it('give it foundations of its own where a foundation is made by them, shared with its twin', () => {
    const program = { backend: 'wasm', mettle: '0', build: '0', files: [] } as const
    const { foundations, trials } = plan(study, identityOf(study, program), root)
    expect(foundations.map(({ name }) => name).filter((name) => name.endsWith('.0'))).toEqual([
      'foundation.0',
      'foundation.narrating.0',
      'foundation.clusters.0',
      'foundation.perturbed.0',
    ])
    const on = (arm: string) => trials.find(({ id }) => id.arm === arm)?.on.name
    expect(on('entropy')).toBe('foundation.0')
    expect([on('perturbed'), on('perturbed punished')]).toEqual(['foundation.perturbed.0', 'foundation.perturbed.0'])
    expect(new Set(trials.map(({ folder }) => folder)).size).toBe(trials.length)
  })

  it('that make another corpus make another stream of chance, others do not', () => {
    const first = (arm: string) => streamOf(study, { arm, regime: 'full', foundation: 0 }).uniform()
    expect(first('entropy')).toBe(first('control'))
    expect(first('clusters')).not.toBe(first('control'))
    expect(first('clusters punished')).toBe(first('clusters'))
  })

  it('may be set from the command line, and are judged there and at definition', () => {
    const set = (flag: string) => withOverrides(study, [parseOverride(flag)], 'study')
    const changed = set('arms.control.settings.compete.entropy=0.5')
    for (const arm of ['control', 'punished']) expect(studyOf(changed, arm).settings.compete.entropy).toBe(0.5)
    expect(() => set('arms.control.settings.compete.entropi=1')).toThrow(/compete\.entropi/)
    expect(() => set('arms.control.settings.compete.entropy=7')).toThrow(/entropy/)
    expect(() => set('arms.control.settings.seed=7')).toThrow(/seed/)
    const defined = (settings: object) => () =>
      defineStudy({ ...study, settings: {}, arms: { ...study.arms, odd: own(settings) } } as never)
    expect(defined({ seed: 2 })).toThrow(
      'arm odd: settings expected none of seed,foundations,traits,env,measure, got seed',
    )
    expect(defined({ compete: { entropy: 7 } })).toThrow(/arm odd: settings, compete.entropy/)
  })
})

describe('loadings', () => {
  const battery = (of: Study) => {
    const evals = evalEnvs(of)
    return batteryOf(of, layoutOf([trainEnv(of), ...evals]))
  }
  const traits = [0, 0, 1, -1, 1, 0, 0.5, 0]

  it('decide what writers do on the items, and what behaviour there is read as', () => {
    const [plain, perturbed] = [battery(study), battery(studyOf(study, 'perturbed'))]
    expect(plain.loadings).toBe(LOADINGS.default)
    expect(perturbed.loadings).toBe(LOADINGS['perturbed-a'])
    expect(writerPolicies(perturbed, traits)).not.toEqual(writerPolicies(plain, traits))
    expect(perturbed.plan.designs).not.toEqual(plain.plan.designs)
    expect(perturbed.plan.offsets).toEqual(plain.plan.offsets)
  })

  it('reach corpus, evidence, panel and calibration of a foundation', async () => {
    const io = (name: string) => ({ dir: mkdtempSync(join(root, name)), progress: () => {} })
    const made = await runFoundation(study, 0, 'perturbed', io('perturbed'))
    const plain = await runFoundation(study, 0, null, io('plain'))
    expect(made.population).toEqual(plain.population)
    expect(made.beta).not.toEqual(plain.beta)
    // Writers of either kind are read by their own loadings, so both calibrate.
    for (const trait of [0, 2, 5]) expect(made.calibration.r2.exact[trait]).toBeGreaterThan(0.8)
    expect(made.calibration.r2.exact).not.toEqual(plain.calibration.r2.exact)
  }, 120_000)
})
