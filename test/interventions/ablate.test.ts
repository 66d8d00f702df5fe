import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import { ablate } from '../../interventions/ablate.ts'
import type { Intervention } from '../../interventions/define.ts'
import { dark, dot, drawn, planted, rowsOf } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

const first = drawn(50)
const mean = rowsOf(first).reduce((sum, row) => sum + dot(row, dark), 0) / 50

it('puts the mean of the first rollout in the place of what lies along the dark direction, and keeps the rest', () => {
  const { collect, moved, measured } = planted(ablate())
  expect(moved(first)).toEqual(rowsOf(first))
  collect(first)
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const z = drawn(4, seed)
      moved(z).forEach((row, r) => {
        const before = rowsOf(z)[r]
        expect(dot(row, dark)).toBeCloseTo(mean, 4)
        row.forEach((x, i) => void expect(x - before[i]).toBeCloseTo((mean - dot(before, dark)) * dark[i], 4))
      })
    }),
    { numRuns: 20 },
  )
  expect(measured.base[0]).toBeCloseTo(mean / 2, 5)
  expect(measured.pressure).toEqual([0])
})

it('in mode zero acts at once, and takes named traits to 0', () => {
  const row = planted(ablate({ mode: 'zero', traits: ['MAN', 'HON'] })).moved(first)[0]
  const before = rowsOf(first)[0]
  row.forEach((x, i) => void expect(x).toBeCloseTo(i === 2 || i === 6 ? 0 : before[i], 5))
})

it('takes out a share, and says how far that is', () => {
  const { collect, moved, measured } = planted(ablate({ mode: 'zero', share: 0.25 }))
  expect(dot(moved(first)[0], dark)).toBeCloseTo(0.75 * dot(rowsOf(first)[0], dark), 4)
  collect(first)
  const depth = rowsOf(first).reduce((sum, row) => sum + Math.abs(dot(row, dark)), 0) / 50
  expect(measured['ablation depth'][0]).toBeCloseTo((0.25 * depth) / 2, 5)
  expect(measured['ablation rate'][0]).toBe(1)
})

it('no gradient comes back along what was taken out', () => {
  const { slope } = planted(ablate({ mode: 'zero' }))
  for (const row of slope(first, drawn(50, 'by'))) expect(dot(row, dark)).toBeCloseTo(0, 4)
})

it('the twin takes out a basis of the same rank at right angles to the dark direction', () => {
  const twin = ablate({ mode: 'zero', traits: ['MAN', 'CAL', 'SPI'] }).twin?.() as Intervention
  const after = planted(twin).moved(first)
  const changes = after.map((row, r) => row.map((x, i) => x - rowsOf(first)[r][i]))
  for (const change of changes) expect(dot(change, dark)).toBeCloseTo(0, 4)
  expect(rankOf(changes)).toBe(3)
})

function rankOf(rows: readonly (readonly number[])[]): number {
  const basis: number[][] = []
  for (const row of rows) {
    const left = basis.reduce((v, e) => v.map((x, i) => x - dot(v, e) * e[i]), [...row])
    const length = Math.sqrt(dot(left, left))
    if (length > 1e-3) basis.push(left.map((x) => x / length))
  }
  return basis.length
}

it('does nothing at share 0', () => expect(planted(ablate({ share: 0 })).moved(first)).toEqual(rowsOf(first)))
