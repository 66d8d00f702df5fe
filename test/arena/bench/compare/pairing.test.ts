import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, order, ratioOf, ratiosOf } from '../../../../arena/bench/compare/pairing.ts'
import { each, rate } from '../../../../arena/bench/compare/spent.ts'

describe('pairs', () => {
  it('turn their order round every round', () => {
    expect([0, 1, 2, 3].map((round) => order(round, ['own', 'other']).join(' '))).toEqual([
      'own other',
      'other own',
      'own other',
      'other own',
    ])
  })

  it('have the mean of the two in the middle as median where their number is even', () => {
    expect(median([3])).toBe(3)
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 1, 4, 2])).toBe(3)
  })

  it('take ratios pair by pair: a drift that meets both sides of a pair leaves them', () => {
    // The machine is ten times slower in the second pair, and the ratio of medians would be 1.
    expect(ratioOf('ms', [1, 10, 1], [5, 50, 5])).toEqual({ median: 5, low: 5, high: 5 })
    expect(ratioOf('ms', [1, 2, 4], [3, 4, 4])).toEqual({ median: 2, low: 1, high: 3 })
  })

  it('count rates the other way', () => {
    expect(ratioOf('per s', [30, 20], [10, 20])).toEqual({ median: 2, low: 1, high: 3 })
  })

  it('turn into their inverse when the builds change places', () => {
    const times = fc.array(
      fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true })),
      {
        minLength: 1,
        maxLength: 9,
      },
    )
    fc.assert(
      fc.property(times, (pairs) => {
        const [own, others] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
        const [there, back] = [ratioOf('s', own, others), ratioOf('s', others, own)]
        expect(there.low * back.high).toBeCloseTo(1, 9)
        expect(ratioOf('per s', own, others)).toEqual(back)
        if (pairs.length % 2 === 1) expect(there.median * back.median).toBeCloseTo(1, 9)
      }),
    )
  })

  it('say nothing of processor time where a reading lacks it', () => {
    const [own, others] = [[{ value: 1, cpu: 2 }], [{ value: 2, cpu: 6 }]]
    const same = (value: number) => ({ median: value, low: value, high: value })
    expect(ratiosOf('ms', own, others)).toEqual({ wall: same(2), cpu: same(3), thread: null })
    expect(ratiosOf('ms', own, [{ value: 2 }])).toEqual({ wall: same(2), cpu: null, thread: null })
  })
})

describe('readings', () => {
  const spent = { wall: 2, cpu: 3 }

  it('are time a unit of work, or work a second', () => {
    expect(each(spent, 4, 1000)).toEqual({ value: 500, cpu: 750 })
    expect(rate(spent, 6)).toEqual({ value: 3, cpu: 2 })
  })

  it('tell the time of the thread where it is known', () => {
    expect(each({ ...spent, thread: 1 }, 1)).toEqual({ value: 2, cpu: 3, thread: 1 })
  })
})
