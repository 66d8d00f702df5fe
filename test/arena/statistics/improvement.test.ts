import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { improvement, improvementInterval } from '../../../arena/statistics/improvement.ts'
import { createRng } from '../../../envs/random.ts'

const several = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 4, maxLength: 20 })

describe('probability of improvement', () => {
  it('by hand: of nine pairs six are won and one is a tie', () => {
    // x = 3, 5, 7 against y = 2, 5, 6: 3 wins 1; 5 wins 1 and ties 1; 7 wins 3. (5 + ½)/9.
    expect(improvement([3, 5, 7], [2, 5, 6])).toBeCloseTo(5.5 / 9, 12)
  })
  it('is Mann–Whitney’s U: Wikipedia’s tortoises and hares, T H H H H H T T T T T H, U = 11 of 36', () => {
    // Places in the race; the smaller is better. Of 36 pairs the tortoise is ahead in 11, the hare in 25.
    const tortoises = [1, 7, 8, 9, 10, 11]
    const hares = [2, 3, 4, 5, 6, 12]
    const speed = (places: number[]) => places.map((place) => -place)
    expect(36 * improvement(speed(tortoises), speed(hares))).toBe(11)
    expect(36 * improvement(speed(hares), speed(tortoises))).toBe(25)
  })
  it('x over y and y over x add to one; rising maps change nothing', () => {
    fc.assert(
      fc.property(several, several, (xs, ys) => {
        expect(improvement(xs, ys) + improvement(ys, xs)).toBeCloseTo(1, 12)
        const up = (values: number[]) => values.map((x) => 8 * x)
        expect(improvement(up(xs), up(ys))).toBe(improvement(xs, ys))
      }),
    )
  })
  it('pairs drawn together keep what they share', () => {
    const rng = createRng('shared')
    const base = Array.from({ length: 15 }, () => 10 * rng.normal())
    const better = base.map((x) => x + 1)
    const width = ([low, high]: readonly [number, number]) => high - low
    const paired = improvementInterval(better, base, createRng('x'), { paired: true })
    expect(width(paired)).toBeLessThan(0.5 * width(improvementInterval(better, base, createRng('x'))))
  })
  it('refuses gaps, single values and unequal pairs', () => {
    expect(() => improvement([], [1])).toThrow(RangeError)
    expect(() => improvement([1], [Number.NaN])).toThrow(RangeError)
    expect(() => improvementInterval([1], [1, 2], createRng('x'))).toThrow(RangeError)
    expect(() => improvementInterval([1, 2], [1, 2, 3], createRng('x'), { paired: true })).toThrow(/expected pairs/)
    expect(() => improvementInterval([1, 2], [1, 2], createRng('x'), { level: 1 })).toThrow(RangeError)
  })
})
