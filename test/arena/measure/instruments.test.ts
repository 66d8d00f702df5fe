import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../../agents/layout.ts'
import { PERSONAS } from '../../../agents/personas.ts'
import { DIM, TRAITS } from '../../../agents/traits.ts'
import { createBattery, fitted, writerPolicies } from '../../../arena/measure/battery.ts'
import { calibrateBattery } from '../../../arena/measure/instruments/battery-calibration.ts'
import { knownGroups } from '../../../arena/measure/instruments/known-groups.ts'
import { multitrait } from '../../../arena/measure/instruments/multitrait.ts'
import { halves, sampled, someItems } from '../../../arena/measure/instruments/plays.ts'
import { precisionAt } from '../../../arena/measure/instruments/precision.ts'
import { correlation, icc21, spearmanBrown } from '../../../arena/measure/instruments/reliability.ts'
import { type Figures, instrumentsOf, missesOf } from '../../../arena/measure/instruments/thresholds.ts'
import { meanOf, sdOf } from '../../../arena/statistics/linear.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { handBack } from '../../../envs/hand-back/env.ts'
import { moneyBurning } from '../../../envs/money-burning/env.ts'
import { createRng } from '../../../envs/random.ts'
import { senderReceiver } from '../../../envs/sender-receiver/env.ts'
import { EVALS } from '../../envs/situations.ts'

const evals = [dictator, senderReceiver, moneyBurning, handBack].map((plugin) => plugin())
const battery = createBattery(layoutOf(evals), evals)
const LEAD = TRAITS.indexOf('LEAD')

describe('reliability', () => {
  it('ICC(2,1) of Shrout & Fleiss’ six targets and four judges is .29', () => {
    const ratings = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ]
    expect(icc21(ratings)).toBeCloseTo(0.2898, 4)
  })
  it('ICC falls where a rater is always higher, and correlation does not', () => {
    const ratings = [1, 2, 3, 4].map((x) => [x, x + 2])
    // Mean squares: rows 10/3, columns 8, error 0: (10/3) / (10/3 + 2 · 8 / 4).
    expect(icc21(ratings)).toBeCloseTo(10 / 22, 12)
    expect(icc21([1, 2, 3].map((x) => [x, x]))).toBe(1)
    expect(icc21([1, 1, 1].map((x) => [x, x]))).toBe(0)
  })
  it('halves that correlate .6 make a whole of reliability .75', () => {
    expect(spearmanBrown(0.6)).toBeCloseTo(0.75, 12)
  })
  it('nothing correlates with a constant', () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
    expect(correlation([1, 2, 3], [5, 5, 5])).toBe(0)
  })
})

describe('the multitrait–multimethod table', () => {
  const [a, b, c] = [
    [1, 2, 3, 4],
    [1, -1, -1, 1],
    [1, -1, 1, -1],
  ]
  const table = (...columns: number[][]) => a.map((_, i) => columns.map((column) => column[i]))
  it('holds where a trait agrees with itself alone', () => {
    for (const each of multitrait([table(a, b), table(a, b)], [0, 1])) {
      expect(each.monotrait).toBeCloseTo(1, 12)
      expect(each.heterotrait).toBeCloseTo(0, 12)
      expect(each.holds).toBe(true)
    }
  })
  it('fails where one method reads another trait, or mixes both', () => {
    expect(multitrait([table(a, b), table(b, a)], [0, 1]).map(({ holds }) => holds)).toEqual([false, false])
    const [one] = multitrait([table(a, b), table(c, a)], [0, 1])
    // r(a, c) = −2/√20; with the other trait of the other method it is 1.
    expect(one.monotrait).toBeCloseTo(-2 / Math.sqrt(20), 12)
    expect(one.heterotrait).toBeCloseTo(1, 12)
  })
})

describe('thresholds', () => {
  const good: Figures = {
    r2: { exact: TRAITS.map(() => 0.8), plays: TRAITS.map(() => 0.8) },
    splitHalf: TRAITS.map(() => 0.8),
    icc: TRAITS.map(() => 0.8),
    inflation: TRAITS.map(() => 0.1),
    multitrait: TRAITS.map(() => ({ monotrait: 0.5, heterotrait: 0.4, holds: true })),
  }
  it('are reached at the limit itself', () => expect(instrumentsOf(good, TRAITS)).toEqual(TRAITS))
  it.each([
    ['R² exact', { r2: { ...good.r2, exact: TRAITS.map(() => 0.79) } }],
    ['R² plays', { r2: { ...good.r2, plays: TRAITS.map(() => 0.79) } }],
    ['split-half', { splitHalf: TRAITS.map(() => 0.79) }],
    ['ICC', { icc: TRAITS.map(() => Number.NaN) }],
    ['inflation', { inflation: TRAITS.map(() => 0.11) }],
    ['multitrait–multimethod', { multitrait: TRAITS.map(() => ({ monotrait: 0.5, heterotrait: 0.6, holds: false })) }],
  ])('a trait that misses %s alone is uncalibrated, with the figure', (line, worse) => {
    const figures = { ...good, ...worse } as Figures
    expect(instrumentsOf(figures, TRAITS)).toEqual([])
    expect(missesOf(figures, 3).map((miss) => miss.line)).toEqual([line])
  })
})

