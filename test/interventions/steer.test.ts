import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import type { Intervention } from '../../interventions/define.ts'
import { steer } from '../../interventions/steer.ts'
import { dark, dot, drawn, planted, rowsOf } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

const z = drawn(10)
const changeOf = (intervention: Intervention, seed?: string) => {
  const after = planted(intervention, { seed }).moved(z, 'measure')
  return after.map((row, r) => row.map((x, i) => x - rowsOf(z)[r][i]))
}

it('every z moves by its size in SD against the dark direction, and nowhere else', () => {
  for (const change of changeOf(steer({ strength: 1.5 })))
    for (const [i, x] of change.entries()) expect(x).toBeCloseTo(-1.5 * 2 * dark[i], 5)
})

it('named traits are each pushed away from their worse end', () => {
  const [change] = changeOf(steer({ traits: ['PWR', 'HON'] }))
  for (const [i, x] of change.entries()) expect(x).toBeCloseTo([-2, 0, 0, 0, 0, 0, 2, 0][i], 5)
})

it('is active at test alone, and does nothing at 0', () => {
  expect(steer().activeIn).toEqual(['test'])
  expect(planted(steer({ strength: 0 })).moved(z)).toEqual(rowsOf(z))
})

describe('its twin', () => {
  const twin = steer({ traits: ['MAN', 'CAL'] }).twin?.() as Intervention
  it('pushes as far at right angles to the dark direction', () => {
    const [[own], [other]] = [changeOf(steer({ traits: ['MAN', 'CAL'] })), changeOf(twin)]
    expect(dot(other, dark)).toBeCloseTo(0, 4)
    expect(dot(other, other)).toBeCloseTo(dot(own, own), 3)
  })
  it('draws its directions from its seed', () => {
    expect(changeOf(twin, 'a')).toEqual(changeOf(twin, 'a'))
    expect(changeOf(twin, 'b')).not.toEqual(changeOf(twin, 'a'))
  })
})

it('pressure is how far z went along the direction since the first rollout, SD', () => {
  const { collect, measured, hooks, live } = planted(steer({ strength: 3 }))
  collect(z)
  collect(Float32Array.from(z, (x, i) => x + 4 * dark[i % 8]))
  expect(measured.pressure[0]).toBe(0)
  expect(measured.pressure[1]).toBeCloseTo(2, 4)
  expect(measured['push rate']).toEqual([1, 1])
  expect(measured['push depth']).toEqual([3, 3])
  hooks.dispose?.()
  expect(live()).toBe(false)
})
