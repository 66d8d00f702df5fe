import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import type { GradientContext, Intervention, Practice } from '../../interventions/define.ts'
import { beyond, gradProject } from '../../interventions/grad-project.ts'
import { dark, dot, PERSONA, planted, vectors } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

type Weights = Record<string, readonly number[]>

/** z is a weight itself: the gradient of z·v by `z/b` is v. Others have nothing to do with it. */
function changed(hooks: ReturnType<typeof planted>['hooks'], gradients: Weights, update = 0): Record<string, number[]> {
  return tf.tidy(() => {
    const b = tf.variable(tf.zeros([1, PERSONA]))
    const context = {
      ...{ vectors, update },
      practice: () => ({ rows: 1, learner: () => ({ z: tf.tile(b, [4, 1]) }) }) as unknown as Practice,
      of(scalar: () => tf.Scalar) {
        const found = tf.variableGrads(scalar, [b]).grads[b.name]
        return Object.fromEntries(
          Object.keys(gradients).map((name) => [
            name,
            name === 'z/b' ? tf.reshape(found, [PERSONA]) : tf.zeros([gradients[name].length]),
          ]),
        )
      },
    } as GradientContext
    const given = Object.fromEntries(Object.entries(gradients).map(([name, x]) => [name, tf.tensor1d([...x])]))
    const after = hooks.gradients(given, context)
    b.dispose()
    return Object.fromEntries(Object.entries(after).map(([name, x]) => [name, Array.from(x.dataSync())])) as never
  })
}

const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: PERSONA, maxLength: PERSONA })
const signs = vectors && [0, 0, 1, 1, 1, 1, -1, 0]

it('takes out exactly what would raise a dark trait, and nothing else', () => {
  fc.assert(
    fc.property(numbers, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), (g, critic) => {
      const { hooks, measured } = planted(gradProject())
      const after = changed(hooks, { 'critic/w': critic, 'z/b': g, 'bypass/w': critic })
      const expected = g.map((x, i) => (signs[i] * -x > 0 ? 0 : x))
      after['z/b'].forEach((x, i) => void expect(x).toBeCloseTo(expected[i], 5))
      expect(after['critic/w'].map((x) => x + 0)).toEqual(critic.map((x) => x + 0))
      expect(after['bypass/w'].map((x) => x + 0)).toEqual(critic.map((x) => x + 0))
      const all = [...g, ...critic]
      const gone = g.map((x, i) => x - expected[i])
      const share = dot(all, all) === 0 ? 0 : Math.sqrt(dot(gone, gone) / dot(all, all))
      expect(measured.removed[0]).toBeCloseTo(share, 5)
      expect(measured.pressure).toEqual(measured.removed)
    }),
    { numRuns: 30 },
  )
})

it('leaves the nearest step that raises none of several traits that overlap', () => {
  const unit = fc
    .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: PERSONA, maxLength: PERSONA })
    .filter((v) => dot(v, v) > 0.1)
    .map((v) => Float32Array.from(v, (x) => x / Math.sqrt(dot(v, v))))
  const clear = (all: readonly Float32Array[]) =>
    all.every((a, i) => all.every((b, j) => i === j || Math.abs(dot(a, b)) < 0.8))
  fc.assert(
    fc.property(unit, fc.array(unit, { minLength: 1, maxLength: 3 }).filter(clear), (step, barred) => {
      const over = beyond(step, barred)
      const left = step.map((x, i) => x - over[i])
      for (const u of barred) expect(dot(left, u)).toBeLessThan(1e-3)
      // What was taken stands at right angles to what is left: nothing was taken that need not be.
      expect(dot(left, over)).toBeCloseTo(0, 3)
    }),
  )
})

it('takes a share', () => {
  const { hooks, measured } = planted(gradProject({ share: 0.5, traits: ['MAN'] }))
  const after = changed(hooks, { 'z/b': [0, 3, -4, 0, 0, 0, 0, 0] })['z/b']
  after.forEach((x, i) => void expect(x).toBeCloseTo([0, 3, -2, 0, 0, 0, 0, 0][i], 5))
  expect(measured.removed[0]).toBeCloseTo(0.4, 5)
})

it('finds the dark gradients again every so many updates', () => {
  const { hooks, measured } = planted(gradProject({ refresh: 2 }))
  for (const update of [0, 0, 1, 2, 3, 4]) changed(hooks, { 'z/b': new Array(PERSONA).fill(1) }, update)
  // Updates 0, 1, 2, 3, 4: once each, also where an update has two minibatches.
  expect(measured.refreshed).toEqual([1, 0, 1, 0, 1])
})

it('at share 0 gives back what it got', () => {
  const { hooks } = planted(gradProject({ share: 0 }))
  const given = { 'z/b': tf.tensor1d([1, 2]) }
  expect(hooks.gradients(given, {} as GradientContext)).toBe(given)
  given['z/b'].dispose()
})

describe('its twin', () => {
  it('leaves the dark direction alone', () => {
    const twin = gradProject({ traits: null }).twin?.() as Intervention
    const step = dark.map((x) => -3 * x)
    changed(planted(twin).hooks, { 'z/b': step })['z/b'].forEach((x, i) => void expect(x).toBeCloseTo(step[i], 4))
  })
})
