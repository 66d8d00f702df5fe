import { tf } from '../agents/backend.ts'

/**
 * Hilbert–Schmidt independence criterion of two sets of numbers, biased estimator: tr(K H L H) / (n − 1)², K and L
 * Gaussian kernels exp(−‖a − b‖² / 2h²), H the centring matrix (Gretton et al. 2005). 0 only where they do not depend on
 * each other, linearly or not, up to a bias of order 1/n.
 * @param x, y one row a writer, each column in SD
 * @param bandwidth h: `median` of the distances between rows, found anew and without gradient; `sd`, √columns, one SD a column
 */
export function hsic(x: tf.Tensor2D, y: tf.Tensor2D, bandwidth: 'median' | 'sd'): tf.Scalar {
  const [n] = x.shape
  const [k, l] = [x, y].map((each) => centred(kernel(each, bandwidth)))
  return tf.div(tf.sum(tf.mul(k, l)), (n - 1) * (n - 1)) as tf.Scalar
}

/** exp(−‖a − b‖² / 2h²) of all pairs of rows, [rows, rows]. */
function kernel(x: tf.Tensor2D, bandwidth: 'median' | 'sd'): tf.Tensor2D {
  const [rows, columns] = x.shape
  const squares = squaredDistances(x, x)
  const h2 = bandwidth === 'sd' ? columns : median(squares.dataSync() as Float32Array, rows)
  return tf.exp(tf.div(squares, -2 * h2)) as tf.Tensor2D
}

/** Squared distances of all rows of a from all rows of b, [rows of a, rows of b]. */
export function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = a.shape
  const apart = tf.sub(tf.reshape(a, [rows, 1, columns]), tf.reshape(b, [1, b.shape[0], columns]))
  return tf.sum(tf.square(apart), 2) as tf.Tensor2D
}

/** Median squared distance of rows that are not the same one, at least rounding. */
function median(squares: Float32Array, rows: number): number {
  const pairs = squares.filter((_, at) => Math.floor(at / rows) < at % rows).sort()
  return Math.max(pairs[Math.floor(pairs.length / 2)], 1e-6)
}

/** H K H: rows and columns of mean 0. */
function centred(k: tf.Tensor2D): tf.Tensor2D {
  const ofRows = tf.sub(k, tf.mean(k, 1, true))
  return tf.sub(ofRows, tf.mean(ofRows, 0, true))
}
