import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equivalent, keepsShare, nonInferior, pAbove } from '../../../arena/statistics/equivalence.ts'
import { fieller } from '../../../arena/statistics/fieller.ts'
import { studentInterval } from '../../../arena/statistics/interval.ts'

const value = fc.integer({ min: -999, max: 999 }).map((x) => x / 100)
const pairs = fc.array(fc.tuple(value, value), { minLength: 4, maxLength: 12 })
const split = (both: [number, number][]) => [both.map(([x]) => x), both.map(([, y]) => y)] as const

describe('equivalence and non-inferiority', () => {
  // Mean 0, SD √2.5, n = 5: se √.5 = .7071; against ±2 t = 2.8284 with 4 df, one-sided p .02371.
  const values = [-2, -1, 0, 1, 2]
  it('by hand', () => {
    expect(pAbove(values, -2)).toBeCloseTo(0.0237, 4)
    expect(equivalent(values, 2)).toMatchObject({ holds: true, p: expect.closeTo(0.0237, 4) })
    expect(equivalent(values, 1.5).holds).toBe(false)
  })
  it('Lakens’ one-sample example: mean .54 of .5, SD 1.2, n = 100, bounds ±.36: t(99) = 3.33 and −2.67', () => {
    // TOSTER, `TOSTone(m = .54, mu = .5, sd = 1.2, n = 100, ± d .3)`: the larger one-sided p is that of t = −2.667,
    // .0045.
    const alternating = Array.from({ length: 100 }, (_, i) => 0.04 + (i % 2 === 0 ? 1 : -1) * 1.2 * Math.sqrt(0.99))
    expect(equivalent(alternating, 0.36).p).toBeCloseTo(0.00447, 4)
  })
  it('agrees with the 90 % interval, non-inferiority with the lower end of the 95 % one', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (xs, margin) => {
        if (Math.max(...xs) - Math.min(...xs) < 1e-6) return
        const [low, high] = studentInterval(xs, 0.9)
        const [lower] = studentInterval(xs)
        if (Math.abs(Math.abs(low) - margin) > 1e-6 && Math.abs(Math.abs(high) - margin) > 1e-6)
          expect(equivalent(xs, margin).holds).toBe(low > -margin && high < margin)
        if (Math.abs(lower + margin) > 1e-6) expect(nonInferior(xs, margin).holds).toBe(lower > -margin)
      }),
    )
  })
  it('a wider margin never takes a decision back', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 12 }), (xs) => {
        expect(equivalent(xs, 2).p).toBeLessThanOrEqual(equivalent(xs, 1).p)
        expect(nonInferior(xs, 1).p).toBeLessThanOrEqual(nonInferior(xs, 0.5).p)
      }),
    )
  })
  it('keeps a share exactly where Fieller’s lower bound is above it', () => {
    fc.assert(
      fc.property(pairs, (both) => {
        const [xs, ys] = split(both.map(([x, y]) => [8 + x / 10, 8 + y / 10]))
        const set = fieller(xs, ys)
        if (set.kind !== 'interval' || Math.abs(set.bounds[0] - 0.95) < 1e-6) return
        expect(keepsShare(xs, ys, 0.05).holds).toBe(set.bounds[0] > 0.95)
      }),
    )
  })
  it('exactly at the margin is not above it; a control that earned nothing leaves nothing to keep', () => {
    expect(keepsShare(new Array(12).fill(0.38), new Array(12).fill(0.4), 0.05).holds).toBe(false)
    expect(keepsShare(new Array(12).fill(0.39), new Array(12).fill(0.4), 0.05).holds).toBe(true)
    expect(keepsShare([1, 2, 3], [-1, 0, 1], 0.05)).toEqual({ holds: false, p: 1 })
  })
  it('refuses margins, levels and values that are none', () => {
    expect(() => equivalent(values, 0)).toThrow(/margin above 0/)
    expect(() => equivalent(values, 1, 1)).toThrow(RangeError)
    expect(() => equivalent([1], 1)).toThrow(RangeError)
    expect(() => nonInferior(values, -1)).toThrow(RangeError)
    expect(() => nonInferior([1, Number.NaN], 1)).toThrow(RangeError)
    expect(() => keepsShare([1, 2], [1, 2], 0)).toThrow(RangeError)
    expect(() => keepsShare([1, 2], [1], 0.05)).toThrow(RangeError)
  })
})
