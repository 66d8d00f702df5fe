import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import type { LossContext, Outcomes } from '../../interventions/define.ts'
import { entropy } from '../../interventions/entropy.ts'
import { kl } from '../../interventions/kl.ts'
import { probePenalty } from '../../interventions/probe-penalty.ts'
import { projPenalty } from '../../interventions/proj-penalty.ts'
import { dark, dot, drawn, lossOf, PERSONA, planted, rowsOf } from './planted.ts'

beforeAll(() => loadBackend('cpu'))

const [P, Q] = [
  [0.7, 0.2, 0.1],
  [0.2, 0.5, 0.3],
]
const KL = P.reduce((sum, p, a) => sum + p * Math.log(p / Q[a]), 0)
const H = -P.reduce((sum, p) => sum + p * Math.log(p), 0)
const log = (...rows: readonly (readonly number[])[]) => tf.log(tf.tensor2d(rows.map((row) => [...row]))) as tf.Tensor2D

/** Two decisions of policy P against Q, of which the second counts nothing. */
const acts = (logPolicy: tf.Tensor2D): Partial<LossContext> => ({
  logPolicy,
  reference: log(Q, Q),
  mask: tf.ones([2, 3]),
  weight: tf.tensor1d([1, 0]),
})

describe('kl', () => {
  it('is β times the divergence of a known pair, over the decisions that count', () => {
    const { hooks, measured } = planted(kl({ weight: 2 }))
    expect(lossOf(hooks, log(P, Q), acts).loss).toBeCloseTo(2 * KL, 5)
    expect(measured['kl on'][0]).toBeCloseTo(KL, 5)
    expect(measured.pressure[0]).toBeCloseTo(KL, 5)
  })
  it('off domain punishes what practice says, and logs what reinforcement does', () => {
    const { hooks, measured } = planted(kl({ weight: 1, domain: 'off' }))
    const domains: (string | undefined)[] = []
    const practice = (domain?: string) => {
      domains.push(domain)
      const read = (row: readonly number[]) => ({ logPolicy: log(row), z: tf.zeros([1, PERSONA]) })
      return { learner: () => read(Q), reference: () => read(P), mask: tf.ones([1, 3]) }
    }
    const given = { ...acts(log(P, Q)), practice } as unknown as LossContext
    const loss = tf.tidy(() => hooks.loss(given).dataSync()[0])
    const back = Q.reduce((sum, q, a) => sum + q * Math.log(q / P[a]), 0)
    expect(loss).toBeCloseTo(back, 5)
    expect(domains).toEqual(['eval'])
    expect([measured['kl on'][0], measured['kl off'][0]]).toEqual([expect.closeTo(KL, 5), expect.closeTo(back, 5)])
  })
})

it('entropy pays for entropy: its loss is −β H, and its pressure what was lost of it', () => {
  const { hooks, measured } = planted(entropy({ weight: 0.5 }))
  expect(lossOf(hooks, log(P, Q), acts).loss).toBeCloseTo(-0.5 * H, 5)
  const before = -Q.reduce((sum, q) => sum + q * Math.log(q), 0)
  expect(measured.pressure[0]).toBeCloseTo(before - H, 5)
})

it('proj-penalty is the mean squared movement along the dark direction, and pulls along it alone', () => {
  const z = drawn(2)
  const { hooks, measured } = planted(projPenalty({ weight: 3 }))
  const { loss, slope } = lossOf(hooks, tf.tensor2d(z, [2, PERSONA]), (x) => ({
    z: x,
    referenceZ: tf.zeros([2, PERSONA]),
    weight: tf.ones([2]),
  }))
  const mean = rowsOf(z).reduce((sum, row) => sum + (dot(row, dark) / 2) * (dot(row, dark) / 2), 0) / 2
  expect(measured.pressure[0]).toBeCloseTo(mean, 4)
  expect(loss).toBeCloseTo(3 * mean, 4)
  for (const row of slope) {
    const along = dot(row, dark)
    for (const [i, x] of row.entries()) expect(x).toBeCloseTo(along * dark[i], 4)
  }
})

describe('probe-penalty', () => {
  const z = drawn(400)
  const outcomes: Outcomes[] = [
    { focal: 0, payoffs: [], appraisals: [], z: rowsOf(z).map((row) => Float32Array.from(row)) },
  ]
  const none = [rowsOf(z).map(() => 0)]

  it('by reward fines the share above the quantile, and no gradient flows', () => {
    const { hooks, measured, collect } = planted(probePenalty({ quantile: 0.75, weight: 0.5 }))
    collect(z)
    const fined = hooks.rewards(none, outcomes)[0].filter((reward) => reward === -0.5).length
    expect(fined / 400).toBeCloseTo(measured.flagged[0], 10)
    expect(measured.flagged[0]).toBeCloseTo(0.25, 2)
  })
  it('by loss pulls the flagged decisions alone, along the dark direction', () => {
    const { hooks, collect } = planted(probePenalty({ gradient: 'loss' }))
    collect(z)
    expect(hooks.rewards(none, outcomes)).toBe(none)
    const { slope } = lossOf(hooks, tf.tensor2d(z, [400, PERSONA]), (x) => ({ z: x, weight: tf.ones([400]) }))
    const pulled = slope.filter((row) => row.some((x) => x !== 0))
    expect(pulled.length / 400).toBeCloseTo(0.25, 2)
    for (const row of pulled) expect(dot(row, dark) / Math.sqrt(dot(row, row))).toBeCloseTo(1, 4)
  })
  it('only reads where that is asked', () => {
    const { hooks, measured, collect } = planted(probePenalty({ gradient: 'none' }))
    collect(z)
    expect(hooks.rewards(none, outcomes)).toBe(none)
    expect(measured.flagged).toHaveLength(1)
  })
})
