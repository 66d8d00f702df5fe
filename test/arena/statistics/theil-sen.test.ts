import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { theilSen } from '../../../arena/statistics/theil-sen.ts'

const value = fc.integer({ min: -999, max: 999 }).map((x) => x / 100)

describe('Theil–Sen', () => {
  it('statpsych’s published example (R, ci.theil): .5 in .3243 … .75', () => {
    const y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
    const x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
    const { slope, interval } = theilSen(x, y)
    expect(slope).toBeCloseTo(0.5, 7)
    expect(interval?.[0]).toBeCloseTo(0.3243243, 7)
    expect(interval?.[1]).toBeCloseTo(0.75, 7)
  })
  it('cloud seeding by hand (data of Hollander & Wolfe, example 9.1): the middle of ten slopes, the extremes at 95 %', () => {
    // −.15 −.13 −.08 −.07 −.0575 −.055 −.045 −.0333 .01 .04. 1 of 120 orders has no inversion (.008), 5 have at
    // most one (.042 > .025): ranks 1 and 10.
    const { slope, interval } = theilSen([1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03])
    expect(slope).toBeCloseTo(-0.05625, 10)
    expect(interval?.[0]).toBeCloseTo(-0.15, 10)
    expect(interval?.[1]).toBeCloseTo(0.04, 10)
  })
  it('four points have no 95 % interval', () => expect(theilSen([1, 2, 3, 4], [1, 2, 3, 4]).interval).toBeNull())
  it('a line is found, whatever one point does; order is no matter', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), value, fc.integer({ min: 0, max: 8 }), (slope, wild, at) => {
        const xs = Array.from({ length: 9 }, (_, i) => i)
        const ys = xs.map((x) => slope * x + 3)
        ys[at] += wild
        expect(theilSen(xs, ys).slope).toBeCloseTo(slope, 9)
        expect(theilSen([...xs].reverse(), [...ys].reverse())).toEqual(theilSen(xs, ys))
      }),
    )
  })
  it('scales with y, and adding a line adds its slope', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 6, maxLength: 12 }), (ys) => {
        const xs = ys.map((_, i) => i)
        const { slope, interval } = theilSen(xs, ys)
        const moved = theilSen(
          xs,
          ys.map((y, i) => 2 * y + 3 * i + 1),
        )
        expect(moved.slope).toBeCloseTo(2 * slope + 3, 8)
        if (interval) {
          expect(interval[0]).toBeLessThanOrEqual(slope)
          expect(interval[1]).toBeGreaterThanOrEqual(slope)
        }
      }),
    )
  })
  it('refuses unequal lengths, one x, gaps', () => {
    expect(() => theilSen([1, 2], [1])).toThrow(RangeError)
    expect(() => theilSen([2, 2], [1, 3])).toThrow(/two different x/)
    expect(() => theilSen([1, 2], [1, Number.NaN])).toThrow(RangeError)
    expect(() => theilSen([1, 2], [1, 2], 0)).toThrow(RangeError)
  })
})
