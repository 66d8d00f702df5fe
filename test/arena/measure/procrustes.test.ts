import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { procrustes, rotated, transposed } from '../../../arena/measure/procrustes.ts'
import { createRng, type Rng } from '../../../envs/random.ts'
import { orthogonal } from './orthogonal.ts'

const rows = (rng: Rng, count: number, width: number) =>
  Array.from({ length: count }, () => Array.from({ length: width }, (_, i) => rng.normal() * (i + 1) + i))

const distance = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) =>
  Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]))))

const identity = (width: number) =>
  Array.from({ length: width }, (_, i) => Array.from({ length: width }, (__, j) => +(i === j)))

describe('procrustes', () => {
  it('finds any rotation or reflection, wherever the centres lie', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 10 }), (seed, width) => {
        const rng = createRng(seed)
        const [source, turn] = [rows(rng, 40, width), orthogonal(width, rng)]
        const target = rotated(source, turn).map((row) => row.map((x, i) => x + 3 * i - 1))
        const found = procrustes(source, target)
        return distance(found.rotation, turn) < 1e-6 && found.misaligned < 1e-10
      }),
      { numRuns: 60 },
    )
  })

  it('is orthogonal, leads back by its transpose, and no other rotation fits better', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const rng = createRng(seed)
        const [source, target] = [rows(rng, 30, 5), rows(rng, 30, 5)]
        const { rotation, misaligned } = procrustes(source, target)
        expect(distance(rotated(rotation, transposed(rotation)), identity(5))).toBeLessThan(1e-9)
        const back = procrustes(target, source).rotation
        expect(distance(back, transposed(rotation))).toBeLessThan(1e-6)
        const other = procrustes(rotated(source, orthogonal(5, rng)), target)
        expect(other.misaligned).toBeCloseTo(misaligned, 9)
      }),
      { numRuns: 40 },
    )
  })

  it('does not turn what neither shows', () => {
    const rng = createRng('flat')
    const source = rows(rng, 30, 6).map((row) => row.map((x, i) => (i < 4 ? x : 0)))
    expect(distance(procrustes(source, source).rotation, identity(6))).toBeLessThan(1e-6)
    const still = source.map((row) => row.map(() => 2))
    expect(procrustes(still, still)).toEqual({ rotation: identity(6), misaligned: 0 })
  })

  it('says what share of the variance no rotation explains', () => {
    const rng = createRng('noise')
    const source = Array.from({ length: 4000 }, () => [rng.normal(), rng.normal()])
    const target = source.map((row) => row.map((x) => x + 0.5 * rng.normal()))
    expect(procrustes(source, target).misaligned).toBeCloseTo(0.25 / 1.25, 1)
  })
})
