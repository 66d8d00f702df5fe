import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boardroom } from '../../envs/boardroom/env.ts'
import { createRng } from '../../envs/random.ts'
import type { Hooks, Setup } from '../../interventions/define.ts'
import { shuffleReward } from '../../interventions/shuffle-reward.ts'

const hooks = (seed: number) =>
  shuffleReward().setup({ rng: createRng(seed), env: boardroom(), vectors: null } as unknown as Setup<unknown>)

const total = (episode: readonly number[]) => episode.reduce((sum, reward) => sum + reward, 0)

it('deals out the same returns, centred, and no reward for a longer episode', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 }), {
        minLength: 2,
        maxLength: 30,
      }),
      (seed, rewards) => {
        const dealt = hooks(seed).rewards?.(rewards, []) as number[][]
        const mean = rewards.map(total).reduce((a, b) => a + b, 0) / rewards.length
        const sorted = (of: readonly (readonly number[])[]) => of.map(total).sort((a, b) => a - b)
        for (const [i, value] of sorted(dealt).entries()) expect(value + mean).toBeCloseTo(sorted(rewards)[i], 9)
        expect(Math.abs(dealt.map(total).reduce((a, b) => a + b, 0))).toBeLessThan(1e-6)
      },
    ),
  )
})

it('what an episode gets does not depend on its length', () => {
  // Half the episodes are long; every decision pays 1. Dealt by decision, long ones would collect four times as much.
  const rewards = Array.from({ length: 400 }, (_, i) => new Array(i % 2 ? 8 : 2).fill(1))
  const sums = [0, 0]
  for (let seed = 0; seed < 20; seed++)
    for (const [i, episode] of (hooks(seed).rewards as Hooks['rewards'])(rewards, []).entries())
      sums[i % 2] += total(episode) / 4000
  expect(Math.abs(sums[0] - sums[1])).toBeLessThan(0.3)
})
