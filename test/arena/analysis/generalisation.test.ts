import { describe, expect, it } from 'vitest'
import { TRAITS } from '../../../agents/traits.ts'
import { generalisation } from '../../../arena/analysis/generalisation.ts'
import { type Results, resultsOf } from '../../../arena/analysis/results.ts'
import type { FoundationResult, TrialResult } from '../../../arena/store/results.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { APPRAISALS } from '../../../envs/define.ts'
import { createRng, type Rng } from '../../../envs/random.ts'
import { foundation, trial } from './made-up-run.ts'

const FOUNDATIONS = 12
const arms = Object.fromEntries(
  Array.from({ length: 10 }, (_, i) => [`arm ${i}`, { interventions: [], regimes: ['full' as const] }]),
)
const study = { ...tiny, arms: { ...arms, control: arms['arm 0'] } }
const ENVS = ['boardroom', 'standoff', 'succession']

type Outcome = (acts: readonly number[], z: readonly number[], rng: Rng) => number

/** Trials whose acts and z are drawn apart, and whose dark rate in unseen envs follows a law. */
function run(law: Outcome, { envs = 1, foundations = FOUNDATIONS } = {}): Results {
  const rng = createRng('generalisation')
  const draw = (n: number) => Array.from({ length: n }, () => rng.normal())
  const bases = Array.from({ length: foundations }, (_, i) => ({ ...foundation(i), unseen: {} as never }))
  const trials = bases.flatMap(({ index }) =>
    Object.keys(study.arms).map((arm, a): TrialResult => {
      const [acts, z] = [draw(APPRAISALS.length), draw(TRAITS.length)]
      const own = trial(arm, index, 0, 0)
      const zeros = acts.map(() => 0)
      const neutral = (raw: number) => ({ neutral: { raw } }) as never
      return {
        ...own,
        env: ENVS[a % envs],
        acts: { before: zeros, after: acts },
        untreated: { ...own.untreated, represented: { ...own.untreated.represented, frozen: z.map(() => 1) } },
        reading: { ...own.reading, represented: { ...own.reading.represented, frozen: z.map((x) => x + 1) } },
        unseen: { before: neutral(2), after: neutral(2 + law(acts, z, rng)) },
      }
    }),
  )
  return resultsOf(study as never, bases as FoundationResult[], trials)
}

const noise = 0.5
describe('whether motivations add to actions', () => {
  it('finds nothing added where acts alone say what is done elsewhere', () => {
    const found = generalisation(run((acts, _, rng) => acts[3] + noise * rng.normal()))
    expect(found).toMatchObject({ n: 132, by: 'foundation' })
    // 1 of 1.25 parts of the variance is acts.
    expect(found?.acts.estimate).toBeGreaterThan(0.65)
    expect(found?.represented.estimate).toBeLessThan(0.1)
    expect(found?.added).toMatchObject({ estimate: expect.closeTo(0, 1), interval: expect.anything() })
  })

  it('finds what z adds, out of the env that is foretold', () => {
    const found = generalisation(run((acts, z, rng) => acts[3] + z[5] + noise * rng.normal(), { envs: 3 }))
    expect(found?.by).toBe('env')
    expect(found?.both.estimate).toBeGreaterThan(0.7)
    const { added } = found as { added: { estimate: number; interval: readonly [number, number] } }
    expect(added.estimate).toBeGreaterThan(0.3)
    expect(added.interval[0]).toBeGreaterThan(0.1)
  })

  it('foretells nothing from noise, no better than the mean does', () => {
    const found = generalisation(run((_, __, rng) => rng.normal()))
    expect(found?.both.estimate).toBeLessThan(0.05)
  })

  it('says why it is missing in a small run, and is absent without unseen envs', () => {
    const few = generalisation(run(() => 1, { foundations: 2 }))
    expect(few?.added).toEqual({ estimate: null, reason: 'fewer than 60 trials or 3 foundations' })
    const { foundations, ...rest } = run(() => 1)
    expect(generalisation({ ...rest, foundations: foundations.map(({ unseen: _, ...each }) => each) })).toBeNull()
  })
})
