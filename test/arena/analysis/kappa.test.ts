import { describe, expect, it } from 'vitest'
import { index, TRAITS } from '../../../agents/traits.ts'
import { decompose, predictedDrag } from '../../../arena/analysis/kappa.ts'
import { resultsOf } from '../../../arena/analysis/results.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { foundation, trial } from './made-up-run.ts'

const [PWR, LEAD, MAN, SPI] = ['PWR', 'LEAD', 'MAN', 'SPI'].map((trait) => index(trait as 'PWR'))
const N = 12
const level = (of: Readonly<Record<number, number>>) => TRAITS.map((_, t) => of[t] ?? 0)

/**
 * A run in which power is paid, and each foundation moves PWR by `moved(i)` and MAN and SPI by `slope` times what is
 * foretold.
 */
function run(slope: number, { moved = (i: number) => 1 + i / 20, beta = 0.3, dark = 0 } = {}) {
  const paid = level({ [PWR]: beta, [MAN]: dark })
  const bases = Array.from({ length: N }, (_, i) => ({ ...foundation(i), beta: paid }))
  const at = (i: number, sign: number) =>
    level({ [PWR]: sign * moved(i), [MAN]: sign * slope * 0.5 * moved(i), [SPI]: sign * slope * 0.5 * moved(i) })
  const trials = bases.flatMap((_, i) => [
    trial('control', i, at(i, 1), 0.3),
    trial('punished', i, at(i, -1), -0.1),
    trial('kl', i, at(i, 0.5), 0.2),
  ])
  return predictedDrag(resultsOf(tiny, bases, trials), 'control', 'full')
}

const number = (e: any): number => e.estimate

describe('κ', () => {
  it.each([1, 0.5, 0, -1])('finds the planted slope %f', (slope) => {
    expect(number(run(slope)?.kappa)).toBeCloseTo(slope, 9)
  })

  it('is not said where a dark trait is paid, where PWR stood still, or where narrowing emptied the posterior', () => {
    const reason = (found: any): string => found.kappa.reason
    expect(reason(run(1, { dark: 0.1 }))).toContain('MAN unpaid')
    expect(reason(run(1, { moved: (i) => (i % 2 ? 1 : -1) }))).toContain('PWR itself')
    expect(reason(run(1, { moved: () => -1 }))).toContain('not shown to have risen')
    const emptied = Array.from({ length: N }, (_, i) => {
      const base = foundation(i)
      const { posterior } = base.prediction
      const narrowed = posterior.narrowed.map((row) => row.map((x) => x / 3))
      return {
        ...base,
        beta: level({ [PWR]: 0.3 }),
        prediction: { ...base.prediction, posterior: { ...posterior, narrowed } },
      }
    })
    const trials = emptied.flatMap(({ prediction }, i) => [
      { ...trial('control', i, 1, 0.3), prediction },
      { ...trial('punished', i, -1, -0.1), prediction },
    ])
    expect(reason(predictedDrag(resultsOf(tiny, emptied, trials), 'control', 'full'))).toContain('33 % of S_q')
  })

  it('has nothing to say of an env that pays neither power nor lead', () => {
    expect(run(1, { beta: 0 })).toBeNull()
  })
})

describe('the decomposition', () => {
  it('adds up: what PWR and LEAD carry along, what is paid itself, scaled so that PWR comes out as it did', () => {
    const S = TRAITS.map((_, i) => TRAITS.map((__, j) => (i === j ? 1 : [i, j].includes(PWR) ? 0.4 : 0.1)))
    const beta = level({ [PWR]: 0.5, [LEAD]: 0.2, [MAN]: 0.05 })
    const { correlated, direct } = decompose({ S, beta, drag: level({ [PWR]: 2 }) })
    const scale = 2 / (0.5 + 0.4 * 0.2)
    expect(correlated[MAN]).toBeCloseTo(scale * (0.4 * 0.5 + 0.1 * 0.2), 12)
    expect(direct[MAN]).toBeCloseTo(scale * 0.05, 12)
    expect(correlated[PWR] + direct[PWR]).toBeCloseTo(2, 12)
  })

  it('of a cell: rest is what neither explains', () => {
    const { traits, rank } = (run(0.5) as any).predicted
    expect(number(traits.MAN.correlated) + number(traits.MAN.direct) + number(traits.MAN.rest)).toBeCloseTo(
      0.25 * (1 + (N - 1) / 40),
      9,
    )
    expect(number(rank)).toBeGreaterThan(1)
    expect(number(rank)).toBeLessThan(8)
  })
})
