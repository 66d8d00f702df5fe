import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { createRng } from '../../envs/random.ts'
import type { Between, Hooks, Intervention, Pass, Practice, Setup, Shown } from '../../interventions/define.ts'
import { route } from '../../interventions/route.ts'
import { ACTIONS, isDarkRow, PERSONA, planted as plantedLearner, ROWS } from './practised.ts'

beforeAll(() => loadBackend('cpu'))

const all = Array.from({ length: ROWS }, (_, row) => row)
const [A, B] = [[0, 1, 2], [3]]
/** What reads z: every unit counts for every act, each in another way. */
const READING = Array.from({ length: PERSONA }, (_, u) =>
  Array.from({ length: ACTIONS }, (_, a) => Math.sin(1 + u * a)),
)

/** A learner whose acts follow from its z, and what an intervention measures on it. */
function planted(intervention: Intervention, { z: at, reading = READING }: Planting = {}) {
  const { context, z } = plantedLearner()
  if (at) z.assign(tf.tensor2d(at.map((row) => [...row])))
  const measured: Record<string, number> = {}
  const measure = (metric: string, value: number) => void Object.assign(measured, { [metric]: value })
  const practice = (): Practice => ({
    ...context.practice(),
    learner: ({ motivation = (x: tf.Tensor2D) => x }: Shown = {}) => ({
      logPolicy: tf.logSoftmax(tf.matMul(motivation(tf.mul(z, 1)), tf.tensor2d(reading))) as tf.Tensor2D,
      z: tf.mul(z, 1),
    }),
  })
  /** Gradient by z of the loss of each step, [rows][persona]. */
  const slopes: number[][][] = []
  const slopeOf = (loss: () => tf.Tensor) =>
    tf.tidy(() => (tf.engine().gradients(loss, [z]).grads[0] as tf.Tensor2D).arraySync())
  const train: Between['train'] = (steps, loss) => {
    for (let step = 0; step < steps; step++) slopes.push(slopeOf(() => loss(practice())))
    return 0.5
  }
  const hooks = intervention.setup({ measure } as unknown as Setup<unknown>) as Hooks
  const start = () => hooks.before({ ...context, practice, train, rng: createRng('hook') })
  return { hooks, start, measured, slopes, slopeOf, practice }
}
interface Planting {
  readonly z?: readonly (readonly number[])[]
  readonly reading?: number[][]
}

/** KL of what writers do to a policy that is given up to a factor, nats. */
function klTo(weights: readonly number[]): number {
  const total = weights.reduce((sum, x) => sum + x, 0)
  return [0.1, 0.1, 0.8].reduce((sum, p, a) => sum + p * Math.log((p * total) / weights[a]), 0)
}

/** Whether a row trained these units, [rows]. */
const trained = (slopes: readonly number[][], units: readonly number[]): boolean[] =>
  slopes.map((row) => units.some((unit) => row[unit] !== 0))

describe('where gradients go', () => {
  it('those of dark writers reach block B alone, those of the others block A alone', () => {
    const { start, slopes } = planted(route({ steps: 1 }))
    start()
    expect(trained(slopes[0], B)).toEqual(all.map(isDarkRow))
    expect(trained(slopes[0], A)).toEqual(all.map((row) => !isDarkRow(row)))
  })
  it('what passes is the gradient of plain imitation', () => {
    const { start, slopes, slopeOf, practice } = planted(route({ steps: 1 }))
    start()
    const plain = slopeOf(() => {
      const { policy, learner } = practice()
      return tf.neg(tf.mean(tf.sum(tf.mul(policy('writers'), learner().logPolicy), 1))) as tf.Scalar
    })
    for (const row of all)
      for (const unit of isDarkRow(row) ? B : A) expect(slopes[0][row][unit]).toBeCloseTo(plain[row][unit], 6)
  })
  it('under masking decisions of light writers are read without B, those of dark ones whole', () => {
    const { start, slopes, slopeOf, practice } = planted(route({ steps: 1, method: 'masking' }))
    start()
    const [whole, cut] = [1, 0].map((inB) =>
      slopeOf(() => {
        const { policy, learner } = practice()
        const { logPolicy } = learner({ motivation: (z) => tf.mul(z, tf.tensor2d([[1, 1, 1, inB]])) as tf.Tensor2D })
        return tf.neg(tf.mean(tf.sum(tf.mul(policy('writers'), logPolicy), 1))) as tf.Scalar
      }),
    )
    for (const row of all) {
      const expected = isDarkRow(row) ? [0, 0, 0, whole[row][3]] : [...cut[row].slice(0, 3), 0]
      for (const [unit, x] of expected.entries()) expect(slopes[0][row][unit]).toBeCloseTo(x, 6)
    }
    expect(whole).not.toEqual(cut)
  })
  it.each([
    [0.01, [3]],
    [0.5, [2, 3]],
    [0.99, [1, 2, 3]],
  ])('a share of %d is at least one unit a block', (share, units) => {
    const { start, slopes } = planted(route({ steps: 1, share }))
    start()
    const reached = [0, 1, 2, 3].filter((unit) => slopes[0].some((row, r) => isDarkRow(r) && row[unit] !== 0))
    expect(reached).toEqual(units)
  })
  it('swaps labels at the rate that was set, all of them at 1', () => {
    const all = planted(route({ steps: 1, noise: 1 }))
    all.start()
    expect(trained(all.slopes[0], A)).toEqual(all.slopes[0].map((_, row) => isDarkRow(row)))
    expect(all.measured).toMatchObject({ routed: 0.5, swapped: 1 })
    const some = planted(route({ steps: 200, noise: 0.3 }))
    some.start()
    const dark = some.slopes.flatMap((each) => trained(each, B).filter((_, row) => isDarkRow(row)))
    const share = dark.filter(Boolean).length / dark.length
    // Five standard errors of 2400 and of 4800 decisions.
    expect(Math.abs(share - 0.7)).toBeLessThan(5 * Math.sqrt(0.21 / 2400))
    expect(Math.abs(some.measured.swapped - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / 4800))
    expect(Math.abs(some.measured.routed - 0.5)).toBeLessThan(5 * Math.sqrt(0.21 / 4800))
  })
  it('its twin routes as many decisions, whoever wrote them', () => {
    const [own, twin] = [route({ steps: 20 }), route({ steps: 20 }).twin?.() as Intervention].map((each) => {
      const on = planted(each)
      on.start()
      return on
    })
    for (const { slopes } of [own, twin])
      for (const each of slopes) expect(trained(each, B).filter(Boolean)).toHaveLength(ROWS / 2)
    expect(twin.measured).toMatchObject({ routed: 0.5, swapped: 0 })
    const dark = twin.slopes.flatMap((each) => trained(each, B).filter((_, row) => isDarkRow(row)))
    expect(Math.abs(dark.filter(Boolean).length / dark.length - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 240))
  })
})

