import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CurvePoint, thinned } from '../../../arena/report/page/lines.ts'

const curve = (panel: string, updates: number, foundation = 0): CurvePoint[] =>
  Array.from({ length: updates }, (_, update) => ({ panel, half: 'rewarded', foundation, update, value: update }))
const drawn = (points: readonly CurvePoint[]) => thinned(points).map(({ update }) => update)

it('short curves are drawn whole, long ones at about forty updates with the first and the last', () => {
  expect(thinned(curve('a', 40))).toEqual(curve('a', 40))
  fc.assert(
    fc.property(fc.integer({ min: 41, max: 2000 }), (updates) => {
      const kept = drawn(curve('a', updates))
      expect(kept.length).toBeGreaterThan(19)
      expect(kept.length).toBeLessThanOrEqual(41)
      expect([kept[0], kept.at(-1)]).toEqual([0, updates - 1])
    }),
  )
})

it('lines of one panel keep the same updates, those of another their own', () => {
  const both = [...curve('a', 320), ...curve('a', 320, 1), ...curve('b', 20)]
  const kept = thinned(both)
  const of = (panel: string, foundation: number) =>
    kept.filter((point) => point.panel === panel && point.foundation === foundation).map(({ update }) => update)
  expect(of('a', 1)).toEqual(of('a', 0))
  expect(of('b', 0)).toHaveLength(20)
})
