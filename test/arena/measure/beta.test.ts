import { describe, expect, it } from 'vitest'
import { TRAITS, type Trait } from '../../../agents/traits.ts'
import { type Beta, CENTRES, judged } from '../../../arena/measure/beta.ts'
import type { Estimate } from '../../../arena/statistics/estimate.ts'

const slope = (estimate: number, half: number): Estimate => ({
  estimate,
  interval: [estimate - half, estimate + half],
  n: 8,
})
/** β alike at every centre and against both panels; traits that are not named are 0 to within 1e-4. */
const rows = (of: Partial<Record<Trait, Estimate>>): Beta[] =>
  CENTRES.flatMap((centre) =>
    (['train', 'held out'] as const).map((panel) => ({
      centre,
      panel,
      beta: Object.fromEntries(TRAITS.map((trait) => [trait, of[trait] ?? slope(0, 1e-4)])) as Beta['beta'],
    })),
  )

describe('what β says of an env', () => {
  it('tells nothing where neither power nor lead is shown to be paid, rounding noise among it', () => {
    expect(judged(rows({ PWR: slope(1e-32, 1e-33), MAN: slope(1e-32, 1e-33) })).label).toBe('nothing told')
    expect(judged(rows({ PWR: slope(0.2, 0.3), MAN: slope(0.5, 0.1) })).label).toBe('nothing told')
  })
  it('holds the others against what power is paid', () => {
    expect(judged(rows({ PWR: slope(0.3, 0.02) }))).toEqual({
      selected: [],
      open: [],
      label: 'selects power or lead alone',
    })
    expect(judged(rows({ PWR: slope(0.3, 0.02), MAN: slope(0.1, 0.02) }))).toMatchObject({
      selected: ['MAN'],
      label: 'direct-selecting',
    })
    expect(judged(rows({ PWR: slope(0.3, 0.02), MAN: slope(0.02, 0.05) }))).toMatchObject({
      open: ['MAN'],
      label: 'not settled',
    })
  })
})
