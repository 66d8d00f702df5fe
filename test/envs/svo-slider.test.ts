import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { svoSlider } from '../../envs/svo-slider/env.ts'
import { angle, inconsistency, PRIMARY, pointAt } from '../../envs/svo-slider/score.ts'
import { situationsOf } from './situations.ts'

type Wish = (self: number, other: number) => number

/** Positions of somebody who always picks the point that this wish values most, the first of equals. */
const picks = (wish: Wish) =>
  PRIMARY.map((slider) => {
    const values = Array.from({ length: 9 }, (_, position) => wish(...pointAt(slider, position)))
    return values.indexOf(Math.max(...values))
  })

const WISHES: Readonly<Record<string, readonly [wish: Wish, published: number]>> = {
  altruistic: [(_self, other) => other, 61.39],
  prosocial: [(self, other) => Math.min(self, other), 37.48],
  individualistic: [(self, other) => self + other / 1000, 7.82],
  competitive: [(self, other) => self - other, -16.26],
}

describe('the slider', () => {
  it('has the nine published points', () => {
    const sides = PRIMARY.map((slider) => Array.from({ length: 9 }, (_, position) => pointAt(slider, position)))
    const published = [
      [85, 76, 68, 59, 50, 41, 33, 24, 15],
      [15, 19, 24, 28, 33, 37, 41, 46, 50],
      [100, 98, 96, 94, 93, 91, 89, 87, 85],
      [100, 89, 79, 68, 58, 47, 36, 26, 15],
      [50, 56, 63, 69, 75, 81, 88, 94, 100],
      [50, 54, 59, 63, 68, 72, 76, 81, 85],
    ]
    expect(sides.map((points) => points.map(([, other]) => other))).toEqual(published)
    expect(sides[1].map(([self]) => self)).toEqual([85, 87, 89, 91, 93, 94, 96, 98, 100])
    expect(sides[3].map(([self]) => self)).toEqual([50, 54, 59, 63, 68, 72, 76, 81, 85])
  })

  it.each(Object.entries(WISHES))(
    '%s choices give the published angle and no inconsistency',
    (_name, [wish, published]) => {
      expect(Number(angle(picks(wish)).toFixed(2))).toBe(published)
      expect(inconsistency(picks(wish))).toBe(0)
    },
  )

  it('the largest joint sum gives 41.04°, and from 37.09° to 52.91° by how the tie of unrounded points is broken', () => {
    const sums = PRIMARY.map((slider) =>
      Array.from({ length: 9 }, (_, at) => pointAt(slider, at)).map(([a, b]) => a + b),
    )
    const best = (choose: (all: number[]) => number) =>
      sums.map((row) => choose(row.flatMap((sum, at) => (sum === Math.max(...row) ? [at] : []))))
    expect(Number(angle(best(([first]) => first)).toFixed(3))).toBe(41.038)
    const exact = PRIMARY.map(({ from, to }) => [from[0] + from[1], to[0] + to[1]])
    const ends = [0, 8].map((tie) => angle(exact.map(([a, b]) => (a === b ? tie : a > b ? 0 : 8))))
    expect(ends.map((each) => Number(each.toFixed(2)))).toEqual([37.09, 52.91])
  })

  it('the largest own gives 7.82° or −7.82°, by how the tie of the first slider is broken', () => {
    const own: Wish = (self) => self
    const [tied, ...rest] = picks(own)
    expect([tied, 8].map((first) => Number(angle([first, ...rest]).toFixed(2)))).toEqual([7.82, -7.82])
  })

  it('a circle of preferences is inconsistent by its weakest link', () => {
    // Prosocial over competitive over individualist over prosocial: three equal links, one of which must give.
    const circle = [0, 0, 4, 4, 4, 0]
    expect(inconsistency(circle)).toBeCloseTo(1 / 3, 12)
    expect(inconsistency([4, 4, 4, 4, 4, 4])).toBe(0)
  })

  it('inconsistency stays in 0 … .5 and does not depend on which way a slider is read', () => {
    const six = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(six, (positions) => {
        const value = inconsistency(positions)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(0.5 + 1e-12)
        expect(inconsistency(positions.map((position) => 8 - position))).toBeCloseTo(value, 9)
      }),
    )
  })

  it('the first six items of the env are the published ones, the others the same scaled and turned round', () => {
    const situations = situationsOf(svoSlider())
    const hundredths = (i: number) =>
      situations[i].options.map(({ payoffs }) => payoffs.map((x) => Math.round(100 * x)))
    PRIMARY.forEach((slider, i) => {
      const points = Array.from({ length: 9 }, (_, position) => [...pointAt(slider, position)])
      expect(hundredths(i)).toEqual(points)
      expect(hundredths(18 + i)).toEqual(points.toReversed())
    })
  })

  it('calls spite only what no own gain pays for', () => {
    const spites = situationsOf(svoSlider()).slice(0, 6)
    const largest = spites.map(({ options }) => Math.max(...options.map(({ appraisal }) => appraisal.spite ?? 0)))
    expect(largest.map((x) => Number(x.toFixed(2)))).toEqual([0.7, 0.35, 0, 0, 0, 0])
  })
})
