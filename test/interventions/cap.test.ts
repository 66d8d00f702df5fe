import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import { cap } from '../../interventions/cap.ts'
import { axisOf, dark, dot, drawn, PERSONA, planted, rowsOf, vectors } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

const first = drawn(200)
const CARE = axisOf(7)
const bound = (share: number, along: ArrayLike<number>) =>
  rowsOf(first)
    .map((row) => dot(row, along))
    .sort((a, b) => a - b)[share * 200 - 1]

function started(params: Parameters<typeof cap>[0]) {
  const found = planted(cap(params))
  found.collect(first)
  return found
}

it('a capped projection never exceeds its bound, and nothing else of z moves', () => {
  const limit = bound(0.75, dark)
  const { moved } = started({})
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const z = drawn(20, seed)
      for (const [r, row] of moved(z).entries()) {
        const before = rowsOf(z)[r]
        expect(dot(row, dark)).toBeCloseTo(Math.min(limit, dot(before, dark)), 4)
        const change = row.map((x, i) => x - before[i])
        for (const [i, x] of change.entries()) expect(x).toBeCloseTo(dot(change, dark) * dark[i], 4)
      }
    }),
    { numRuns: 20 },
  )
})

it('a floor lifts to its bound along the axis, and the cap still holds', () => {
  const { moved, measured } = started({ floor: 0.25 })
  const [limit, least] = [bound(0.75, dark), -bound(0.75, axisOf(7, -1))]
  for (const row of moved(drawn(200, 'other'))) {
    expect(dot(row, dark)).toBeLessThan(limit + 1e-4)
    expect(dot(row, CARE)).toBeGreaterThan(least - 1e-4)
  }
  expect(measured['floor rate'][0]).toBe(0.25)
})

it('of the first rollout exactly the share set is clipped', () => {
  for (const quantile of [0, 0.25, 0.3, 0.5, 0.9, 1])
    expect(started({ quantile }).measured['clip rate'][0]).toBeCloseTo(quantile === 0 ? 0.995 : 1 - quantile, 10)
})

it('what is clipped is counted once it is lifted', () => {
  const { moved, collect, measured } = started({ quantile: 0.75, floor: 0.4 })
  const z = drawn(100, 'later')
  // The floor alone, whose bound is that of the same first rollout.
  const lifted = started({ quantile: null, floor: 0.4 }).moved(z)
  const over = lifted.filter((row, i) => Math.abs(dot(row, dark) - dot(moved(z)[i], dark)) > 1e-6)
  collect(z)
  expect(over.length).toBeGreaterThan(0)
  expect(measured['clip rate'][1]).toBeCloseTo(over.length / 100, 10)
})

it('rate and depth are counted right, by hand', () => {
  const { collect, measured } = started({ quantile: 0.5 })
  const limit = bound(0.5, dark)
  const at = (depth: number) => Float32Array.from(dark, (x) => (limit + depth) * x)
  collect(Float32Array.from([...at(2), ...at(-1), ...at(6), ...at(-3)]))
  expect(measured['clip rate'][1]).toBe(0.5)
  expect(measured['clip depth'][1]).toBeCloseTo(2, 4)
  expect(measured.pressure[1]).toBeCloseTo(1, 4)
  expect(measured['clip rate slope'][0]).toBeCloseTo(measured['clip rate'][1] - measured['clip rate'][0], 10)
})

describe('what is learned of a clipped decision', () => {
  const limit = bound(0.75, dark)
  const clear = Float32Array.from(dark, (x) => (limit - 1) * x)
  const over = Float32Array.from(dark, (x) => (limit + 1) * x)
  const z = Float32Array.from([...clear, ...over])
  const by = drawn(2, 'by')
  const [own, other] = rowsOf(by)
  const along = dot(other, dark)

  it.each([
    ['clamp', other.map((x, i) => x - along * dark[i])],
    ['straight-through', other],
    ['detach', new Array(PERSONA).fill(0)],
  ] as const)('%s', (gradient, expected) => {
    const { moved, slope } = started({ gradient })
    expect(moved(z)).toEqual(started({}).moved(z))
    const [free, clipped] = slope(z, by)
    for (const [i, x] of free.entries()) expect(x).toBeCloseTo(own[i], 5)
    for (const [i, x] of clipped.entries()) expect(x).toBeCloseTo(expected[i], 5)
  })
})

it('without a bound, and before the first rollout, z stays as it is', () => {
  const z = drawn(3)
  expect(planted(cap()).moved(z)).toEqual(rowsOf(z))
  expect(started({ quantile: null }).moved(z)).toEqual(rowsOf(z))
  expect(cap({ floor: 0.25 }).idle).toBe(false)
  expect(cap({ quantile: null, floor: 0.25 }).idle).toBe(false)
  expect(cap({ quantile: null }).idle).toBe(true)
})

it('a floor without the axis is refused', () => {
  const start = () => planted(cap({ floor: 0.25 }), { given: { ...vectors, axis: undefined } })
  expect(start).toThrow(/lay the foundation again/)
})
