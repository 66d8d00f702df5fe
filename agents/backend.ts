import tf from '#tfjs'
import { Fault } from '../envs/fault.ts'

export { tf }

export const BACKENDS = ['gpu', 'wasm', 'cpu'] as const
export type BackendName = (typeof BACKENDS)[number]

/** The tfjs backend in use. */
export interface Backend {
  readonly name: BackendName
  /** Whether equal runs give equal bits; false on a GPU, whose reductions have no fixed order. */
  readonly reproducible: boolean
  /** Each earlier backend in the order, with why it was passed over. */
  readonly passedOver: readonly string[]
}

/**
 * Loads the first backend of gpu → wasm → cpu that takes one training step, or exactly the forced one.
 * @throws Error naming each backend tried and why it failed.
 */
export function loadBackend(forced?: BackendName): Promise<Backend> {
  // One at a time: two that initialise at once fail each other.
  const loading = latest.then(() => first(forced))
  latest = loading.catch(() => {})
  return loading
}

let latest: Promise<unknown> = Promise.resolve()

async function first(forced?: BackendName): Promise<Backend> {
  const passedOver: string[] = []
  for (const name of forced ? [forced] : BACKENDS) {
    const failure = await attempt(name)
    if (failure === undefined) return { name, reproducible: name !== 'gpu', passedOver }
    passedOver.push(`${name}: ${failure}`)
  }
  throw new Fault('METTLE_BACKEND', `Expected a tfjs backend that trains, got none (${passedOver.join('; ')})`)
}

async function attempt(name: BackendName): Promise<string | undefined> {
  try {
    if (name === 'gpu') await loadGpu()
    const registered = name === 'gpu' ? 'tensorflow' : name
    if (!(await tf.setBackend(registered))) return 'did not initialise'
    await tf.ready()
    return trainsOneStep() ? undefined : 'a training step gave a wrong gradient'
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  }
}

/** Loads the optional package, whose name is put together so that the compiler does not look for it. */
async function loadGpu(): Promise<void> {
  await import(['@tensorflow', 'tfjs-node-gpu'].join('/'))
  const { isUsingGpuDevice } = tf.engine().findBackend('tensorflow') as unknown as { isUsingGpuDevice?: boolean }
  if (!isUsingGpuDevice) throw new Fault('METTLE_BACKEND', 'sees no GPU')
}

/** Whether d/dw of (3w)² at w = 2 is 36, which node-gpu's kernels fail on Node 24. */
function trainsOneStep(): boolean {
  return tf.tidy(() => {
    const gradient = tf.grad((w: tf.Tensor) => tf.sum(tf.square(tf.matMul(tf.tensor2d([[3]]), w as tf.Tensor2D))))
    return gradient(tf.tensor2d([[2]])).dataSync()[0] === 36
  })
}

/** Numbers of a tensor. tfjs would walk through an array that a tidy returns, number by number. */
export function numbers(run: () => tf.Tensor): Float32Array {
  let out = new Float32Array()
  tf.tidy(() => {
    out = run().dataSync() as Float32Array<ArrayBuffer>
  })
  return out
}

type Activation = 'linear' | 'relu'

/**
 * A dense layer, x·w + b with or without relu, and a gradient of its own: on wasm a matMul with a transpose flag is
 * slow, so transposes are explicit (training steps 2–4 times as fast).
 * @param x [rows, in]
 * @param w [in, out]
 * @param b [out]
 * @param leaf whether x is an input, so that nothing behind it needs a gradient
 * @returns [rows, out]
 */
export function dense(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
  activation: Activation = 'linear',
  leaf = false,
): tf.Tensor2D {
  const operation = tf.customGrad((...args) => {
    const [input, weights, bias, save] = args as unknown as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc]
    const value = tf.fused.matMul({ a: input, b: weights, bias, activation })
    save([input, weights, value])
    const gradFunc = (dy: tf.Tensor, [savedX, savedW, savedY]: tf.Tensor[]) => {
      const slope = activation === 'relu' ? tf.mul(dy, tf.step(savedY)) : dy
      return [
        leaf ? tf.zerosLike(savedX) : tf.matMul(slope as tf.Tensor2D, tf.transpose(savedW) as tf.Tensor2D),
        tf.matMul(tf.transpose(savedX) as tf.Tensor2D, slope as tf.Tensor2D),
        tf.sum(slope, 0),
      ]
    }
    return { value, gradFunc: gradFunc as (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[] }
  })
  return operation(x, w, b) as tf.Tensor2D
}

/**
 * x·w + b for rows x that are 0 but for one run of values. tfjs has no sparse product on wasm, and most of a dense one
 * would be zeros.
 * @param rows [rows, 1 + values]: where the run begins in x, then its values
 * @param w [in, out] @param b [out]
 * @returns [rows, out]
 */
export function placed(rows: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor2D {
  const [count, width] = rows.shape
  const units = w.shape[1]
  const runs = rows.dataSync()
  const each = (visit: (row: number, from: number, value: number) => void) => {
    for (let r = 0; r < count; r++)
      for (let j = 1; j < width; j++) {
        const value = runs[r * width + j]
        if (value !== 0) visit(r * units, (runs[r * width] + j - 1) * units, value)
      }
  }
  const operation = tf.customGrad((...args) => {
    const [weights, bias] = args as unknown as [tf.Tensor2D, tf.Tensor1D]
    const [from, offset] = [weights.dataSync(), bias.dataSync()]
    const out = new Float32Array(count * units)
    for (let r = 0; r < count; r++) out.set(offset, r * units)
    each((to, at, value) => {
      for (let u = 0; u < units; u++) out[to + u] += value * from[at + u]
    })
    const gradFunc = (dy: tf.Tensor) => {
      const slope = dy.dataSync()
      const change = new Float32Array(from.length)
      each((to, at, value) => {
        for (let u = 0; u < units; u++) change[at + u] += value * slope[to + u]
      })
      return [tf.tensor2d(change, weights.shape), tf.sum(dy, 0)]
    }
    return { value: tf.tensor2d(out, [count, units]), gradFunc }
  })
  return operation(w, b) as tf.Tensor2D
}
