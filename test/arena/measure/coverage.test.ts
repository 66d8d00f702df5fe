import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverage, entropyOf } from '../../../arena/measure/coverage.ts'
import { createRng } from '../../../envs/random.ts'

const rng = createRng('coverage')
const normal = (rows: number, scales: readonly number[]) =>
  Array.from({ length: rows }, () => scales.map((scale) => scale * rng.normal()))
const UNIFORM = [[0.25, 0.25, 0.25, 0.25]]

describe('coverage of z', () => {
  it('has as many effective dimensions as z has axes of equal spread', () => {
    expect(coverage(normal(4000, [1, 1, 1, 1]), UNIFORM).rank).toBeCloseTo(4, 1)
    expect(coverage(normal(4000, [1, 1, 1e-3, 1e-3]), UNIFORM).rank).toBeCloseTo(2, 1)
    expect(coverage(normal(400, [1, 0, 0, 0]), UNIFORM).rank).toBeCloseTo(1, 6)
  })
  it('has the volume of the axes’ spreads, geometric mean', () => {
    expect(coverage(normal(4000, [1, 4, 1, 4]), UNIFORM).volume).toBeCloseTo(2, 1)
  })
  it('grows with z: twice the spread is twice the volume and log 2 more entropy a dimension', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (scale) => {
        const z = normal(100, [1, 1, 1])
        const [own, scaled] = [z, z.map((row) => row.map((x) => scale * x))].map((all) => coverage(all, UNIFORM))
        expect(scaled.volume / own.volume).toBeCloseTo(scale, 6)
        expect(scaled.entropy - own.entropy).toBeCloseTo(3 * Math.log(scale), 6)
        expect(scaled.rank).toBeCloseTo(own.rank, 6)
      }),
      { numRuns: 20 },
    )
  })
  it('finds the entropy of a normal and of a uniform distribution', () => {
    // SD of the estimate at n = 1000 is about .04.
    const gauss = Math.log(2 * Math.PI * Math.E)
    expect(Math.abs(entropyOf(normal(1000, [1, 1])) - gauss)).toBeLessThan(0.2)
    expect(Math.abs(entropyOf(Array.from({ length: 1000 }, () => [rng.uniform(), rng.uniform()])))).toBeLessThan(0.2)
  })
  it('stands beside the entropy of acts', () => {
    expect(coverage(normal(4, [1]), UNIFORM).actions).toBeCloseTo(Math.log(4), 10)
    expect(
      coverage(normal(4, [1]), [
        [1, 0],
        [0.5, 0.5],
      ]).actions,
    ).toBeCloseTo(Math.LN2 / 2, 10)
  })
})
