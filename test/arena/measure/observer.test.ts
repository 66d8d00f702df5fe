import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../../agents/layout.ts'
import { INDEPENDENT, index, population, samplePersona, TRAITS } from '../../../agents/traits.ts'
import { createBattery } from '../../../arena/measure/battery.ts'
import { balance, elicited } from '../../../arena/measure/elicitation.ts'
import { actsOf, createObserver } from '../../../arena/measure/observer.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import { explained } from '../../../arena/statistics/linear.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { createRng } from '../../../envs/random.ts'

const evals = ENVS.filter(({ spec }) => spec.kind === 'eval').map((env) => env())
const battery = createBattery(layoutOf(evals), evals)
const scenes = scenesOf(battery)

describe('the ideal observer', () => {
  it('believes the population without acts', () => {
    const prior = population(1)
    const { mean, factor } = createObserver(scenes, prior)([])
    expect(mean).toEqual(prior.mean)
    for (const [i, row] of factor.entries())
      for (const [j, value] of row.entries()) expect(value).toBeCloseTo(prior.factor[i][j], 9)
  })

  it('learns more of every trait from more acts, and most of it from many', () => {
    const observe = createObserver(scenes, INDEPENDENT)
    const r2 = (acts: number) => {
      const rng = createRng('learns')
      const personas = Array.from({ length: 150 }, () => samplePersona(INDEPENDENT, rng))
      return explained(
        personas,
        personas.map((traits) => observe(actsOf(scenes, traits, acts, rng)).mean as number[]),
      )
    }
    const [few, many] = [r2(16), r2(128)]
    for (const t of TRAITS.keys()) {
      expect(many[t]).toBeGreaterThan(few[t])
      expect(many[t]).toBeGreaterThan(0.7)
    }
  })

  it('is as far off as its own spread says', () => {
    const [observe, rng] = [createObserver(scenes, population(1)), createRng('spread')]
    let inside = 0
    for (let i = 0; i < 200; i++) {
      const traits = samplePersona(population(1), rng)
      const { mean, factor } = observe(actsOf(scenes, traits, 48, rng))
      const sd = Math.sqrt(factor[index('CAL')].reduce((sum, x) => sum + x * x, 0))
      if (Math.abs(traits[index('CAL')] - mean[index('CAL')]) < 1.96 * sd) inside += 1
    }
    expect(inside / 200).toBeGreaterThan(0.9)
    expect(inside / 200).toBeLessThan(0.99)
  })
})

describe('shares of the envs', () => {
  const nats = elicited(evals.map((env) => battery.dilemmas.filter((_, d) => battery.sources[d].env === env)))

  it('every trait is elicited in at least four envs', () => {
    for (const [t, trait] of TRAITS.entries())
      expect(nats[t].filter((x) => x > 0.01).length, trait).toBeGreaterThanOrEqual(4)
  })

  it('sum to 1, leave no env out, and raise what explains the least explained trait', () => {
    const shares = balance(nats)
    expect(shares.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12)
    for (const share of shares) expect(share).toBeGreaterThan(0.4 / evals.length - 1e-12)
    const least = (w: readonly number[]) => Math.min(...nats.map((row) => row.reduce((sum, x, e) => sum + x * w[e], 0)))
    expect(least(shares)).toBeGreaterThan(1.3 * least(evals.map(() => 1 / evals.length)))
  })

  it('are known where the answer is: two envs, each alone in eliciting one trait, the second three times as well', () => {
    const [a, b] = balance([
      [0.1, 0],
      [0, 0.3],
    ])
    expect(a).toBeCloseTo(0.2 + 0.6 * 0.75, 1)
    expect(b).toBeCloseTo(0.2 + 0.6 * 0.25, 1)
  })
})
