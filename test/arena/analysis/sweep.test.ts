import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { crossing } from '../../../arena/analysis/sweep.ts'
import { grid } from '../../../arena/report/terminal/grid.ts'
import { sweepTables } from '../../../arena/report/terminal/sweeps.ts'
import { expandedPercentile } from '../../../arena/statistics/interval.ts'
import { meanOf } from '../../../arena/statistics/linear.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { describe as described } from '../../../arena/study/describe.ts'
import { type Arm, defineStudy } from '../../../arena/study/study.ts'
import type { Sweep } from '../../../arena/study/sweep.ts'
import { createRng } from '../../../envs/random.ts'
import { foundation, trial } from './made-up-run.ts'

const plain: Arm = { interventions: [], regimes: ['full'] }
const line = { of: 'RL updates', values: [1, 4, 16], scale: 'log', lost: 'half' } as const
const arms = {
  ...tiny.arms,
  one: plain,
  'control, 4': plain,
  'one, 4': { ...plain, comparedWith: 'control, 4' },
  'control, 16': plain,
  'one, 16': { ...plain, comparedWith: 'control, 16' },
}
const curves = { one: ['one', 'one, 4', 'one, 16'] }
const study = (sweep: Partial<Sweep> = {}) => defineStudy({ ...tiny, arms, sweeps: [{ ...line, curves, ...sweep }] })

/** Every arm drags by its level and no foundation differs, but for a little of control and `one` alike. */
function run(levels: Readonly<Record<string, number>>, n = 12) {
  const swept = study()
  const foundations = Array.from({ length: n }, (_, i) => foundation(i))
  const twins = (arm: string) => swept.arms[arm].reversed as string
  const trials = foundations.flatMap((_, i) =>
    Object.entries(levels).flatMap(([arm, D]) => {
      const own = D * (1 + 0.01 * (i % 4))
      return [trial(arm, i, own, 0.1), trial(twins(arm), i, -own, 0.1)]
    }),
  )
  const summary = summarise(swept, foundations, trials, { hash: '', backend: '' })
  const [found] = summary.sweeps ?? []
  return { ...found.curves.one, table: sweepTables(summary, grid) }
}

describe('a sweep', () => {
  const control = { control: 0.4, 'control, 4': 0.4, 'control, 16': 0.4 }

  it('says where prevention has halved, between values on its scale', () => {
    // Prevention 1/2, 3/8, 1/8: half of 1/2 is reached midway between 4 and 16 on a log scale, at 8.
    const one = run({ ...control, one: 0.2, 'one, 4': 0.25, 'one, 16': 0.35 })
    expect(one.prevention.map((each) => each.estimate)).toEqual([
      expect.closeTo(0.5, 9),
      expect.closeTo(0.375, 9),
      expect.closeTo(0.125, 9),
    ])
    // Each foundation has the same prevention, so resampling them moves nothing.
    const eight = expect.closeTo(8, 6)
    expect(one.lostAt).toEqual({ at: eight, interval: [eight, eight], n: 12 })
  })

  it('is not lost where it holds to the end, and cannot be lost where it was never there', () => {
    expect(run({ ...control, one: 0.2, 'one, 4': 0.2, 'one, 16': 0.2 }).lostAt).toEqual({
      ...{ at: null, interval: [null, null], n: 12 },
    })
    const none = run({ ...control, one: 0.44, 'one, 4': 0.2, 'one, 16': 0.2 }).lostAt
    expect(none).toMatchObject({ estimate: null, reason: expect.stringContaining('nothing to lose') })
  })

  it('is a table of its own, which says where it is lost in words', () => {
    const { table } = run({ ...control, one: 0.2, 'one, 4': 0.25, 'one, 16': 0.35 })
    expect(table).toContain('Prevention over RL updates; lost where it is below half of what it is at the first value')
    expect(table).toMatch(/one +│ 50 % [^│]*│ 38 % [^│]*│ 13 % [^│]*│ at 8 \[8, 8\]/)
    expect(run({ ...control, one: 0.2, 'one, 4': 0.2, 'one, 16': 0.2 }).table).toContain('holds to 16')
  })

  it('gives no interval to a smoke run', () => {
    expect(run({ ...control, one: 0.2, 'one, 4': 0.3, 'one, 16': 0.35 }, 3).lostAt).toMatchObject({
      ...{ interval: null, n: 3 },
    })
  })

  it('is part of what a study is, and is refused with the place where it does not fit', () => {
    expect(described(study())).toMatchObject({ sweeps: [{ ...line, curves }] })
    expect(() => study({ values: [1, 16, 4] })).toThrow(
      'sweeps, RL updates: values: expected each above the one before',
    )
    expect(() => study({ values: [0, 4, 16] })).toThrow('expected all above 0 on a log scale, got 0')
    expect(() => study({ values: [1] })).toThrow('expected 2 or more, got 1')
    expect(() => study({ curves: { one: ['one'] } })).toThrow('expected an arm for each of 3 values, got 1')
    expect(() => study({ curves: { one: ['one', 'one, 4', 'two'] } })).toThrow(
      'expected arms that run in full, got two',
    )
  })
})

describe('the value at which prevention is lost', () => {
  it('has the expanded percentile over foundations, which is wider than the plain one', () => {
    // Prevention is 1 at 0 and 1 − the mean at 1, so that half of it is lost at .5 / mean: monotone in the mean.
    const rng = createRng('foundations')
    const shares = Array.from({ length: 12 }, () => 0.6 + 0.4 * rng.uniform())
    const base = shares.map(() => 1)
    const drags = [
      { own: shares.map(() => 0), base },
      { own: shares, base },
    ]
    const { interval } = crossing(drags, { values: [0, 1], scale: 'linear', lost: 'half' })
    const [low, high] = (interval as readonly number[]).map((at) => 0.5 / at).reverse()
    const [from, to] = expandedPercentile(shares, createRng('other draws'), { draws: 20_000 })
    const tolerance = 0.1 * (to - from)
    expect(Math.abs(low - from)).toBeLessThan(tolerance)
    expect(Math.abs(high - to)).toBeLessThan(tolerance)
    const means = Array.from({ length: 20_000 }, () => meanOf(shares.map(() => shares[rng.integer(shares.length)])))
    means.sort((a, b) => a - b)
    expect(low).toBeLessThan(means[500])
    expect(high).toBeGreaterThan(means[19_500])
  })
  it('lies in the first step that falls below the bound, and rises with the bound’s distance', () => {
    const shares = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 3, maxLength: 6 })
    fc.assert(
      fc.property(shares, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (own, lost) => {
        const values = own.map((_, i) => i + 1)
        const drags = own.map((share) => ({ own: [share, share], base: [1, 1] }))
        const { at } = crossing(drags, { values, scale: 'linear', lost })
        const first = own.findIndex((share) => 1 - share < lost)
        if (first === -1) expect(at).toBeNull()
        else {
          expect(at).toBeLessThanOrEqual(values[first] + 1e-9)
          expect(at).toBeGreaterThanOrEqual(values[Math.max(0, first - 1)] - 1e-9)
        }
      }),
    )
  })
})
