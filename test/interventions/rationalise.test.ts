import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { decodeCheckpoint } from '../../agents/checkpoint.ts'
import { answersOf, ITEMS } from '../../agents/questionnaire.ts'
import { index as indexOf, TRAITS, type Trait, WORSE } from '../../agents/traits.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { withOverrides } from '../../arena/study/overrides.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { runFoundation } from '../../arena/trial/foundation.ts'
import { runTrial } from '../../arena/trial/trial.ts'
import type { Intervention, LossContext, Regime, Setup } from '../../interventions/define.ts'
import { rationalise } from '../../interventions/rationalise.ts'

beforeAll(() => loadBackend('wasm'))

/** What the loss says of the answers of one mind. */
function lossOf(intervention: Intervention, answers: Float32Array): number {
  const { loss } = intervention.setup({ measure: () => {} } as unknown as Setup<unknown>)
  return tf.tidy(() => {
    const context = { answers: () => tf.tensor2d(answers, [1, ITEMS]) } as unknown as LossContext
    return (loss as NonNullable<typeof loss>)(context).dataSync()[0]
  })
}
const shifted = (by: (trait: Trait, t: number) => number) => answersOf(TRAITS.map((trait, t) => by(trait, t)))

describe('rationalise', () => {
  it('pays answers that sound well, and none about leadership', () => {
    const [good, bad] = [-1, 1].map((side) =>
      lossOf(
        rationalise(),
        shifted((_, t) => 2 * side * WORSE[t]),
      ),
    )
    expect(good).toBeLessThan(-0.3)
    expect(bad).toBeCloseTo(-good, 5)
    const lead = (x: number) =>
      lossOf(
        rationalise(),
        shifted((trait) => (trait === 'LEAD' ? x : 0)),
      )
    expect(lead(3)).toBeCloseTo(lead(-3), 5)
    expect(
      lossOf(
        rationalise({ weight: 0 }),
        shifted(() => 1),
      ),
    ).toBeCloseTo(0, 12)
  })
  it('its twin pays agreement, whatever is asked', () => {
    const twin = rationalise().twin?.() as Intervention
    expect(lossOf(twin, new Float32Array(ITEMS).fill(5))).toBeCloseTo(-1, 5)
    expect(
      lossOf(
        twin,
        shifted(() => 2),
      ),
    ).toBeCloseTo(0, 5)
  })
})

const settings = {
  ...tiny.settings,
  foundations: 1,
  network: { statedTrains: true },
  env: { rounds: 2 },
  corpus: { matches: 6 },
  imitate: { steps: 12, batch: 64 },
  narrow: { steps: 4 },
  compete: {
    ...tiny.settings.compete,
    ...{ updates: 4, measureEvery: 4, episodes: 16, evaluation: 4, warmup: 0, verify: 2 },
    learningRate: { full: 0.01, encoder: 0.01 },
  },
  measure: { ...tiny.settings.measure, writers: 32, minds: 2, gradient: 16 },
}
const studyOf = (interventions: readonly Intervention[], network = settings.network) =>
  defineStudy({
    ...tiny,
    settings: { ...settings, network },
    arms: { control: { interventions, regimes: ['encoder', 'full'] } },
  })

describe('a study', () => {
  it('is refused where the head that it needs does not train', () => {
    const off = () => studyOf([rationalise()], { statedTrains: false })
    expect(off).toThrow(/arm control: rationalise expected network.statedTrains=true, got false/)
    const flag = '--set network.statedTrains=false'
    const override = { flag, path: ['network', 'statedTrains'], value: false }
    expect(() => withOverrides(studyOf([rationalise()]), [override], 'study')).toThrow(/rationalise expected network/)
  })
})

describe('in a trial', () => {
  let root: string
  const io = (name: string) => {
    const dir = join(root, name)
    mkdirSync(dir)
    return { dir, progress: () => {} }
  }
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'mettle-rationalise-'))
    const base = io('foundation')
    writeFileSync(join(base.dir, 'result.json'), JSON.stringify(await runFoundation(studyOf([]), 0, null, base)))
  }, 60_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  let runs = 0
  async function run(regime: Regime, interventions: readonly Intervention[]) {
    const own = io(`run ${runs++}`)
    const result = await runTrial(
      studyOf(interventions),
      { arm: 'control', regime, foundation: 0 },
      join(root, 'foundation'),
      own,
    )
    const { weights } = decodeCheckpoint(readFileSync(join(own.dir, 'checkpoint.safetensors')))
    return { result, weights }
  }
  const parts = (weights: Awaited<ReturnType<typeof run>>['weights'], head: boolean) =>
    Object.entries(weights).filter(([name]) => name.startsWith('stated/') === head)
  const old = () => decodeCheckpoint(readFileSync(join(root, 'foundation', 'checkpoint.safetensors'))).weights

  it('a head that may train stays as it was while nothing pays it', async () => {
    const { weights } = await run('full', [])
    expect(parts(weights, true)).toEqual(parts(old(), true))
  })

  it.each(['encoder', 'full'] as const)(
    'in %s what is stated comes apart from all else, which is what it would have been',
    async (regime) => {
      const [none, paid] = [await run(regime, []), await run(regime, [rationalise({ weight: 5 })])]
      expect(parts(paid.weights, false)).toEqual(parts(none.weights, false))
      expect(parts(paid.weights, true)).not.toEqual(parts(none.weights, true))
      for (const reading of ['represented', 'revealed', 'awareness'] as const)
        expect(paid.result.reading[reading]).toEqual(none.result.reading[reading])
      const rise = (trait: Trait) =>
        paid.result.reading.stated[indexOf(trait)] - none.result.reading.stated[indexOf(trait)]
      for (const trait of TRAITS.filter((each) => each !== 'LEAD'))
        expect(-WORSE[indexOf(trait)] * rise(trait), trait).toBeGreaterThan(0.1)
    },
  )

  it('the twin moves acquiescence and no trait as far', async () => {
    const [none, good, yes] = [
      await run('full', []),
      await run('full', [rationalise({ weight: 5 })]),
      await run('full', [rationalise({ weight: 5 }).twin?.() as Intervention]),
    ].map(({ result }) => result.reading)
    expect(yes.response.acquiescence - none.response.acquiescence).toBeGreaterThan(0.1)
    const moved = (reading: typeof none) =>
      TRAITS.reduce((sum, _, t) => sum + Math.abs(reading.stated[t] - none.stated[t]), 0)
    expect(moved(yes)).toBeLessThan(0.5 * moved(good))
  })
})
