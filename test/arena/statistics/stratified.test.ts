import { describe, expect, it } from 'vitest'
import { stratifiedInterval } from '../../../arena/statistics/stratified.ts'
import { createRng } from '../../../envs/random.ts'

describe('stratified bootstrap', () => {
  it('draws within strata: with no spread inside them there is none at all', () => {
    const strata = [
      [1, 1, 1],
      [5, 5, 5],
    ]
    expect(stratifiedInterval(strata, createRng('x'), { draws: 50 })).toEqual([3, 3])
  })
  it('two strata of two values: sums of two draws each, quartiles by hand', () => {
    // Means of {0, 2} twice: a stratum's sum is 0, 2, 4 with ¼, ½, ¼; the mean of all four is 0 … 2, its quartiles .5
    // and 1.5 (P ≤ .5 is 5/16).
    const mean = (scores: readonly number[]) => scores.reduce((sum, x) => sum + x, 0) / scores.length
    const rows = [
      [0, 2],
      [0, 2],
    ]
    expect(stratifiedInterval(rows, createRng('x'), { draws: 8000, level: 0.5 }, mean)).toEqual([0.5, 1.5])
  })
  it('refuses ragged, empty and single-run tables', () => {
    expect(() => stratifiedInterval([[1, 2], [1]], createRng('x'))).toThrow(RangeError)
    expect(() =>
      stratifiedInterval(
        [
          [1, 2],
          [1, 2, 3],
        ],
        createRng('x'),
      ),
    ).toThrow(/rows of 2 numbers, got one of 3/)
    expect(() => stratifiedInterval([], createRng('x'))).toThrow(/at least one row/)
    expect(() => stratifiedInterval([[1, 2]], createRng('x'), { level: 0 })).toThrow(RangeError)
  })
})
