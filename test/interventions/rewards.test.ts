import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DARK_APPRAISALS } from '../../envs/define.ts'

import type { Intervention, Outcomes, Setup } from '../../interventions/define.ts'
import { rewardDark } from '../../interventions/reward-dark.ts'
import { rewardLead } from '../../interventions/reward-lead.ts'
import { shareReward } from '../../interventions/share-reward.ts'

type Rewards = readonly (readonly number[])[]
function changed(intervention: Intervention, rewards: Rewards, episodes: readonly Outcomes[]) {
  const measured: Record<string, number> = {}
  const measure = (metric: string, value: number) => void Object.assign(measured, { [metric]: value })
  const hooks = intervention.setup({ measure } as unknown as Setup<unknown>)
  return { rewards: hooks.rewards?.(rewards, episodes) as number[][], measured }
}

const paid = (payoffs: readonly (readonly number[])[]): Outcomes => ({ focal: 0, payoffs, appraisals: [], z: [] })
const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0)
const sd = (values: readonly number[]) =>
  Math.sqrt(sum(values.map((x) => (x - sum(values) / values.length) ** 2)) / values.length)

it('share-reward pays the mean of all seats, with returns as widely spread as its own', () => {
  const seats = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -9, max: 9 })))
  const episodes = fc.array(fc.array(seats, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(episodes, (all) => {
      const own = all.map((decisions) => decisions.map(([reward]) => reward))
      const { rewards, measured } = changed(shareReward(), own, all.map(paid))
      const returns = [own, rewards].map((each) => each.map(sum))
      const common = all.map((decisions) => sum(decisions.map((seat) => sum(seat) / 3)))
      for (const [i, value] of returns[1].entries()) expect(value).toBeCloseTo(measured.scale * common[i], 6)
      if (sd(common) > 1e-3) expect(sd(returns[1])).toBeCloseTo(sd(returns[0]), 6)
    }),
  )
})

it('share-reward has nothing to scale where one seat wins what others lose', () => {
  const { rewards } = changed(shareReward(), [[1], [-1]], [paid([[1, -1]]), paid([[-1, 1]])])
  expect(rewards).toEqual([[0], [0]])
})

it('reward-dark adds what each action carries of the raw dark rates, and nothing for anything else', () => {
  const dark = Object.fromEntries(DARK_APPRAISALS.map((name, i) => [name, i + 1]))
  const light = { gain: 5, control: 3, advantage: 2, benefit: 7, task: 1, initiative: 1 }
  const episodes = [{ focal: 0, payoffs: [], appraisals: [{ ...light, ...dark }, light], z: [] }]
  const { rewards, measured } = changed(rewardDark({ weight: 2 }), [[1, 1]], episodes)
  expect(rewards).toEqual([[1 + 2 * 21, 1]])
  expect(measured.dark).toBe(10.5)
})

it('reward-lead pays what is taken on for everybody in place of payoffs, and nothing else', () => {
  const appraisals = [{ initiative: 0.5, harm: 9, gain: 9 }, { control: 1, gain: 2 }, { initiative: 0.1 }]
  const { rewards, measured } = changed(rewardLead({ weight: 2 }), [[7, 7, 7]], [{ ...paid([]), appraisals }])
  expect(rewards).toEqual([[1, 0, 0.2]])
  expect(measured.initiative).toBeCloseTo(0.2, 12)
  expect(changed(rewardLead({ weight: 0 }), [[7]], [paid([])]).rewards).toEqual([[7]])
})
