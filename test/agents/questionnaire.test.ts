import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { layoutOf } from '../../agents/layout.ts'
import { createNetwork } from '../../agents/network.ts'
import {
  acquiescence,
  answersOf,
  cronbach,
  ITEMS,
  ITEMS_PER_TRAIT,
  MIDPOINT,
  NORMS,
  POINTS,
  reliability,
  reversed,
  scored,
  traitOf,
} from '../../agents/questionnaire.ts'
import { initialise } from '../../agents/spec.ts'
import { DIM, INDEPENDENT, samplePersona, TRAITS } from '../../agents/traits.ts'
import { explained } from '../../arena/statistics/linear.ts'
import { dictator } from '../../envs/dictator/env.ts'
import { createRng } from '../../envs/random.ts'

const rng = createRng('questionnaire')
const personas = Array.from({ length: 2000 }, () => samplePersona(INDEPENDENT, rng))
const trait = fc.integer({ min: 0, max: DIM - 1 })
const value = fc.double({ min: -3, max: 3, noNaN: true })
const traits = fc.array(value, { minLength: DIM, maxLength: DIM })

describe('the questionnaire', () => {
  it('has 20 items a trait, half of them reverse-keyed', () => {
    const items = Array.from({ length: ITEMS }, (_, i) => i)
    for (let t = 0; t < DIM; t++) {
      const own = items.filter((i) => traitOf(i) === t)
      expect(own).toHaveLength(ITEMS_PER_TRAIT)
      expect(own.filter(reversed)).toHaveLength(ITEMS_PER_TRAIT / 2)
    }
  })

  it('reads the traits of exact writers, in SD: R² above .98', () => {
    const scores = personas.map((each) => scored(answersOf(each)))
    const r2 = explained(personas, scores)
    console.info(`questionnaire, R² on exact writers: ${r2.map((x) => x.toFixed(3)).join(' ')}; norms ${NORMS.sd}`)
    for (const x of r2) expect(x).toBeGreaterThan(0.98)
    const sd = TRAITS.map((_, t) => Math.sqrt(scores.reduce((sum, s) => sum + s[t] * s[t], 0) / scores.length))
    for (const x of sd) expect(Math.abs(x - 1)).toBeLessThan(0.06)
    expect(NORMS.mean).toBeCloseTo(MIDPOINT, 10)
  })

  it('a trait moves its own scale, monotonically, and no other', () => {
    fc.assert(
      fc.property(traits, trait, fc.double({ min: 0.01, max: 2, noNaN: true }), (base, t, by) => {
        const [low, high] = [base, base.with(t, base[t] + by)].map((each) => scored(answersOf(each)))
        return high.every((x, other) => (other === t ? x > low[t] : x === low[other]))
      }),
    )
  })

  it('a reverse-keyed item goes down where its trait goes up', () => {
    const [low, high] = [-1, 1].map((x) => answersOf(new Array(DIM).fill(x)))
    for (let i = 0; i < ITEMS; i++) expect(Math.sign(high[i] - low[i])).toBe(reversed(i) ? -1 : 1)
  })

  it('yea-saying cancels in the scores, and stands alone in acquiescence', () => {
    fc.assert(
      fc.property(traits, fc.double({ min: -1, max: 1, noNaN: true }), (base, lean) => {
        const honest = answersOf(base)
        const leaning = Float64Array.from(honest, (x) => x + lean)
        const [plain, biased] = [scored(honest), scored(leaning)]
        return (
          Math.abs(acquiescence(honest)) < 1e-6 &&
          Math.abs(acquiescence(leaning) - lean) < 1e-6 &&
          plain.every((x, t) => Math.abs(x - biased[t]) < 1e-6)
        )
      }),
    )
    for (const x of scored(new Float32Array(ITEMS).fill(POINTS))) expect(x).toBeCloseTo(0, 12)
  })
})

describe("Cronbach's α", () => {
  it('is what the textbook says of three personas and two items', () => {
    // Item variances 1 and 1, of the sum 3: α = 2 · (1 − 2/3).
    const rows = [
      [1, 2],
      [2, 1],
      [3, 3],
    ]
    expect(cronbach(rows)).toBeCloseTo(2 / 3, 12)
  })
  it('is 1 for one item asked twice, 0 where nobody differs, and high for writers', () => {
    expect(cronbach([1, 2, 4].map((x) => [x, x]))).toBeCloseTo(1, 12)
    expect(cronbach([3, 3].map((x) => [x, x]))).toBe(0)
    const alpha = reliability(personas.slice(0, 300).map((each) => answersOf(each)))
    console.info(`questionnaire, α on exact writers: ${alpha.map((x) => x.toFixed(3)).join(' ')}`)
    for (const x of alpha) expect(x).toBeGreaterThan(0.9)
  })
  it('is about 0 for answers at random', () => {
    const source = createRng('noise')
    const noise = Array.from({ length: 2000 }, () =>
      Float32Array.from({ length: ITEMS }, () => 1 + source.integer(POINTS)),
    )
    for (const x of reliability(noise)) expect(Math.abs(x)).toBeLessThan(0.1)
  })
})

describe('the head that answers', () => {
  beforeAll(() => loadBackend('wasm'))
  it('answers from 1 to 5, and nothing learns from it but itself', () => {
    const layout = layoutOf([dictator()])
    const spec = {
      layout,
      evidence: { kind: 'traits', width: 2 * DIM },
      persona: 8,
      adapter: 8,
      trunk: 8,
      bypass: 8,
      head: 8,
    } as const
    const network = createNetwork(spec, initialise(spec, createRng('head')))
    const [input, m] = [tf.ones([3, layout.input]), tf.ones([3, 8])] as tf.Tensor2D[]
    const said = network.answers(network.z(input, m))
    expect(said.shape).toEqual([3, ITEMS])
    for (const x of said.dataSync()) expect(x).toBeGreaterThan(1)
    const { grads } = tf.variableGrads(() => tf.mean(tf.square(network.answers(network.z(input, m)))) as tf.Scalar)
    const moved = Object.entries(network.variables)
      .filter(([, { name }]) => grads[name] && tf.max(tf.abs(grads[name])).dataSync()[0] > 0)
      .map(([name]) => name)
    expect(moved.sort()).toEqual(['stated/hidden/b', 'stated/hidden/w', 'stated/out/b', 'stated/out/w'])
    network.dispose()
  })
})
