import { beforeAll, describe, expect, test } from 'vitest'
import { type BackendName, loadBackend, tf } from '../../agents/backend.ts'

// The table "A loss of your own is written in tfjs" of docs/plugins.md, row by row: what changes here changes there.

const slope = (f: (x: tf.Tensor) => tf.Tensor, x: number[]) => Array.from(tf.grad(f)(tf.tensor1d(x)).dataSync())

describe.each(['cpu', 'wasm'] as BackendName[])('tfjs on %s', (name) => {
  beforeAll(() => loadBackend(name))

  test('abs falls at 0, and its remedy is flat there', () => {
    expect(slope((x) => tf.sum(tf.abs(x)), [-1, 0, 1])).toEqual([-1, -1, 1])
    expect(slope((x) => tf.sum(tf.sqrt(tf.add(tf.square(x), 1e-6))), [0])).toEqual([0])
  })

  test('max and min give every tie the whole slope, logSumExp shares it', () => {
    expect(slope((x) => tf.max(x), [3, 3, 3, 0])).toEqual([1, 1, 1, 0])
    expect(slope((x) => tf.min(x), [0, 0, 3])).toEqual([1, 1, 0])
    const most = (x: tf.Tensor) => tf.div(tf.logSumExp(tf.mul(x, 20)), 20)
    expect(slope(most, [3, 3])).toEqual([0.5, 0.5])
    expect(most(tf.tensor1d([1, 5])).dataSync()[0]).toBeCloseTo(5, 4)
    expect(tf.neg(most(tf.tensor1d([-1, -5]))).dataSync()[0]).toBeCloseTo(1, 4)
  })

  test('norm and the root of a variance have no slope at 0, the remedy has', () => {
    expect(slope((x) => tf.norm(x), [0, 0])).toEqual([NaN, NaN])
    expect(slope((x) => tf.sqrt(tf.moments(x).variance), [1, 1])).toEqual([NaN, NaN])
    expect(slope((x) => tf.sqrt(tf.add(tf.sum(tf.square(x)), 1e-6)), [0, 0])).toEqual([0, 0])
  })

  test('topk and cumprod have no gradient', () => {
    expect(() => slope((x) => tf.sum(tf.topk(x, 2).values), [1, 2, 3])).toThrow('gradient function not found for TopK')
    expect(() => slope((x) => tf.sum(tf.cumprod(x)), [1, 2])).toThrow('gradient function not found for Cumprod')
    const [first, second] = slope((x) => tf.sum(tf.exp(tf.cumsum(tf.log(x)))), [2, 3])
    expect([first, second]).toEqual([expect.closeTo(4, 4), expect.closeTo(2, 4)])
  })

  test('a product over batches that are stretched has no gradient, tiled it has', () => {
    const second = (widen: (b: tf.Tensor) => tf.Tensor) =>
      tf.grad((b: tf.Tensor) => tf.sum(tf.matMul(tf.ones([3, 2, 2]), widen(b))))(tf.ones([1, 2, 2]))
    expect(() => second((b) => b)).toThrow('does not match the shape')
    expect(Array.from(second((b) => tf.tile(b, [3, 1, 1])).dataSync())).toEqual([6, 6, 6, 6])
  })

  test('a seed fixes the mask of dropout, not its sequence', () => {
    const mask = () =>
      tf
        .dropout(tf.ones([32]), 0.5, undefined, 1)
        .dataSync()
        .join(' ')
    expect(mask()).toBe(mask())
  })

  test('seed 0 is no seed of normal draws, which seed 1 repeats; uniform draws take it', () => {
    const draws = {
      normal: (seed: number) => tf.randomNormal([32], 0, 1, 'float32', seed),
      truncated: (seed: number) => tf.truncatedNormal([32], 0, 1, 'float32', seed),
      multinomial: (seed: number) => tf.multinomial(tf.zeros([1, 4]) as tf.Tensor2D, 32, seed),
      uniform: (seed: number) => tf.randomUniform([32], 0, 1, 'float32', seed),
    }
    const repeat = (seed: number) =>
      Object.entries(draws).flatMap(([name, draw]) => {
        const [one, other] = [0, 1].map(() => draw(seed).dataSync().join())
        return one === other ? [name] : []
      })
    expect(repeat(1)).toEqual(Object.keys(draws))
    expect(repeat(0)).toEqual(['uniform'])
  })

  test('rows of multinomial are one draw on cpu; casts to bool lose fractions on wasm', () => {
    const rows = tf.multinomial(tf.zeros([64, 4]) as tf.Tensor2D, 1).dataSync()
    if (name === 'cpu') expect(new Set(rows).size).toBe(1)
    expect(tf.cast(tf.tensor1d([0.5]), 'bool').dataSync()[0]).toBe(name === 'cpu' ? 1 : 0)
    expect(tf.notEqual(tf.tensor1d([0.5]), 0).dataSync()[0]).toBe(1)
  })
})
