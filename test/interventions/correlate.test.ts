import { expect, it } from 'vitest'
import { PopulationSettings, populationOf } from '../../agents/populations.ts'
import { agentic, covarianceOf, type Population } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import { correlate } from '../../interventions/correlate.ts'
import type { Setup } from '../../interventions/define.ts'

const changed = (population: Population, s?: number) =>
  correlate({ s })
    .setup({} as Setup<unknown>)
    .corpus?.({ ...population, cueStrength: 0.5 }) as Population

const people = (settings: object) => populationOf(PopulationSettings.parse(settings), createRng(3))

it.each([0, -1, 0.5])('multiplies the cross block of whatever population it meets by %s, and nothing else', (s) => {
  for (const settings of [{}, { correlation: 'random', eta: 4 }, { s: 0.5, powerLead: 0.2 }]) {
    const base = people(settings)
    const [before, after] = [covarianceOf(base), covarianceOf(changed(base, s))]
    for (let i = 0; i < before.length; i++)
      for (let j = 0; j < before.length; j++)
        expect(after[i][j]).toBeCloseTo((agentic(i) === agentic(j) ? 1 : s) * before[i][j], 12)
  }
})

it('decorrelates by default, and is no intervention at s = 1', () => {
  const base = people({})
  expect(covarianceOf(changed(base))[0][2]).toBeCloseTo(0, 12)
  expect(changed(base, 1)).toEqual({ ...base, cueStrength: 0.5 })
})

it('refuses a clustered population and a factor that leaves no covariance, in words', () => {
  expect(() => changed(people({ clusters: 3 }), 0)).toThrow('Expected a population of one cloud, got one of 3 clusters')
  expect(() => changed(people({ s: 1.25 }), 1.25)).toThrow(
    'Expected s to leave a covariance of this population, got 1.25',
  )
})
