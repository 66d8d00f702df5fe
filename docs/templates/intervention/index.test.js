// @ts-check
import { boardroom, createRng } from 'mettle'
import { describeIntervention } from 'mettle/kit'
import { NEVER } from 'rxjs'
import { expect, it } from 'vitest'
import plugin from './index.js'

describeIntervention(plugin)

/** @param {ReturnType<typeof plugin>} intervention @param {number[][]} rewards @returns {number[]} what each episode is left with */
function left(intervention, rewards) {
  const rng = createRng(1)
  const hooks = intervention.setup({
    events$: NEVER,
    rng,
    env: boardroom(),
    updates: 1,
    vectors: null,
    measure: () => {},
  })
  const after = hooks.rewards?.(rewards, []) ?? []
  return after.map((episode) => episode.reduce((sum, reward) => sum + reward, 0))
}

const REWARDS = [[1, 1], [0], [1]]

it('takes from what is above the mean', () => {
  expect(left(plugin({ rate: 0.5 }), REWARDS)).toEqual([1.5, 0, 1])
})

it('has a twin that takes as much, from anybody', () => {
  const twin = plugin({ rate: 0.5 }).twin?.()
  expect(twin && left(twin, REWARDS).reduce((sum, each) => sum + each, 0)).toBeCloseTo(2.5)
})
