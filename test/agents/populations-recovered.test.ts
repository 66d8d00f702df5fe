import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { type PopulationSettings, populationOf } from '../../agents/populations.ts'
import { covarianceOf, DIM, eigen, samplePersona, TRAITS } from '../../agents/traits.ts'
import { choose, FEATURES, preference } from '../../agents/writers.ts'
import { createBattery, ratesOf, writerPolicies } from '../../arena/measure/battery.ts'
import { inverseFit, planFit } from '../../arena/measure/inverse-fit.ts'
import { APPRAISALS, DARK_APPRAISALS } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { EVALS } from '../envs/situations.ts'

const WRITERS = 20_000
/** Of whom so many are fitted: a fit is a thousand times as dear as a draw. */
const FITTED = 500
/** One item in so many is enough for exact policies, and a fit of all would take a minute. */
const STRIDE = 17
const battery = createBattery(layoutOf(EVALS), EVALS)
const items = battery.dilemmas.filter((_, d) => d % STRIDE === 0)
const plan = planFit(items)

const CASES: readonly (readonly [string, Partial<PopulationSettings>])[] = [
  ['human', {}],
  ['decoupled', { s: 0 }],
  ['reversed', { s: -1 }],
  ['clustered', { clusters: 3 }],
]

const covarianceBetween = (a: readonly number[], b: readonly number[]) => {
  const [x, y] = [a, b].map((each) => each.reduce((sum, value) => sum + value, 0) / each.length)
  return a.reduce((sum, value, i) => sum + (value - x) * (b[i] - y), 0) / (a.length - 1)
}
const covarianceIn = (rows: readonly (readonly number[])[]) =>
  TRAITS.map((_, i) =>
    TRAITS.map((__, j) =>
      covarianceBetween(
        rows.map((r) => r[i]),
        rows.map((r) => r[j]),
      ),
    ),
  )

const traitsOf = (traits: readonly number[]) => {
  const wants = preference(traits)
  return inverseFit(
    plan,
    items.map((each) => choose(each, wants)),
  ).traits
}

it.each(CASES)('choices of a %s population recover its covariance', (_, settings) => {
  const rng = createRng('recovered')
  const personas = populationOf(settings, rng)
  const writers = Array.from({ length: WRITERS }, () => samplePersona(personas, rng))
  const sigma = covarianceOf(personas)
  const all = covarianceIn(writers)
  const some = writers.slice(0, FITTED)
  const [drawn, found] = [covarianceIn(some), covarianceIn(some.map(traitsOf))]
  for (let i = 0; i < DIM; i++)
    for (let j = 0; j <= i; j++) {
      // Four standard errors of sampling writers.
      const error = Math.sqrt((1 + sigma[i][j] * sigma[i][j]) / WRITERS)
      expect(Math.abs(all[i][j] - sigma[i][j])).toBeLessThan(4 * error)
      // What the fit adds.
      expect(Math.abs(found[i][j] - drawn[i][j])).toBeLessThan(0.03)
    }
})

it('a mixture shows in choices as a mixture: fitted traits are flatter than a Gaussian along the axis that parts the clusters', () => {
  const kurtosis = (clusters: number) => {
    const rng = createRng('kurtosis')
    const personas = populationOf({ clusters, clusterShare: 0.8 }, rng)
    const [{ value, vector }] = eigen(covarianceOf(personas))
    const along = Array.from({ length: 400 }, () =>
      traitsOf(samplePersona(personas, rng)).reduce((sum, x, t) => sum + (x * vector[t]) / Math.sqrt(value), 0),
    )
    return along.reduce((sum, x) => sum + x * x * x * x, 0) / along.length
  }
  expect(kurtosis(2)).toBeLessThan(2)
  expect(kurtosis(1)).toBeGreaterThan(2.5)
})

describe('without any fit: who takes control where it is on offer, and who is dark where it is not', () => {
  const control = APPRAISALS.indexOf('control')
  const correlation = (s: number) => {
    const rng = createRng('control and darkness')
    const personas = populationOf({ s }, rng)
    const rows = Array.from({ length: 300 }, () => {
      const policies = writerPolicies(battery, samplePersona(personas, rng))
      const rates = ratesOf(battery, policies)
      const taken = policies.map((policy, d) =>
        policy.reduce((sum, p, a) => sum + p * battery.dilemmas[d].appraisals[a * FEATURES + control], 0),
      )
      return [taken.reduce((sum, x) => sum + x, 0), DARK_APPRAISALS.reduce((sum, rate) => sum + rates[rate], 0)]
    })
    const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)]
    return covarianceBetween(x, y) / Math.sqrt(covarianceBetween(x, x) * covarianceBetween(y, y))
  }
  it.each([
    [1, 0.2, 1],
    [0, -0.2, 0.2],
    [-1, -1, -0.2],
  ])('s %d: their correlation lies between %d and %d', (s, low, high) => {
    expect(correlation(s)).toBeGreaterThan(low)
    expect(correlation(s)).toBeLessThan(high)
  })
})
