import { describe, expect, it } from 'vitest'
import { estimate, ratio } from '../../../arena/statistics/estimate.ts'
import { createRng } from '../../../envs/random.ts'

const interval = (values: number[]) => {
  const e = estimate(values)
  return e.estimate === null ? null : e.interval
}

describe('estimates', () => {
  it('fewer than 10: Student’s t, as by hand', () => {
    // Mean 2, SD 1, t(.975, 2) = 4.302653: 2 ± 4.302653/√3.
    const [low, high] = interval([1, 2, 3]) as [number, number]
    expect(low).toBeCloseTo(-0.4841377, 6)
    expect(high).toBeCloseTo(4.4841377, 6)
  })
  it('one value has no interval, none has a reason, a gap is never dropped', () => {
    expect(estimate([3])).toEqual({ estimate: 3, interval: null, n: 1 })
    expect(estimate([], 'nobody came')).toEqual({ estimate: null, reason: 'nobody came' })
    expect(estimate([1, null, 2], 'one is missing')).toEqual({ estimate: null, reason: 'one is missing' })
    expect(estimate([1, Number.NaN])).toMatchObject({ estimate: null })
  })
  it('from 10 on: the expanded percentile covers a normal mean about 95 % of the time', () => {
    const rng = createRng('coverage')
    let covered = 0
    const runs = 300
    for (let i = 0; i < runs; i++) {
      const [low, high] = interval(Array.from({ length: 12 }, () => rng.normal())) as [number, number]
      if (low <= 0 && high >= 0) covered += 1
    }
    // Binomial SD at 300 runs is 1.3 %: within four of them.
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(0.05)
  })
  it('is deterministic', () => {
    const values = Array.from({ length: 12 }, (_, i) => Math.sin(i))
    expect(estimate(values)).toEqual(estimate(values))
  })
})

describe('ratios', () => {
  it('Fieller’s interval contains the ratio and shrinks to it without noise', () => {
    const e = ratio([1, 1.02, 0.98, 1], [2, 2.02, 1.98, 2])
    if (e.estimate === null || e.interval === null) throw new Error('expected a ratio')
    expect(e.estimate).toBeCloseTo(0.5, 12)
    expect(e.interval[0]).toBeLessThan(0.5)
    expect(e.interval[1]).toBeGreaterThan(0.5)
    expect(e.interval[1] - e.interval[0]).toBeLessThan(0.05)
  })
  it('is missing where the denominator may be 0', () => {
    expect(ratio([1, 2, 3], [-1, 1, 0.1])).toEqual({
      estimate: null,
      reason: 'the interval of the denominator includes 0',
    })
  })
  it('covers as it says: 95 % over simulated pairs', () => {
    const rng = createRng('fieller')
    let covered = 0
    for (let i = 0; i < 2000; i++) {
      const b = Array.from({ length: 10 }, () => 2 + 0.5 * rng.normal())
      const a = b.map((x) => 0.6 * x + 0.3 * rng.normal())
      const e = ratio(a, b)
      if (e.estimate !== null && e.interval && e.interval[0] <= 0.6 && e.interval[1] >= 0.6) covered += 1
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(0.02)
  })
})
