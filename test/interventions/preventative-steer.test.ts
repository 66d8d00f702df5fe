import { beforeAll, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { ablate } from '../../interventions/ablate.ts'
import { cap } from '../../interventions/cap.ts'
import type { Intervention } from '../../interventions/define.ts'
import { preventativeSteer } from '../../interventions/preventative-steer.ts'
import { dark, dot, drawn, planted, rowsOf } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

const z = drawn(10)
type Pass = 'act' | 'update' | 'measure'
const change = (found: ReturnType<typeof planted>, pass: Pass) =>
  found.moved(z, pass)[3].map((x, i) => x - rowsOf(z)[3][i])

it('pushes towards the dark direction in every pass of training', () => {
  for (const pass of ['act', 'update', 'measure'] as const)
    for (const [i, x] of change(planted(preventativeSteer()), pass).entries()) expect(x).toBeCloseTo(2 * dark[i], 5)
  expect(preventativeSteer().activeIn).toEqual(['compete'])
})

it('at update alone leaves acting and measuring as they are', () => {
  const found = planted(preventativeSteer({ at: 'update' }))
  for (const pass of ['act', 'measure'] as const) expect(found.moved(z, pass)).toEqual(rowsOf(z))
  expect(dot(change(found, 'update'), dark)).toBeCloseTo(2, 4)
})

it('several traits are pushed each by its own SD', () => {
  const found = change(planted(preventativeSteer({ traits: ['MAN', 'HON'], strength: 2 })), 'act')
  for (const [i, x] of found.entries()) expect(x).toBeCloseTo([0, 0, 4, 0, 0, 0, -4, 0][i], 5)
})

it('its gradient is that of a push, and the log says what the loss gains along the direction', () => {
  const found = planted(preventativeSteer())
  const by = drawn(10, 'by')
  const slope = found.slope(z, by)
  slope.forEach((row, r) => void row.forEach((x, i) => void expect(x).toBeCloseTo(rowsOf(by)[r][i], 5)))
  const all = rowsOf(by).reduce((sum, row) => sum + dot(row, dark), 0)
  expect(found.measured['push slope'].at(-1)).toBeCloseTo(-2 * all, 3)
})

it('fades over the last share of the updates', () => {
  const found = planted(preventativeSteer({ warmOff: 0.5 }))
  const sizes = [0, 1, 2, 3].map((update) => {
    const size = dot(change(found, 'act'), dark) / 2
    found.applied(update)
    return size
  })
  for (const [i, x] of sizes.entries()) expect(x).toBeCloseTo([1, 1, 1, 0.5][i], 4)
  expect(dot(change(found, 'act'), dark)).toBeCloseTo(0, 4)
  found.hooks.dispose?.()
  expect(found.live()).toBe(false)
})

it('pressure is the drift of z without the push', () => {
  const { collect, measured } = planted(preventativeSteer({ strength: 2 }))
  collect(z)
  collect(Float32Array.from(z, (x, i) => x - 2 * dark[i % 8]))
  expect(measured.pressure[0]).toBe(0)
  expect(measured.pressure[1]).toBeCloseTo(-1, 4)
  expect(measured['push depth']).toEqual([2, 2])
})

it('the twin pushes as far at right angles', () => {
  const twin = change(planted(preventativeSteer().twin?.() as Intervention), 'act')
  expect(dot(twin, dark)).toBeCloseTo(0, 4)
  expect(Math.sqrt(dot(twin, twin))).toBeCloseTo(2, 4)
})

it('a study is refused where it meets a cap or an ablation at work, in either order', () => {
  const study = (...interventions: readonly Intervention[]) =>
    defineStudy({
      ...tiny,
      arms: { control: { interventions: [], regimes: ['full'] }, both: { interventions, regimes: ['full'] } },
    })
  for (const other of [cap(), ablate()]) {
    const message = `arm both: preventative-steer and ${other.id} cannot run together: `
    expect(() => study(other, preventativeSteer())).toThrow(message)
    expect(() => study(preventativeSteer(), other)).toThrow(message)
  }
  expect(() => study(preventativeSteer(), cap({ quantile: null }))).not.toThrow()
})