describe('plays', () => {
  it('halves are disjoint, cover all items, and take each env in two', () => {
    const [one, two] = halves(battery)
    expect([...one, ...two].toSorted((a, b) => a - b)).toEqual(battery.dilemmas.map((_, d) => d))
    for (const env of evals) expect(one.filter((d) => battery.sources[d].env === env)).toHaveLength(env.items / 2)
  })
  it('30 plays of each game are 30 different items of it', () => {
    const items = someItems(battery, 30, createRng('some'))
    expect(new Set(items).size).toBe(30 * evals.length)
  })
})

describe('precision', () => {
  it('says the standard error that repeated plays have', () => {
    const { error, confusable } = precisionAt(battery, new Array(DIM).fill(0))
    const rng = createRng('repeat')
    const policies = writerPolicies(battery, new Array(DIM).fill(0))
    // Enough plays that the Gaussian limit holds: 40 an item, so errors shrink by √(40 · 36 / 30).
    const fits = Array.from({ length: 150 }, () => fitted(battery, sampled(policies, 40, rng)).traits)
    const shrink = Math.sqrt((40 * 36) / 30)
    for (const trait of ['PWR', 'ENT', 'SPI', 'CARE'] as const) {
      const seen = sdOf(fits.map((fit) => fit[TRAITS.indexOf(trait)])) * shrink
      expect(seen / (error[trait] as number)).toBeGreaterThan(0.85)
      expect(seen / (error[trait] as number)).toBeLessThan(1.15)
    }
    const pair = confusable.find(({ traits }) => traits.includes('ENT') && traits.includes('CARE'))
    const [ent, care] = [TRAITS.indexOf('ENT'), TRAITS.indexOf('CARE')].map((t) => fits.map((fit) => fit[t]))
    expect(Math.abs(correlation(ent, care) - (pair?.r as number))).toBeLessThan(0.2)
  })
  it('has none for a trait that no item elicits', () => {
    expect(precisionAt(battery, PERSONAS.assistant.traits).error.LEAD).toBeNull()
  })
})

describe('the battery of `quick`', () => {
  const report = calibrateBattery(battery, evals, 160)
  it('reads seven traits by every line, and says of LEAD what it misses', () => {
    expect(report.instruments).toEqual(TRAITS.filter((trait) => trait !== 'LEAD'))
    expect(missesOf(report, LEAD).map(({ line }) => line)).toContain('R² exact')
    expect(report.nats[LEAD].every((nats) => nats < 1e-9)).toBe(true)
  })
  it('knows less at the assistant than at the population mean, and less from one play an item', () => {
    const { population, assistant } = report.precision
    for (const trait of ['MAN', 'ENT', 'CAL', 'SPI', 'HON'] as const)
      expect(assistant.error[trait] as number).toBeGreaterThan(population.error[trait] as number)
    expect(meanOf(report.once)).toBeLessThan(meanOf(report.r2.plays))
  })
  it('reads the known personas in the order of their darkness, and no wrong trait', () => {
    expect(report.groups.holds).toBe(true)
    expect(report.groups.groups.map(({ persona }) => persona)[0]).toBe('saint')
    for (const { r } of report.wrongTrait) expect(Math.abs(r)).toBeLessThan(0.3)
  })
})

describe('all eval envs that ship', () => {
  const all = createBattery(layoutOf(EVALS), EVALS)
  // Read off items with power too, every error is below .5; off power-free items alone the largest is .511.
  it('read every trait, the named groups, and each trait with an error of at most .52 SD at the assistant', () => {
    const report = calibrateBattery(all, EVALS, 48)
    expect(report.instruments).toEqual(TRAITS)
    expect(meanOf(report.once)).toBeGreaterThan(0.8)
    for (const trait of TRAITS) expect(report.precision.assistant.error[trait]).toBeLessThan(0.52)
  })
  it('tell no groups apart where nothing but power is asked', () => {
    const power = createBattery(layoutOf([handBack()]), [handBack()])
    expect(knownGroups(power, { dark: ['MAN', 'ENT', 'CAL', 'SPI', 'HON'] }).holds).toBe(false)
  })
})
