import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bootstrapT,
  expandedPercentile,
  expandedPercentileOfMean,
  expandedTail,
  studentInterval,
} from '../../../arena/statistics/interval.ts'
import { meanOf, sdOf } from '../../../arena/statistics/linear.ts'
import { resamplesOf } from '../../../arena/statistics/resample.ts'
import { createRng, type Rng } from '../../../envs/random.ts'

/** Draws all 3³ resamples of three values, one after the other. */
function everyResample(): Rng {
  let turn = 0
  const digits = () => {
    const draw = Math.floor(turn / 3)
    const place = turn % 3
    turn += 1
    return Math.floor(draw / [9, 3, 1][place]) % 3
  }
  return { ...createRng('unused'), integer: digits }
}

const several = fc.array(
  fc.integer({ min: -9999, max: 9999 }).map((x) => x / 100),
  { minLength: 10, maxLength: 14 },
)
const fast = { draws: 400 }

it('resamples drawn before give the interval of the mean to the bit', () => {
  fc.assert(
    fc.property(several, (values) => {
      const drawn = resamplesOf(values.length, createRng('x'))
      expect(expandedPercentileOfMean(values, drawn)).toEqual(expandedPercentile(values, createRng('x')))
    }),
    { numRuns: 20 },
  )
})

describe('Student’s t interval', () => {
  it('Student’s own sleep data: extra hours of drug 2 over drug 1, mean 1.58, 95 % .70 … 2.46 (R, t.test(sleep))', () => {
    const [low, high] = studentInterval([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4])
    expect(low).toBeCloseTo(0.7001142, 6)
    expect(high).toBeCloseTo(2.4598858, 6)
  })
  it('wider at a higher level', () => {
    const [low, high] = studentInterval([1, 2, 3], 0.99)
    // t(.995, 2) = 9.924843, se 1/√3.
    expect(high - low).toBeCloseTo((2 * 9.924843) / Math.sqrt(3), 4)
  })
})

describe('expanded percentile', () => {
  it('tails by hand: n = 10, √(10/9)·2.262157 = 2.384523, Φ(−2.384523) = .00855; wide n gives .025', () => {
    expect(expandedTail(10)).toBeCloseTo(0.00855, 5)
    expect(expandedTail(1_000_000)).toBeCloseTo(0.025, 5)
  })
  it('all 27 resamples of 0, 3, 6: the least and the greatest mean', () => {
    // n = 3 reads below 1/27 in each tail, so the ends are the constant resamples.
    expect(expandedPercentile([0, 3, 6], everyResample(), { draws: 27 })).toEqual([0, 6])
  })
  it('moves and scales with its values, and takes no notice of units', () => {
    fc.assert(
      fc.property(
        several,
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 9 }),
        (values, shift, scale) => {
          const plain = expandedPercentile(values, createRng('x'), fast)
          const moved = expandedPercentile(
            values.map((x) => scale * x + shift),
            createRng('x'),
            fast,
          )
          for (const end of [0, 1]) expect(moved[end]).toBeCloseTo(scale * plain[end] + shift, 8)
        },
      ),
      { numRuns: 30 },
    )
  })
  it('lies within the values and, at a higher level, around the lower one', () => {
    fc.assert(
      fc.property(several, (values) => {
        const [low, high] = expandedPercentile(values, createRng('x'), fast)
        const [lower, higher] = expandedPercentile(values, createRng('x'), { ...fast, level: 0.99 })
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        expect(lower).toBeLessThanOrEqual(low)
        expect(higher).toBeGreaterThanOrEqual(high)
      }),
      { numRuns: 30 },
    )
  })
})

describe('bootstrap-t', () => {
  it('by hand: all 27 resamples of 0, 1, 5 at level .5', () => {
    const values = [0, 1, 5]
    const error = sdOf(values) / Math.sqrt(3)
    // Sorted t*: 27 of them; nearest ranks of .25·26 = 6.5 → 7 (rounds up) and .75·26 = 19.5 → 20.
    const t: number[] = []
    for (const a of values)
      for (const b of values)
        for (const c of values) {
          const [drawn, shift] = [[a, b, c], (a + b + c) / 3 - 2]
          t.push(a === b && b === c ? shift * Number.POSITIVE_INFINITY : shift / (sdOf(drawn) / Math.sqrt(3)))
        }
    t.sort((a, b) => a - b)
    const [low, high] = bootstrapT(values, everyResample(), { draws: 27, level: 0.5 })
    expect(low).toBeCloseTo(2 - t[20] * error, 10)
    expect(high).toBeCloseTo(2 - t[7] * error, 10)
    // The same in numbers: resamples {0,0,1} and {1,5,5} have t* = (1/3 − 2)/(1/3) = −5 and (11/3 − 2)/(4/3) = 1.25.
    expect(t.filter((x) => Math.abs(x + 5) < 1e-9)).toHaveLength(3)
    expect(t.filter((x) => Math.abs(x - 1.25) < 1e-9)).toHaveLength(3)
  })
  it('reaches further on the side of the long tail', () => {
    const values = [0, 0.1, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 1, 8]
    const [low, high] = bootstrapT(values, createRng('tail'))
    expect(high - meanOf(values)).toBeGreaterThan(1.5 * (meanOf(values) - low))
  })
  it('turned around, the interval turns around', () => {
    const values = [1, 2, 4, 8, 16, 3, 5, 7, 9, 11]
    const [low, high] = bootstrapT(values, createRng('x'), fast)
    const [less, more] = bootstrapT(
      values.map((x) => -x),
      createRng('x'),
      fast,
    )
    // Nearest ranks are not mirrored exactly: one order statistic of 400 apart.
    expect(less).toBeCloseTo(-high, 0)
    expect(more).toBeCloseTo(-low, 0)
  })
  it('values all alike are a point', () => expect(bootstrapT([0.1, 0.1, 0.1], createRng('x'))).toEqual([0.1, 0.1]))
})

describe('all three', () => {
  const methods = {
    student: (values: number[], level?: number) => studentInterval(values, level),
    expanded: (values: number[], level?: number) => expandedPercentile(values, createRng('x'), { ...fast, level }),
    bootstrapT: (values: number[], level?: number) => bootstrapT(values, createRng('x'), { ...fast, level }),
  }
  for (const [name, method] of Object.entries(methods)) {
    it(`${name} contains the mean`, () => {
      fc.assert(
        fc.property(several, (values) => {
          const mean = meanOf(values)
          const [low, high] = method(values)
          expect(low).toBeLessThanOrEqual(mean + 1e-9)
          expect(high).toBeGreaterThanOrEqual(mean - 1e-9)
          if (name !== 'student') return // A bootstrap draws by place; its ends move within its Monte Carlo error.
          const turned = method([...values].reverse())
          for (const end of [0, 1]) expect(turned[end]).toBeCloseTo([low, high][end], 9)
        }),
        { numRuns: 50 },
      )
    })
    it(`${name} refuses one value, gaps and levels outside (0, 1)`, () => {
      expect(() => method([1])).toThrow(RangeError)
      expect(() => method([])).toThrow(/expected at least 2 numbers, got 0/)
      expect(() => method([1, Number.NaN])).toThrow(/got NaN at index 1/)
      for (const level of [0, 1, -1, 2, Number.NaN]) expect(() => method([1, 2, 3], level)).toThrow(RangeError)
    })
  }
})
