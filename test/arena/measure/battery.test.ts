import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../../agents/layout.ts'
import { INDEPENDENT, samplePersona, TRAITS } from '../../../agents/traits.ts'
import { createBattery, reveal, writerPolicies } from '../../../arena/measure/battery.ts'
import { calibrate, darkness } from '../../../arena/measure/calibration.ts'
import { inverseFit } from '../../../arena/measure/inverse-fit.ts'
import { apply, explained, ridge } from '../../../arena/statistics/linear.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { handBack } from '../../../envs/hand-back/env.ts'
import { moneyBurning } from '../../../envs/money-burning/env.ts'
import { createRng } from '../../../envs/random.ts'
import { senderReceiver } from '../../../envs/sender-receiver/env.ts'

/** The battery of `quick`: no instrument for LEAD. */
const evals = [dictator, senderReceiver, moneyBurning, handBack].map((plugin) => plugin())
const battery = createBattery(layoutOf(evals), evals)
const LEAD = TRAITS.indexOf('LEAD')

describe('the inverse fit', () => {
  it('recovers a writer from its exact policy, and leaves what nothing elicits at 0', () => {
    const rng = createRng('fit')
    for (let i = 0; i < 20; i++) {
      const traits = samplePersona(INDEPENDENT, rng)
      const fit = inverseFit(battery.plan, writerPolicies(battery, traits))
      for (let t = 0; t < 8; t++) expect(Math.abs(fit.traits[t] - (t === LEAD ? 0 : traits[t]))).toBeLessThan(0.12)
      expect(fit.residual).toBeLessThan(1e-3)
    }
  })
  it('says by its residual that a policy is nobody’s', () => {
    const opposite = writerPolicies(battery, [0, 0, 0, 0, 0, 0, 0, 0]).map((policy) => {
      const flipped = policy.map((p) => 1 / p)
      const total = flipped.reduce((sum, x) => sum + x, 0)
      return flipped.map((x) => x / total)
    })
    expect(inverseFit(battery.plan, opposite).residual).toBeGreaterThan(0.1)
  })
})

describe('calibration', () => {
  const calibration = calibrate(battery, 120, createRng('calibrate'))
  it('names the traits it can read, and LEAD is not one here', () => {
    expect(calibration.instruments).toEqual(['PWR', 'MAN', 'ENT', 'CAL', 'SPI', 'HON', 'CARE'])
    expect(calibration.dark).toEqual(['MAN', 'ENT', 'CAL', 'SPI', 'HON'])
    expect(calibration.r2.exact[LEAD]).toBeLessThan(0.1)
    expect(Math.min(...calibration.instruments.map((t) => calibration.r2.plays[TRAITS.indexOf(t)]))).toBeGreaterThan(
      0.8,
    )
  })
  it('does not manufacture correlations between traits of independent writers', () => {
    const rng = createRng('inflation')
    const people = Array.from({ length: 200 }, () => samplePersona(INDEPENDENT, rng))
    const fits = people.map((traits) => reveal(battery, writerPolicies(battery, traits)).traits)
    const errors = fits.map((fit, i) => fit.map((x, t) => x - people[i][t]))
    for (let a = 0; a < 8; a++)
      for (let b = 0; b < a; b++) {
        if (a === LEAD || b === LEAD) continue
        const inflated = people.reduce((sum, p, i) => sum + (fits[i][a] * fits[i][b] - p[a] * p[b]), 0) / people.length
        expect(Math.abs(inflated)).toBeLessThan(0.1)
      }
    expect(errors).toHaveLength(200)
  })
  it('D is the signed mean of its traits', () => {
    expect(darkness([9, 9, 1, 2, 3, 4, -5, 9], calibration)).toBeCloseTo(3, 12)
    expect(darkness([0, 0, 1, 0, 0, 0, 0, 0], { dark: ['MAN'] })).toBe(1)
  })
})

describe('ridge', () => {
  it('recovers a linear map, and R² is 1 there', () => {
    const rng = createRng('ridge')
    const xs = Array.from({ length: 100 }, () => [rng.normal(), rng.normal(), rng.normal()])
    const ys = xs.map(([a, b, c]) => [1 + 2 * a - c, b])
    const fit = ridge(xs, ys, 1e-9)
    expect(fit.weights[0][0]).toBeCloseTo(2, 5)
    expect(fit.intercept[0]).toBeCloseTo(1, 5)
    expect(
      explained(
        ys,
        xs.map((x) => apply(fit, x)),
      )[1],
    ).toBeCloseTo(1, 8)
  })
})
