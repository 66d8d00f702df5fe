import { expect, it } from 'vitest'
import { motiveStep } from '../../agents/motive.ts'
import { createRng } from '../../envs/random.ts'

const S = [
  [1, 0.5],
  [0.5, 2],
]
const FACTOR = [
  [1, 0],
  [0.5, Math.sqrt(1.75)],
]

/** Minds from N(0, S), returns linear in them. */
function episodes(slope: readonly number[]) {
  const rng = createRng('motive')
  const minds = Array.from({ length: 200_000 }, () => {
    const e = [rng.normal(), rng.normal()]
    return FACTOR.map((row) => row[0] * e[0] + row[1] * e[1])
  })
  return {
    minds,
    returns: minds.map((m) => slope[0] * m[0] + slope[1] * m[1] + rng.normal()),
    weights: minds.map(() => 1),
  }
}

it('selection geometry: Δμ = step · S·β, an identity', () => {
  const { minds, returns, weights } = episodes([1, 0])
  const sd = Math.sqrt(2)
  const [a, b] = motiveStep(minds, returns, weights, S, { geometry: 'selection', motiveStep: 1 })
  expect(a).toBeCloseTo(1 / sd, 1)
  expect(b).toBeCloseTo(0.5 / sd, 1)
})

it('euclidean geometry: Δμ = step · β', () => {
  const { minds, returns, weights } = episodes([1, 0])
  const [a, b] = motiveStep(minds, returns, weights, S, { geometry: 'euclidean', motiveStep: 1 })
  expect(a).toBeCloseTo(1 / Math.sqrt(2), 1)
  expect(Math.abs(b)).toBeLessThan(0.02)
})

it('dropped episodes count for nothing', () => {
  const { minds, returns } = episodes([0, 1])
  const weights = minds.map((_, i) => (i < 1000 ? 1 : 0))
  const kept = motiveStep(minds.slice(0, 1000), returns.slice(0, 1000), weights.slice(0, 1000), S, {
    geometry: 'selection',
    motiveStep: 1,
  })
  const all = motiveStep(minds, returns, weights, S, { geometry: 'selection', motiveStep: 1 })
  for (const [i, x] of all.entries()) expect(x).toBeCloseTo(kept[i], 10)
  expect(motiveStep([[1, 1]], [3], [1], S, { geometry: 'selection', motiveStep: 1 })).toEqual([0, 0])
})
