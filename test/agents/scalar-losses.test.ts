import { beforeAll, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { gradientsBy } from '../../agents/ppo-tensors.ts'

beforeAll(() => loadBackend('wasm'))

it('finds gradients of a scalar, and refuses a loss of another shape by its shape', () => {
  const w = tf.variable(tf.tensor1d([1, 2]))
  const by = gradientsBy({ w }, ['w'])
  expect([...by(() => tf.sum(tf.square(w))).w.dataSync()]).toEqual([2, 4])
  expect(() => by(() => tf.square(w))).toThrow(
    'loss: expected a scalar, of shape [], got [2]. tf.mean and tf.sum make one',
  )
  w.dispose()
})
