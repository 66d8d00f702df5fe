import { describe, expect, it } from 'vitest'
import { predictor, slope } from '../../../arena/analysis/slope.ts'

const points = (pairs: [drag: number, predicted: number][]) => pairs.map(([drag, predicted]) => ({ drag, predicted }))

describe('a predictor of drag', () => {
  const exact = [
    points([
      [0.2, 0.1],
      [0.4, 0.2],
    ]),
    points([
      [-0.6, -0.3],
      [0.2, 0.1],
    ]),
    points([[1, 0.5]]),
  ]
  it('of a drag that is twice what it foretold has slope 2, and explains all of it out of sample', () => {
    expect(slope([exact, exact, exact, exact].flat())).toMatchObject({ estimate: expect.closeTo(2, 12) })
    expect(predictor(exact).r2).toBeCloseTo(1, 12)
  })
  it('explains nothing, or less, where each foundation goes its own way', () => {
    const opposite = [points([[1, 1]]), points([[-1, 1]])]
    // Each is foretold by the other's slope: (1 − −1)² + (−1 − 1)² over 1 + 1.
    expect(predictor(opposite).r2).toBeCloseTo(1 - 8 / 2, 12)
  })
  it('is by hand what it should be', () => {
    const rows = [points([[1, 1]]), points([[3, 2]]), points([[2, 2]])]
    const fitted = [(3 * 2 + 2 * 2) / 8, (1 + 2 * 2) / 5, (1 + 3 * 2) / 5]
    const missed = (1 - fitted[0]) ** 2 + (3 - 2 * fitted[1]) ** 2 + (2 - 2 * fitted[2]) ** 2
    expect(predictor(rows).r2).toBeCloseTo(1 - missed / 14, 12)
    expect(slope([rows, rows, rows].flat())).toMatchObject({ estimate: expect.closeTo((1 + 6 + 4) / 9, 12) })
  })
  it('of one foundation says nothing out of sample', () => {
    expect(predictor([points([[1, 1]])]).r2).toBeNull()
  })
})