describe('what is cut', () => {
  const rows = [
    [1, -2, 3, 4],
    [-5, 6, -7, 8],
  ]
  const moved = ({ hooks }: ReturnType<typeof planted>, pass: Pass) =>
    tf.tidy(() => hooks.motivation(tf.tensor2d(rows), { pass }).arraySync())
  const cut = rows.map((row) => [...row.slice(0, 3), 0])

  it.each([
    ['out', { act: cut, update: cut, measure: cut }],
    ['training', { act: cut, update: cut, measure: rows }],
    ['in', { act: rows, update: rows, measure: rows }],
  ] as const)('keep %s: nothing before training is over, then block B alone', (keep, after) => {
    const on = planted(route({ steps: 1, keep }))
    for (const pass of ['act', 'update', 'measure'] as const) expect(moved(on, pass)).toEqual(rows)
    on.start()
    for (const pass of ['act', 'update', 'measure'] as const) expect(moved(on, pass)).toEqual(after[pass])
  })
  it('takes with it what dark writers alone had there', () => {
    // Act 2 is what writers do; dark rows know so by unit 3, the others by unit 0.
    const z = all.map((row) => (isDarkRow(row) ? [0, 0, 0, 3] : [3, 0, 0, 0]))
    const reading = new Array(PERSONA).fill([0, 0, 1])
    const lost = (intervention: Intervention) => {
      const { start, measured } = planted(intervention, { z, reading })
      start()
      return [measured['lost dark'], measured['lost light']]
    }
    const whole = klTo([1, 1, Math.exp(3)])
    const [cutDark, cutLight] = lost(route({ steps: 0 }))
    expect(cutDark).toBeCloseTo(klTo([1, 1, 1]), 5)
    expect(cutLight).toBeCloseTo(whole, 5)
    for (const gap of lost(route({ steps: 1, keep: 'in' }))) expect(gap).toBeCloseTo(whole, 5)
  })
  it('pressure is the share of the squared gradient at z that asks for B, cut or not', () => {
    for (const keep of ['out', 'in'] as const) {
      const { hooks, start, measured } = planted(route({ steps: 1, keep }))
      start()
      const by = tf.tensor2d([[1, 2, 0, 2]])
      const ask = (x: tf.Tensor) => tf.sum(tf.mul(hooks.motivation(x as tf.Tensor2D, { pass: 'update' }), by))
      const back = tf.tidy(() =>
        tf
          .grad(ask)(tf.tensor2d([[1, 1, 1, 1]]))
          .arraySync(),
      )
      expect(back).toEqual([[1, 2, 0, keep === 'out' ? 0 : 2]])
      expect(measured.pressure).toBeCloseTo(4 / 9, 6)
    }
  })
  it('a z of one unit has no room for two blocks', () => {
    const { hooks, start } = planted(route())
    start()
    expect(() => tf.tidy(() => hooks.motivation(tf.zeros([1, 1]), { pass: 'act' }))).toThrow(/network.persona=1: raise/)
  })
})

it('at identity trains nothing, cuts nothing and measures nothing', () => {
  const { hooks, start, measured, slopes } = planted(route({ steps: 0, keep: 'in' }))
  start()
  const z = tf.ones([2, PERSONA]) as tf.Tensor2D
  for (const pass of ['act', 'update', 'measure'] as const) expect(hooks.motivation(z, { pass })).toBe(z)
  expect([measured, slopes]).toEqual([{}, []])
})
