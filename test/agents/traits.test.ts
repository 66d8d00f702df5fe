import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ASSISTANT,
  cholesky,
  condition,
  covariance,
  DIM,
  HUMAN,
  index,
  population,
  samplePersona,
} from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'

describe('the published matrix', () => {
  it('is symmetric with a unit diagonal', () => {
    for (let i = 0; i < DIM; i++) {
      expect(HUMAN[i][i]).toBe(1)
      for (let j = 0; j < DIM; j++) expect(HUMAN[i][j]).toBe(HUMAN[j][i])
    }
  })
  it('stays positive definite under the dial over all of −1 … 1.25, and is refused beyond', () => {
    fc.assert(fc.property(fc.double({ min: -1, max: 1.25, noNaN: true }), (s) => void cholesky(covariance(s))))
    expect(() => cholesky(covariance(2.5))).toThrow(/positive definite.*pivot/)
  })
  it('the dial scales the cross block alone', () => {
    const half = covariance(0.5)
    expect(half[index('PWR')][index('MAN')]).toBeCloseTo(0.225, 12)
    expect(half[index('PWR')][index('LEAD')]).toBe(0.55)
    expect(half[index('MAN')][index('HON')]).toBe(-0.53)
  })
})

describe('populations', () => {
  it('draws have the covariance they are drawn from', () => {
    const rng = createRng('draws')
    const draws = Array.from({ length: 40_000 }, () => samplePersona(population(1), rng))
    for (let i = 0; i < DIM; i++)
      for (let j = 0; j < DIM; j++) {
        const c = draws.reduce((sum, d) => sum + d[i] * d[j], 0) / draws.length
        expect(Math.abs(c - HUMAN[i][j])).toBeLessThan(0.03)
      }
  })
  it('conditioning gives the named traits their mean and spread, and the rest what then follows', () => {
    const { mean, factor } = condition(population(1), ASSISTANT)
    const variance = (t: number) => factor[t].reduce((sum, l) => sum + l * l, 0)
    for (const trait of ['HON', 'CARE'] as const) {
      expect(mean[index(trait)]).toBeCloseTo(1.2, 10)
      expect(Math.sqrt(variance(index(trait)))).toBeCloseTo(0.3, 10)
    }
    expect(mean[index('MAN')]).toBeLessThan(-0.4)
    expect(variance(index('PWR'))).toBeGreaterThan(0.8)
  })
})
