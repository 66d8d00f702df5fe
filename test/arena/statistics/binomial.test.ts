import { describe, expect, it } from 'vitest'
import { binomialInterval } from '../../../arena/statistics/binomial.ts'
import { createRng } from '../../../envs/random.ts'

describe('the exact interval of a share', () => {
  // SciPy 1.17.1: binomtest(count, n).proportion_ci(method='exact')
  it.each<[number, number, number, number]>([
    [0, 12, 0, 0.2646484694],
    [1, 30, 0.0008435709266, 0.1721694556],
    [2, 30, 0.0081781345, 0.2207354015],
    [3, 30, 0.021117137, 0.2652884505],
    [30, 30, 0.8842966918, 1],
    [5, 10, 0.1870860284, 0.8129139716],
    [400, 1000, 0.3694689875, 0.4311215541],
  ])('%i of %i', (count, n, low, high) => {
    const found = binomialInterval(count, n)
    expect(found[0]).toBeCloseTo(low, 9)
    expect(found[1]).toBeCloseTo(high, 9)
  })
  it('turns over with the count', () => {
    for (const [count, n] of [
      [1, 7],
      [3, 50],
      [17, 90],
    ]) {
      const [low, high] = binomialInterval(count, n)
      const [other, more] = binomialInterval(n - count, n)
      expect(other).toBeCloseTo(1 - high, 10)
      expect(more).toBeCloseTo(1 - low, 10)
    }
  })
  it('refuses what is no count', () => {
    expect(() => binomialInterval(4, 3)).toThrow('expected a count of 0 … n whole trials, got 4 of 3')
    expect(() => binomialInterval(0, 0)).toThrow('got 0 of 0')
  })
  it('exact members of a population are taken for strangers to it once in hundreds of runs, whatever n', () => {
    const rng = createRng('ellipsoid')
    for (const n of [3, 10, 30, 100]) {
      let withheld = 0
      for (let run = 0; run < 2000; run++) {
        const outside = Array.from({ length: n }, () => rng.uniform()).filter((u) => u < 0.01).length
        if (binomialInterval(outside, n)[0] > 0.01) withheld++
      }
      expect(withheld / 2000).toBeLessThan(0.025)
    }
  })
})
