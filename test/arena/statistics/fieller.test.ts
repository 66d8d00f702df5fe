import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieller, fiellerSet } from '../../../arena/statistics/fieller.ts'
import { studentInterval } from '../../../arena/statistics/interval.ts'

const value = fc.integer({ min: -999, max: 999 }).map((x) => x / 100)
const pairs = fc.array(fc.tuple(value, value), { minLength: 4, maxLength: 12 })
const split = (both: [number, number][]) => [both.map(([x]) => x), both.map(([, y]) => y)] as const

describe('Fieller', () => {
  it('interval: 1/2 with variances ¼ at t = 2 is 0 … 4/3', () => {
    // lead 4 − 1 = 3, middle 2, disc 4 − 3·(1 − 1) = 4.
    const set = fiellerSet({ a: 1, b: 2, va: 0.25, vb: 0.25, vab: 0 }, 2)
    expect(set.kind).toBe('interval')
    if (set.kind !== 'interval') return
    expect(set.bounds[0]).toBeCloseTo(0, 12)
    expect(set.bounds[1]).toBeCloseTo(4 / 3, 12)
  })
  it('complement: 2/½ is ≤ −3.737 or ≥ 1.070', () => {
    // lead −.75, middle 1, disc 1 + .75·3 = 3.25: (1 ± 1.802776)/−.75.
    const set = fiellerSet({ a: 2, b: 0.5, va: 0.25, vb: 0.25, vab: 0 }, 2)
    expect(set.kind).toBe('complement')
    if (set.kind !== 'complement') return
    expect(set.bounds[0]).toBeCloseTo(-3.737034, 6)
    expect(set.bounds[1]).toBeCloseTo(1.070368, 6)
  })
  it('line: ½/½ excludes nothing; a half line where the denominator is just at its limit', () => {
    expect(fiellerSet({ a: 0.5, b: 0.5, va: 0.25, vb: 0.25, vab: 0 }, 2)).toEqual({ kind: 'line' })
    // lead 0, middle 2, a² − 4·¼ = 3: 2·2·ρ ≥ 3.
    expect(fiellerSet({ a: 2, b: 1, va: 0.25, vb: 0.25, vab: 0 }, 2)).toEqual({
      kind: 'complement',
      bounds: [Number.NEGATIVE_INFINITY, 0.75],
    })
  })
  it('at a bound ρ, the t test of a − ρb is just at its limit; the ratio is inside', () => {
    fc.assert(
      fc.property(pairs, (both) => {
        const [xs, ys] = split(both)
        const set = fieller(xs, ys)
        if (set.kind === 'line' || !set.bounds.every((bound) => Math.abs(bound) < 1e3)) return
        const spread = Math.max(...ys) - Math.min(...ys) + Math.max(...xs) - Math.min(...xs)
        if (spread < 1e-3) return
        for (const bound of set.bounds) {
          const [low, high] = studentInterval(xs.map((x, i) => x - bound * ys[i]))
          expect(Math.min(Math.abs(low), Math.abs(high))).toBeLessThan(1e-5 * (1 + Math.abs(bound)) * (1 + spread))
        }
        const sum = (values: readonly number[]) => values.reduce((s, v) => s + v, 0)
        const ratio = sum(xs) / sum(ys)
        const between = ratio >= set.bounds[0] - 1e-6 && ratio <= set.bounds[1] + 1e-6
        if (set.kind === 'interval') expect(between).toBe(true)
        else expect(ratio <= set.bounds[0] + 1e-6 || ratio >= set.bounds[1] - 1e-6).toBe(true)
      }),
    )
  })
  it('refuses unequal lengths, single pairs, gaps and levels outside (0, 1)', () => {
    expect(() => fieller([1, 2], [1, 2, 3])).toThrow(/got 2 and 3/)
    expect(() => fieller([1], [1])).toThrow(RangeError)
    expect(() => fieller([1, Number.NaN], [1, 2])).toThrow(RangeError)
    expect(() => fieller([1, 2], [1, 2], 1)).toThrow(RangeError)
  })
})
