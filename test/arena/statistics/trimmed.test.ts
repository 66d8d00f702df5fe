import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iqm, iqmInterval } from '../../../arena/statistics/trimmed.ts'

const several = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 4, maxLength: 20 })

describe('IQM', () => {
  it('is the 25 % trimmed mean: scipy.stats.trim_mean(x, .25), as rliable takes it', () => {
    // scipy's own example: trim_mean(arange(20), .1) = 9.5; at .25 five go from either end.
    expect(iqm(Array.from({ length: 20 }, (_, i) => i))).toBe(9.5)
    // Ten values lose ⌊2.5⌋ = 2 at either end: (3 + 4 + 5 + 6 + 7 + 8)/6.
    expect(iqm([100, 9, 8, 7, 6, 5, 4, 3, 2, -100])).toBe(5.5)
    expect(iqm([1, 2, 4])).toBeCloseTo(7 / 3, 12)
  })
  it('interval by hand: 1 … 8, two cut and winsorised at either end', () => {
    // Winsorised 3 3 3 4 5 6 6 6: mean 4.5, squares 3·2.25·2 + .25·2 = 14; s_w² = 14/7 = 2; h = 4; se = √2·√8/4 = 1;
    // t(.975, 3) = 3.182446.
    const [low, high] = iqmInterval([8, 1, 7, 2, 6, 3, 5, 4])
    expect(low).toBeCloseTo(4.5 - 3.182446, 5)
    expect(high).toBeCloseTo(4.5 + 3.182446, 5)
  })
  it('one outlier moves neither', () => {
    const calm = [1, 2, 3, 4, 5, 6, 7, 8]
    const wild = [1, 2, 3, 4, 5, 6, 7, 8000]
    expect(iqm(wild)).toBe(iqm(calm))
    expect(iqmInterval(wild)).toEqual(iqmInterval(calm))
  })
  it('order is no matter; it moves and scales with the values and lies in its interval', () => {
    fc.assert(
      fc.property(several, fc.integer({ min: -9, max: 9 }), (values, shift) => {
        expect(iqm([...values].reverse())).toBe(iqm(values))
        expect(iqm(values.map((x) => 2 * x + shift))).toBeCloseTo(2 * iqm(values) + shift, 8)
        const [low, high] = iqmInterval(values)
        expect(low).toBeLessThanOrEqual(iqm(values))
        expect(high).toBeGreaterThanOrEqual(iqm(values))
      }),
    )
  })
  it('refuses nothing, gaps and levels outside (0, 1)', () => {
    expect(() => iqm([])).toThrow(/IQM: expected at least 1/)
    expect(() => iqm([1, Number.POSITIVE_INFINITY])).toThrow(RangeError)
    expect(() => iqmInterval([1, 2, 3])).toThrow(/at least 4/)
    expect(() => iqmInterval([1, 2, 3, 4], 1)).toThrow(RangeError)
  })
})
