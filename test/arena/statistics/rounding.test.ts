import { describe, expect, it } from 'vitest'
import { correlation, icc21 } from '../../../arena/measure/instruments/reliability.ts'
import { procrustes } from '../../../arena/measure/procrustes.ts'
import { equivalent, keepsShare, nonInferior, pAbove } from '../../../arena/statistics/equivalence.ts'
import { bootstrapT, expandedPercentile, studentInterval } from '../../../arena/statistics/interval.ts'
import { explained, ridge } from '../../../arena/statistics/linear.ts'
import { isConstant } from '../../../arena/statistics/spread.ts'
import { aboveT } from '../../../arena/statistics/student.ts'
import { theilSen } from '../../../arena/statistics/theil-sen.ts'
import { createRng } from '../../../envs/random.ts'

const MANY = 130_000
const many = Array.from({ length: MANY }, (_, i) => (i % 7) - 3 + 1e-3 * (i % 11))

describe('as many values as memory holds', () => {
  it('none of the one-sided tests puts them on the stack', () => {
    expect(nonInferior(many, 0.5).holds).toBe(true)
    expect(equivalent(many, 0.5).holds).toBe(true)
    expect(
      keepsShare(
        many.map((x) => x + 10),
        many.map((x) => x + 10),
        0.1,
      ).holds,
    ).toBe(true)
  })
})

describe('small p', () => {
  /** `scipy.stats.t.sf`, SciPy 1.x. */
  it.each([
    [2, 9, 0.038276411885350504],
    [0.5, 3, 0.3257239824240755],
    [-2, 9, 0.9617235881146495],
    [8, 20, 5.828314135744255e-8],
    [50, 10, 1.23715516465134e-13],
    [1e5, 10, 1.230468744360351e-46],
    [1e9, 2, 5e-19],
    [2, 122_999, 0.02275122933870699],
    [35, 122_999, 2.3397544057416962e-267],
    // Where `studentt.cdf` of jstat is far off, see findings/jstat-ibeta-large.sh.
    [0.01, 1e6, 0.4960106446827738],
    [0.01, 1e7, 0.4960106437851089],
  ])('P(T > %d), %d degrees of freedom', (t, degrees, p) => {
    expect(Math.abs(aboveT(t, degrees) / p - 1)).toBeLessThan(1e-6)
  })

  it('is small and not 0', () => {
    const sure = Array.from({ length: 40 }, (_, i) => 1 + 1e-3 * (i % 2))
    const p = pAbove(sure, 0)
    expect(p).toBeGreaterThan(0)
    expect(p).toBeLessThan(1e-100)
  })
})

describe('levels next to 1', () => {
  it('are refused: their bounds are no numbers', () => {
    const level = 0.9999999999999999
    const wanted = 'expected a number between 0 and 1, got 0.9999999999999999'
    expect(() => studentInterval([1, 2, 3], level)).toThrow(wanted)
    expect(() => expandedPercentile([1, 2, 3], createRng(1), { level })).toThrow(wanted)
    expect(() => theilSen([1, 2, 3], [1, 2, 3], level)).toThrow(wanted)
    expect(studentInterval([1, 2, 3], 0.999999).every(Number.isFinite)).toBe(true)
  })
})

describe('constant but for rounding', () => {
  const alike = [3, 6, 10].map((n) => new Array<number>(n).fill(0.1))
  const sums = [0.1 + 0.2, 0.3, 0.3]

  it('is constant', () => {
    for (const values of [...alike, sums, [0, 0, 0], []]) expect(isConstant(values)).toBe(true)
    for (const values of [
      [1, 1 + 1e-9],
      [0, 1e-30],
    ])
      expect(isConstant(values)).toBe(false)
  })

  it('correlates with nothing, and is no reliability', () => {
    for (const values of alike) {
      expect(correlation(values, values)).toBe(0)
      expect(
        correlation(
          values,
          values.map((_, i) => i),
        ),
      ).toBe(0)
      expect(icc21(values.map((x) => [x, x]))).toBe(0)
    }
    expect(correlation(sums, [0.1 + 0.2, 0.3, 0.3])).toBe(0)
  })

  it('explains nothing and leaves nothing to explain', () => {
    const column = sums.map((x) => [x])
    expect(explained(column, column)).toEqual([0])
    const { weights } = ridge(column, [[1], [2], [4]], 1e-6)
    expect(Math.abs(weights[0][0])).toBeLessThan(1e-3)
    expect(procrustes(column, column).misaligned).toBe(0)
  })

  it('has an interval of no width, and no slopes', () => {
    const [low, high] = bootstrapT(sums, createRng(1))
    expect(high - low).toBe(0)
    expect(() => theilSen(sums, [1, 2, 3])).toThrow('expected at least two different x')
  })
})
