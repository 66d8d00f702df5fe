import { expect, it } from 'vitest'
import { independentDifference } from '../../../arena/statistics/difference.ts'
import { type Estimate, estimate } from '../../../arena/statistics/estimate.ts'

/** Welch (1947) by hand: means 5 and 8, variances 2.5 and 10, n = 5 each; t(5.882) at .975 is 2.4587. */
it('is the interval of Welch where both come from Student', () => {
  const [a, b] = [
    [3, 4, 5, 6, 7],
    [4, 6, 8, 10, 12],
  ].map((values) => estimate(values))
  const found = independentDifference(a, b)
  if (found.estimate === null || !found.interval) throw new Error('expected a difference')
  expect(found.estimate).toBe(3)
  const half = (found.interval[1] - found.interval[0]) / 2
  expect(half).toBeCloseTo(2.4587 * Math.sqrt(2.5 / 5 + 10 / 5), 2)
})

it('is missing where one of the two is, with its reason, and turns its sign with the order', () => {
  const none: Estimate = { estimate: null, reason: 'withheld' }
  const [a, b] = [estimate([1, 2, 3, 4]), estimate([3, 3, 5, 8])]
  expect(independentDifference(a, none)).toBe(none)
  expect(independentDifference(none, b)).toBe(none)
  expect(independentDifference(a, estimate([1]))).toMatchObject({ estimate: null })
  const [there, back] = [independentDifference(a, b), independentDifference(b, a)]
  if (there.estimate === null || back.estimate === null) throw new Error('expected differences')
  expect(there.estimate).toBe(-back.estimate)
})
