import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signFlip } from '../../../arena/statistics/sign-flip.ts'
import { createRng } from '../../../envs/random.ts'

const rng = () => createRng('flips')
const value = fc.integer({ min: -999, max: 999 }).map((x) => x / 100)

describe('sign flip', () => {
  it('five paired seeds, all on one side: the least two-sided p is .0625', () => {
    expect(signFlip([1, 2, 3, 4, 5], rng())).toBe(2 / 32)
    expect(signFlip([-1, -2, -3, -4, -5], rng())).toBe(2 / 32)
  })
  it('by hand: 1, 2, −4 has |sum| 1, reached by all eight patterns; 1, 2, 4 minus the 1 by four', () => {
    expect(signFlip([1, 2, -4], rng())).toBe(1)
    // Sums ±7, ±5, ±3, ±1: |5| or more is reached by four of eight.
    expect(signFlip([-1, 2, 4], rng())).toBe(0.5)
  })
  it('Darwin’s maize, Fisher’s own example (1935, §21): 1726 of 32768 reach the difference of 314', () => {
    const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    expect(signFlip(darwin, rng())).toBeCloseTo(1726 / 32768, 12)
  })
  it('beyond 16 values: Monte Carlo, near the exact p, never 0', () => {
    expect(signFlip(new Array(20).fill(1), rng())).toBeCloseTo(1 / 20_001, 12)
    // Eighteen ±1 with sum 6: P(|S| ≥ 6) of Binomial(18, ½) = 2·P(X ≥ 12) = .23788.
    expect(signFlip([...new Array(12).fill(1), ...new Array(6).fill(-1)], rng())).toBeCloseTo(0.23788, 1)
  })
  it('order, scale and a common sign are no matter; rounding makes no difference of ties', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 10 }), (values) => {
        const p = signFlip(values, rng())
        expect(signFlip([...values].reverse(), rng())).toBe(p)
        expect(
          signFlip(
            values.map((x) => -3 * x),
            rng(),
          ),
        ).toBe(p)
      }),
    )
    expect(signFlip([0.1, 0.2, -0.3], rng())).toBe(1)
    expect(signFlip([0, 0, 0], rng())).toBe(1)
  })
  it('refuses nothing and gaps', () => {
    expect(() => signFlip([], rng())).toThrow(RangeError)
    expect(() => signFlip([1, Number.NaN], rng())).toThrow(RangeError)
  })
})
