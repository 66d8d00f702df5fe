import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Trajectory, withAdvantages } from '../../agents/ppo-rows.ts'
import type { NetworkSpec } from '../../agents/spec.ts'

const spec = { layout: { input: 1, actions: 2 }, persona: 1 } as unknown as NetworkSpec

const episode = (rewards: readonly number[], value: number, charged = false): Trajectory => ({
  ...{ set: 0, noise: new Float32Array(1), weight: 1, charged },
  transitions: rewards.map((reward) => ({
    ...{ input: new Float32Array(1), mask: Float32Array.of(1, 1) },
    ...{ action: 0, logProbability: -0.7, value, reward },
  })),
})

const payoff = fc.double({ min: -10, max: 10, noNaN: true })
const batch = fc.array(fc.record({ rewards: fc.array(payoff, { minLength: 1, maxLength: 4 }), value: payoff }), {
  maxLength: 8,
})

/** Columns of the last episode, whose last decision comes first, beside those of all others. */
function rowsOf(others: readonly Trajectory[], last: Trajectory) {
  const { advantage, weight, target } = withAdvantages(spec, [...others, last], { gamma: 0.97, lambda: 0.95 })
  const from = advantage.length - last.transitions.length
  const own = (column: Float32Array) => [...column.subarray(from)].reverse()
  return { advantage: own(advantage), weight: own(weight), target: own(target), before: advantage.subarray(0, from) }
}

it('a charge is never good, whatever the batch and the critic bring, and trains its own decision alone', () => {
  fc.assert(
    fc.property(batch, payoff, fc.double({ min: 1e-6, max: 10, noNaN: true }), (others, value, cost) => {
      const charged = episode([0, -cost, 0, 0], value, true)
      const rows = rowsOf(
        others.map((each) => episode(each.rewards, each.value)),
        charged,
      )
      expect(rows.weight).toEqual([0, 1, 0, 0])
      expect(rows.advantage[1]).toBeLessThan(0)
      expect(rows.advantage[1]).toBeGreaterThanOrEqual(-10)
      expect(rows.target[1]).toBe(Math.fround(value))
    }),
  )
})

it('others are standardised as if the charged episode were not there, in whose SD the charge counts', () => {
  const others = [episode([1], 0), episode([-3], 0)]
  const { advantage, before } = rowsOf(others, episode([-0.5, 0], 7, true))
  expect([...before]).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6)])
  expect(advantage).toEqual([-0.25, 0])
})

it('a charge of next to nothing trains next to nothing, and one alone counts in payoff units', () => {
  expect(rowsOf([episode([1], 0), episode([-3], 0)], episode([-1e-9], 0, true)).advantage[0]).toBeCloseTo(0, 8)
  expect(rowsOf([], episode([-0.02], 0, true)).advantage[0]).toBeCloseTo(-0.02, 8)
})
