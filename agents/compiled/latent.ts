import { numbers, tf } from '../backend.ts'
import type { LatentTransform } from '../network.ts'
import { floats } from './heap.ts'
import { type Matrix, matrix, read, type Tape, write } from './tape.ts'

/** z after interventions; a slope finds its way back through their own gradient. */
export function changed(on: Tape, z: Matrix, change: LatentTransform): Matrix {
  const [before, shape] = [read(z), [z.rows, z.width] as [number, number]]
  let left = false
  const values = numbers(() => {
    const at = tf.tensor2d(before, shape)
    const to = change(at)
    left = to === at
    return to
  })
  // One matrix less: through another, slopes would be summed in another order, and doing nothing would show.
  if (left) return z
  const y = matrix(on, z.rows, z.width)
  write(y, values)
  if (on.learns)
    on.back.push(() => {
      const slopes = numbers(() => {
        const at = tf.tensor2d(before, shape)
        const dy = tf.tensor2d(read(y, 'slope'), shape)
        return tf.engine().gradients(() => change(at), [at], dy, true).grads[0] ?? tf.zerosLike(at)
      })
      const heap = floats()
      for (let i = 0; i < slopes.length; i++) heap[z.slope / 4 + i] += slopes[i]
    })
  return y
}
