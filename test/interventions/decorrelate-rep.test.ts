import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { decorrelateRep } from '../../interventions/decorrelate-rep.ts'
import { hsic } from '../../interventions/hsic.ts'
import { drawn, lossOf, PERSONA, planted } from './planted.ts'

beforeAll(() => loadBackend('wasm'))

type Rows = readonly (readonly number[])[]
const found = (x: Rows, y: Rows, bandwidth: 'median' | 'sd') =>
  tf.tidy(() => hsic(tf.tensor2d(x as number[][]), tf.tensor2d(y as number[][]), bandwidth).dataSync()[0])

it('three points by hand', () => {
  // Distances² 1, 1, 4 in x and 0, 1, 1 in y; h² = 1 under sd. a = e^−½, b = e^−2.
  const [a, b] = [Math.exp(-0.5), Math.exp(-2)]
  const k = [
    [1, a, b],
    [a, 1, a],
    [b, a, 1],
  ]
  const l = [
    [1, 1, a],
    [1, 1, a],
    [a, a, 1],
  ]
  expect(found([[0], [1], [2]], [[0], [0], [1]], 'sd')).toBeCloseTo(byHand(k, l), 6)
})

it('the median of the distances is the width', () => {
  // Distances² of x are 1, 9, 16, median 9; those of y 1, 4, 9, median 4.
  const [x, y] = [
    [[0], [1], [4]],
    [[0], [1], [3]],
  ]
  const k = [
    [1, -1 / 18, -16 / 18],
    [-1 / 18, 1, -9 / 18],
    [-16 / 18, -9 / 18, 1],
  ].map((r, i) => r.map((e, j) => (i === j ? 1 : Math.exp(e))))
  const l = [
    [1, -1 / 8, -9 / 8],
    [-1 / 8, 1, -4 / 8],
    [-9 / 8, -4 / 8, 1],
  ].map((r, i) => r.map((e, j) => (i === j ? 1 : Math.exp(e))))
  expect(found(x, y, 'median')).toBeCloseTo(byHand(k, l), 6)
})

/** tr(K H L H) / (n − 1)², multiplied out. */
function byHand(k: Rows, l: Rows): number {
  const n = k.length
  const h = k.map((_, i) => k.map((__, j) => (i === j ? 1 : 0) - 1 / n))
  const times = (p: Rows, q: Rows) => p.map((row) => q[0].map((_, j) => row.reduce((s, x, m) => s + x * q[m][j], 0)))
  return times(times(times(k, h), l), h).reduce((sum, row, i) => sum + row[i], 0) / ((n - 1) * (n - 1))
}

it('is 0 where one of them does not vary, never below 0, and alike both ways', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 3,
    maxLength: 8,
  })
  fc.assert(
    fc.property(rows, (all) => {
      const [x, y] = [all.map(([a]) => [a]), all.map(([, b]) => [b])]
      expect(
        found(
          x,
          x.map(() => [1]),
          'sd',
        ),
      ).toBeCloseTo(0, 6)
      expect(found(x, y, 'sd')).toBeGreaterThan(-1e-6)
      expect(found(x, y, 'sd')).toBeCloseTo(found(y, x, 'sd'), 6)
    }),
    { numRuns: 30 },
  )
})

/** Writers whose MAN is PWR², so that they depend without correlation; all else is noise, SD 2. */
const hidden = drawn(60).map((x, i, all) => {
  const power = all[i - (i % PERSONA)]
  return i % PERSONA === 2 ? Math.sqrt(2) * (power * power - 1) : 2 * x
})
const ask = (params: Parameters<typeof decorrelateRep>[0], z: Float32Array) => {
  const { hooks, measured } = planted(decorrelateRep(params))
  const at = tf.tensor2d(z, [z.length / PERSONA, PERSONA])
  const result = lossOf(hooks, at, (x) => ({ population: () => x }))
  at.dispose()
  return { ...result, measured }
}

it('hsic sees a dependence without correlation, and its gradient leads away from it', () => {
  const loose = drawn(60).map((x) => 2 * x)
  const [tied, free] = [hidden, loose].map((z) => ask({ penalty: 'hsic' }, z).measured.pressure[0])
  expect(tied).toBeGreaterThan(1.2 * free)
  const { slope } = ask({ penalty: 'hsic' }, hidden)
  const size = Math.sqrt(slope.flat().reduce((sum, x) => sum + x * x, 0))
  const after = Float32Array.from(hidden, (x, i) => x - (0.05 / size) * slope[Math.floor(i / PERSONA)][i % PERSONA])
  expect(ask({ penalty: 'hsic' }, after).loss).toBeLessThan(ask({ penalty: 'hsic' }, hidden).loss)
})

it('at weight 0 both add nothing', () => {
  for (const penalty of ['covariance', 'hsic'] as const) {
    const { loss, slope } = ask({ penalty, weight: 0 }, hidden)
    expect(loss + 0).toBe(0)
    for (const x of slope.flat()) expect(x + 0).toBe(0)
  }
})
