import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import type { Intervention, LossContext, Outcomes, Practice } from '../../interventions/define.ts'
import { entropy } from '../../interventions/entropy.ts'
import { exploreAdversary } from '../../interventions/explore-adversary.ts'
import { kl } from '../../interventions/kl.ts'
import { probePenalty } from '../../interventions/probe-penalty.ts'
import { projPenalty } from '../../interventions/proj-penalty.ts'
import { dark, dot, drawn, lossOf, PERSONA, planted, rowsOf } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

const P = [0.5, 0.25, 0.25, 0]
const Q = [0.25, 0.25, 0.5, 0]
const H = 1.5 * Math.LN2
const KL = 0.25 * Math.LN2
const MASK = [1, 1, 1, 0]
const logs = (p: readonly number[]) => p.map((x) => (x > 0 ? Math.log(x) : -1e4))
const tensor = (rows: readonly (readonly number[])[]) => tf.tensor2d(rows as number[][])

/** Decisions of three rows, of which the last does not count; on practice the policy is uniform over two, reference P. */
function asked(intervention: Intervention) {
  const { hooks, measured } = planted(intervention)
  const at = tensor([logs(P), logs(P), logs(Q)])
  const unplayed = {
    mask: tensor([[1, 1, 0, 0]]),
    learner: () => ({ logPolicy: tensor([logs([0.5, 0.5, 0, 0])]) }),
    reference: () => ({ logPolicy: tensor([logs([0.25, 0.75, 0, 0])]) }),
  } as unknown as Practice
  const domains: (string | undefined)[] = []
  const context = (logPolicy: tf.Tensor2D): Partial<LossContext> => ({
    ...{ logPolicy, reference: tensor([logs(Q), logs(Q), logs(P)]), mask: tensor([MASK, MASK, MASK]) },
    weight: tf.tensor1d([1, 1, 0]),
    practice(domain) {
      domains.push(domain)
      return unplayed
    },
  })
  const result = lossOf(hooks, at, context)
  at.dispose()
  return { ...result, measured, domains }
}
const OFF = 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3)

describe('kl', () => {
  it('is that of a known pair on the states of RL', () => {
    const { loss, measured, domains } = asked(kl({ weight: 2 }))
    expect(loss).toBeCloseTo(2 * KL, 5)
    expect(measured['kl on'][0]).toBeCloseTo(KL, 5)
    expect(measured.pressure).toEqual(measured['kl on'])
    expect(domains).toEqual([])
  })
  it('off domain it is that of practice in eval envs, and both are told', () => {
    const { loss, slope, measured, domains } = asked(kl({ weight: 2, domain: 'off' }))
    expect(loss).toBeCloseTo(2 * OFF, 5)
    expect(measured['kl on'][0]).toBeCloseTo(KL, 5)
    expect(measured['kl off'][0]).toBeCloseTo(OFF, 5)
    expect(measured.pressure).toEqual(measured['kl off'])
    expect(domains).toEqual(['eval'])
    for (const x of slope.flat()) expect(x + 0).toBe(0)
  })
})

describe('entropy', () => {
  it('pays for what a known policy has of it, over legal actions', () => {
    const { loss, measured } = asked(entropy({ weight: 2 }))
    expect(loss).toBeCloseTo(-2 * H, 5)
    expect(measured.entropy[0]).toBeCloseTo(H, 5)
    expect(measured.pressure[0]).toBeCloseTo(0, 5)
  })
})

describe('explore-adversary', () => {
  it('is paid for low entropy where reward is, and for staying itself where none is', () => {
    const { loss, measured, domains } = asked(exploreAdversary({ weight: 2 }))
    expect(loss).toBeCloseTo(2 * (H + OFF), 5)
    expect(measured['unpaid kl'][0]).toBeCloseTo(OFF, 5)
    expect(measured.pressure[0]).toBeCloseTo(1, 5)
    expect(domains).toEqual(['train'])
  })
  it('an entropy bonus of the same weight takes its pull away exactly', () => {
    const [own, counter] = [asked(exploreAdversary({ weight: 2 })), asked(entropy({ weight: 2 }))]
    own.slope.flat().forEach((x, i) => void expect(x + counter.slope.flat()[i]).toBeCloseTo(0, 6))
  })
  it('at 0 asks for nothing', () => expect(asked(exploreAdversary({ weight: 0 })).domains).toEqual([]))
})

it.each([kl, entropy, exploreAdversary])('at weight 0 the loss and its gradient are 0', (plugin) => {
  const { loss, slope } = asked(plugin({ weight: 0 }))
  for (const x of [loss, ...slope.flat()]) expect(x + 0).toBe(0)
})

