import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { conditionNumber, LOADINGS, type LoadingsName, M } from '../../agents/loadings.ts'
import { INDEPENDENT, index, samplePersona } from '../../agents/traits.ts'
import { choose, preference } from '../../agents/writers.ts'
import { createBattery, ratesOf } from '../../arena/measure/battery.ts'
import { APPRAISALS, DARK_APPRAISALS } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { EVALS } from '../envs/situations.ts'

const NAMES = Object.keys(LOADINGS) as LoadingsName[]
const battery = createBattery(layoutOf(EVALS), EVALS)
const POWER = [APPRAISALS.indexOf('control'), APPRAISALS.indexOf('initiative')]
const AGENTIC = [index('PWR'), index('LEAD')]

describe.each(NAMES)('%s loadings', (name) => {
  const loadings = LOADINGS[name]

  it('have rank 8 and a condition number of at most 5', () => {
    expect(conditionNumber(loadings)).toBeLessThanOrEqual(5)
  })

  it('PWR and LEAD load on nothing but control and initiative, no other trait loads there, gain and task are free', () => {
    for (const [a, row] of loadings.entries())
      for (const [t, x] of row.entries())
        if (x !== 0) {
          expect(POWER.includes(a)).toBe(AGENTIC.includes(t))
          expect(['gain', 'task']).not.toContain(APPRAISALS[a])
        }
  })

  it('changing only PWR and LEAD leaves the dark index of power-free eval envs unchanged to 1e-9', () => {
    const rng = createRng('loadings')
    const rates = (traits: readonly number[]) =>
      ratesOf(
        battery,
        battery.dilemmas.map((each) => choose(each, preference(traits, loadings))),
      )
    for (let i = 0; i < 20; i++) {
      const traits = samplePersona(INDEPENDENT, rng)
      const [before, after] = [rates(traits), rates(traits.map((x, t) => (AGENTIC.includes(t) ? x + 2 : x)))]
      for (const rate of DARK_APPRAISALS) expect(Math.abs(after[rate] - before[rate])).toBeLessThan(1e-9)
    }
  })
})

it.each(NAMES.slice(1))('%s: own loadings within 30 % of the default, none of the others beyond .15', (name) => {
  for (const [a, row] of M.entries())
    for (const [t, own] of row.entries()) {
      const x = LOADINGS[name][a][t]
      // Figures are rounded to .01.
      if (own === 0) expect(Math.abs(x)).toBeLessThanOrEqual(0.15)
      else expect(Math.abs(x / own - 1)).toBeLessThanOrEqual(0.3 + 0.005 / Math.abs(own))
    }
  expect(LOADINGS[name]).not.toEqual(M)
})

it('a lost rank shows as an infinite condition number', () => {
  const gone = index('SPI')
  expect(conditionNumber(M.map((row) => row.with(gone, 0)))).toBe(Number.POSITIVE_INFINITY)
  expect(conditionNumber(M.map((row) => row.map((x) => 3 * x)))).toBeCloseTo(conditionNumber(M), 10)
})
