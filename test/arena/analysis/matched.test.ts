import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchedDrag } from '../../../arena/analysis/matched.ts'
import type { PathPoint } from '../../../arena/store/results.ts'

type Points = [power: number, D: number][]
const path = (points: Points): PathPoint[] =>
  points.map(([power, D], update) => {
    const deployed = { reward: 0, power: 1 - power }
    return { update, reward: 0, power, deployed, traits: [], D, raw: 0, residual: 0 }
  })
/** Power and D start at .3 and 0, and end as given. */
const pair = (rewarded: Points, punished: Points) => ({
  rewarded: path([[0.3, 0], ...rewarded]),
  punished: path([[0.3, 0], ...punished]),
})
const training = ({ power }: PathPoint) => power
const D = (point: PathPoint) => point.D
const read = (own: ReturnType<typeof pair>, other = own) => matchedDrag(own, other, D, training)

describe('drag at matched power', () => {
  it('is half the difference of both halves, over what all four halves reached', () => {
    // D = 2 · gain and −1 · loss, so 1.5 · |Δpower|; the other pair .5 · |Δpower| up to .1.
    const own = pair([[0.5, 0.4]], [[0.1, -0.2]])
    const other = pair([[0.4, 0.05]], [[0, -0.15]])
    const { drag, against, gap, level } = read(own, other)
    expect(level).toBeCloseTo(0.1, 12)
    // The mean of a line from 0 over 0 … .1.
    expect(drag).toBeCloseTo((1.5 * 0.1) / 2, 12)
    expect(against).toBeCloseTo((0.5 * 0.1) / 2, 12)
    expect(gap).toBeCloseTo(against - drag, 12)
  })
  it('is 0 at level 0 where a half moved no power its way, and the pair is not dropped', () => {
    const still = pair([[0.3, 5]], [[0.3, -5]])
    const moves = pair([[0.9, 1]], [[0.1, -1]])
    expect(read(still, moves)).toEqual({ drag: 0, against: 0, gap: 0, level: 0 })
    expect(read(moves, pair([[0.9, 1]], [[0.4, -1]]))).toEqual({ drag: 0, against: 0, gap: 0, level: 0 })
  })
  it('reads a level where the path first reaches it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.3, noNaN: true }), (gain) => {
        const own = pair(
          [
            [0.3 + gain, gain],
            [0.3, -7],
          ],
          [
            [0.3 - gain, -gain],
            [0.3, 9],
          ],
        )
        return Math.abs(read(own).drag - gain / 2) < 1e-9
      }),
    )
  })
  it('reads power as deployed where asked to', () => {
    const own = pair([[0.1, 0.2]], [[0.5, -0.2]])
    expect(read(own).level).toBe(0)
    expect(matchedDrag(own, own, D, ({ deployed }) => deployed.power).level).toBeCloseTo(0.2, 12)
  })
})