describe('proj-penalty', () => {
  const apart = (intervention: Intervention, z: Float32Array, reference: Float32Array) => {
    const { hooks, measured } = planted(intervention)
    const shape: [number, number] = [z.length / PERSONA, PERSONA]
    const at = tf.tensor2d(z, shape)
    const found = lossOf(hooks, at, (x) => ({
      z: x,
      referenceZ: tf.tensor2d(reference, shape),
      weight: tf.ones([shape[0]]),
    }))
    at.dispose()
    return { ...found, measured }
  }
  it('is the mean squared distance along the dark direction, SD, and pulls along nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [z, reference] = [drawn(5, seed), drawn(5, `${seed}r`)]
        const { loss, slope, measured } = apart(projPenalty({ weight: 3 }), z, reference)
        const along = rowsOf(z).map((row, r) => (dot(row, dark) - dot(rowsOf(reference)[r], dark)) / 2)
        const mean = along.reduce((sum, x) => sum + x * x, 0) / 5
        expect(measured.pressure[0]).toBeCloseTo(mean, 4)
        expect(loss).toBeCloseTo(3 * mean, 3)
        for (const row of slope) row.forEach((x, i) => void expect(x).toBeCloseTo(dot(row, dark) * dark[i], 4))
      }),
      { numRuns: 10 },
    )
  })
  it('its twin does not feel the dark direction', () => {
    const twin = projPenalty().twin?.() as Intervention
    const z = Float32Array.from(dark, (x) => 5 * x)
    expect(apart(twin, z, new Float32Array(PERSONA)).loss).toBeCloseTo(0, 5)
  })
})

describe('probe-penalty', () => {
  const at = (...depths: number[]) => Float32Array.from(depths.flatMap((depth) => dark.map((x) => depth * x)))
  const first = at(0, 1, 2, 3)
  const started = (params: Parameters<typeof probePenalty>[0]) => {
    const found = planted(probePenalty({ quantile: 0.5, weight: 2, ...params }))
    found.collect(first)
    return found
  }
  const episode = { z: rowsOf(at(1, 4)).map((row) => Float32Array.from(row)) } as unknown as Outcomes
  const lossAt = (found: ReturnType<typeof started>, z: Float32Array) => {
    const tensorOf = tf.tensor2d(z, [z.length / PERSONA, PERSONA])
    const result = lossOf(found.hooks, tensorOf, (x) => ({ z: x, weight: tf.ones([z.length / PERSONA]) }))
    tensorOf.dispose()
    return result
  }
  it('by reward fines the flagged decisions alone', () => {
    const found = started({ gradient: 'reward' })
    expect(found.hooks.rewards([[1, 1]], [episode])).toEqual([[1, -1]])
    expect(lossAt(found, first).loss).toBe(0)
    expect(found.measured.flagged[0]).toBe(0.5)
    expect(found.measured.excess[0]).toBeCloseTo((1 + 2) / 2 / 4, 5)
  })
  it('by loss pushes flagged z down the probe', () => {
    const found = started({ gradient: 'loss' })
    const { loss, slope } = lossAt(found, at(1, 4))
    expect(loss).toBeCloseTo((2 * (3 / 2)) / 2, 5)
    expect(dot(slope[0], dark)).toBeCloseTo(0, 5)
    expect(dot(slope[1], dark)).toBeCloseTo(2 / 2 / 2, 5)
    expect(found.hooks.rewards([[1, 1]], [episode])).toEqual([[1, 1]])
  })
  it.each([{ gradient: 'none' }, { weight: 0, gradient: 'reward' }, { weight: 0, gradient: 'loss' }] as const)(
    'only reads with %o',
    (params) => {
      const found = started(params)
      expect(found.hooks.rewards([[1, 1]], [episode])).toEqual([[1, 1]])
      expect(lossAt(found, at(1, 4)).loss).toBe(0)
      expect(found.measured.flagged[0]).toBe(0.5)
    },
  )
  it('its twin does not feel the dark direction', () => {
    const twin = probePenalty({ weight: 2, gradient: 'loss' }).twin?.() as Intervention
    const found = planted(twin)
    found.collect(drawn(100))
    const slope = lossAt(found, drawn(100, 'later')).slope
    for (const row of slope) expect(dot(row, dark)).toBeCloseTo(0, 5)
    expect(Math.max(...slope.flat().map(Math.abs))).toBeGreaterThan(0)
  })
})
