import fc from 'fast-check'
import { Subject } from 'rxjs'
import { expect, it } from 'vitest'
import { createRng } from '../../envs/random.ts'
import { slopeOf, watchDepth } from '../../interventions/depth.ts'
import { across, aimed, beside, darkDirection, dot, orthonormal, project } from '../../interventions/directions.ts'
import type { ArenaEvent } from '../../interventions/events.ts'
import { axisOf, dark, drawn, PERSONA, rowsOf, vectors } from './planted.ts'

const vector = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: PERSONA, maxLength: PERSONA })

it('the dark direction is the signed mean of the dark traits', () => {
  const { v, sd } = darkDirection(vectors)
  for (const [i, x] of v.entries()) expect(x).toBeCloseTo(dark[i], 6)
  expect(sd).toBe(2)
})

it('a basis is orthonormal and spans what it was made of', () => {
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 3 }), (all) => {
      const given = all.map((v, k) => Float32Array.from(v, (x, i) => x + (i === k ? 8 : 0)))
      const basis = orthonormal(given)
      for (const [i, a] of basis.entries())
        for (const [j, b] of basis.entries()) expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 5)
      for (const v of given) expect(Math.sqrt(dot(beside(v, basis), beside(v, basis)))).toBeLessThan(1e-4)
    }),
  )
})

it('random directions are as many, orthonormal, and at right angles to the dark one', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: PERSONA - 1 }), (seed, count) => {
      const { v } = darkDirection(vectors)
      const basis = across([v], count, createRng(seed))
      expect(basis).toHaveLength(count)
      for (const [i, a] of basis.entries()) {
        expect(dot(a, v)).toBeCloseTo(0, 4)
        for (const [j, b] of basis.entries()) expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 4)
      }
    }),
  )
  expect(() => across([darkDirection(vectors).v], PERSONA, createRng('a'))).toThrow(/network\.persona=8: raise it/)
})

it('named traits point to their worse end, each with its own SD', () => {
  const given = { ...vectors, sd: { ...vectors.sd, HON: 3 } }
  const found = aimed('x', given, { traits: ['MAN', 'HON'], direction: 'dark' }, createRng('a'))
  expect(found.map(({ v }) => v.map((x) => x + 0))).toEqual([axisOf(2), axisOf(6, -1)])
  expect(found.map(({ sd }) => sd)).toEqual([2, 3])
  expect(() => aimed('x', null, { traits: null, direction: 'dark' }, createRng('a'))).toThrow(/x acts in compete/)
})

it('two traits in one direction have no basis', () => {
  const same = { ...vectors, directions: { ...vectors.directions, CAL: vectors.directions.MAN } }
  const ask = () => aimed('x', same, { traits: ['MAN', 'CAL'], direction: 'dark' }, createRng('a'))
  expect(ask).toThrow(/name fewer traits/)
})

it('rows are projected one by one', () => {
  const z = drawn(5)
  const read = project(z, Float32Array.from(dark))
  rowsOf(z).forEach(
    (row, r) => void expect(read[r]).toBeCloseTo(dot(Float32Array.from(row), Float32Array.from(dark)), 5),
  )
})

it('depth counts what is moved, and its slopes are those of least squares', () => {
  const events$ = new Subject<ArenaEvent>()
  const log: [string, number][] = []
  const end = watchDepth({
    ...{ events$, what: 'clip' },
    measure: (metric, value) => void log.push([metric, value]),
    depths: (z) => z.map((x) => Math.max(0, x)),
  })
  const collect = (...z: number[]) => events$.next({ type: 'rollout.collected', z: Float32Array.from(z) } as ArenaEvent)
  collect(-1, 1, 3, -2)
  expect(log).toEqual([
    ['clip rate', 0.5],
    ['clip depth', 2],
    ['clip depth p95', 3],
  ])
  collect(-1, -1, -1, -1)
  collect(4, 4, 4, 4)
  expect(log.slice(-5)).toEqual([
    ['clip rate', 1],
    ['clip depth', 4],
    ['clip depth p95', 4],
    ['clip rate slope', 0.25],
    ['clip depth slope', 1],
  ])
  end()
  expect(events$.observed).toBe(false)
})

it('the slope of a line is its slope', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer(), fc.integer({ min: -9, max: 9 }), (n, a, b) => {
      expect(slopeOf(Array.from({ length: n }, (_, x) => (a % 100) + b * x))).toBeCloseTo(b, 8)
    }),
  )
})
