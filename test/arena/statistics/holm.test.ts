import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holm } from '../../../arena/statistics/holm.ts'

describe('Holm', () => {
  it('Wikipedia’s example: of .01, .04, .03, .005 the fourth and first are rejected at .05', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    expect(adjusted.map((p) => p.toFixed(12))).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => p.toFixed(12)))
  })
  it('one p stays, none stay none, none goes above 1', () => {
    expect(holm([0.04])).toEqual([0.04])
    expect(holm([])).toEqual([])
    expect(holm([0.6, 0.7])).toEqual([1, 1])
  })
  it('lies between p and Bonferroni, keeps their order, whatever the order they come in', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 8 }), (ps) => {
        const adjusted = holm(ps)
        ps.forEach((x, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(x)
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, ps.length * x) + 1e-12)
          ps.forEach((y, j) => {
            if (x < y) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j])
          })
        })
        expect(holm([...ps].reverse())).toEqual([...adjusted].reverse())
      }),
    )
  })
  it('refuses what is no p', () => {
    expect(() => holm([0.5, 1.1])).toThrow(/p in \[0, 1\], got 1.1/)
    expect(() => holm([Number.NaN])).toThrow(RangeError)
  })
})
