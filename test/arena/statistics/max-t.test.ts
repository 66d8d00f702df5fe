import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxT } from '../../../arena/statistics/max-t.ts'
import { signFlip } from '../../../arena/statistics/sign-flip.ts'
import { createRng } from '../../../envs/random.ts'

const rng = () => createRng('flips')
const value = fc.integer({ min: -999, max: 999 }).map((x) => x / 100)

describe('max-|t|', () => {
  it('by hand, two traits over three foundations', () => {
    // Rows (1, 0), (2, 1), (3, −1). t₁ = 2/(1/√3) = 3.46, t₂ = 0. Signs up to a common one: +++ t₁ 3.46; −++ sums 4, t₁
    // = (4/3)/√((14 − 16/3)/6) = 1.11; +−+ sum 2; ++− sum 0. Column 2 sums 0, 0, −2, 2: |t| 0, 0, 2, 2 (all |values|
    // but the 0 alike). So 3.46 is reached by ¼, 0 always.
    expect(
      maxT(
        [
          [1, 0],
          [2, 1],
          [3, -1],
        ],
        rng(),
      ),
    ).toEqual([0.25, 1])
  })
  it('of one trait is the sign flip itself', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 10 }), (values) => {
        const [p] = maxT(
          values.map((x) => [x]),
          rng(),
        )
        expect(p).toBeCloseTo(signFlip(values, rng()), 12)
      }),
    )
  })
  it('copies of one trait cost nothing, independent traits do', () => {
    const values = [1, 2, 3, 4, 5, 6, -1, 2.5]
    const [alone] = maxT(
      values.map((x) => [x]),
      rng(),
    )
    expect(
      maxT(
        values.map((x) => [x, 2 * x, -x]),
        rng(),
      ),
    ).toEqual([alone, alone, alone])
    const noise = createRng('noise')
    const [among] = maxT(
      values.map((x) => [x, noise.normal(), noise.normal()]),
      rng(),
    )
    expect(among).toBeGreaterThan(alone)
  })
  it('is at least the p alone, rises as |t| falls, and knows no order of rows or columns', () => {
    const rows = fc.array(fc.tuple(value, value, value), { minLength: 3, maxLength: 8 })
    fc.assert(
      fc.property(rows, (table) => {
        const adjusted = maxT(table, rng())
        const alone = [0, 1, 2].map((t) =>
          signFlip(
            table.map((row) => row[t]),
            rng(),
          ),
        )
        for (const t of [0, 1, 2]) expect(adjusted[t]).toBeGreaterThanOrEqual(alone[t] - 1e-12)
        const size = (t: number) => {
          const column = table.map((row) => row[t])
          const sum = column.reduce((s, x) => s + x, 0)
          return (sum * sum) / (column.reduce((s, x) => s + x * x, 0) || 1)
        }
        for (const a of [0, 1, 2])
          for (const b of [0, 1, 2]) if (size(a) > size(b) + 1e-6) expect(adjusted[a]).toBeLessThanOrEqual(adjusted[b])
        const turned = maxT(
          [...table].reverse().map(([a, b, c]) => [c, a, b]),
          rng(),
        )
        expect(turned[0]).toBeCloseTo(adjusted[2], 9)
        expect(turned[1]).toBeCloseTo(adjusted[0], 9)
      }),
      { numRuns: 60 },
    )
  })
  it('refuses ragged tables and gaps', () => {
    expect(() => maxT([[1, 2], [1]], rng())).toThrow(RangeError)
    expect(() => maxT([], rng())).toThrow(RangeError)
    expect(() => maxT([[Number.NaN]], rng())).toThrow(RangeError)
  })
})
