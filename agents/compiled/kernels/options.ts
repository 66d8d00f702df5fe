// Scores of legal actions, and probabilities of them.

import { bytes } from './memory'
import { addScaled, dot } from './rows'

/**
 * Scores of the legal options alone. Row r has the options ends[r] … ends[r + 1] − 1; option o is action a = actions[o],
 * whose score is bias[a] + x[r] · w[a].
 * @param w [all actions, n], one row an action @param step stride of the bias in numbers
 */
export function score(
  x: usize,
  ldx: i32,
  w: usize,
  ldw: i32,
  bias: usize,
  step: i32,
  ends: usize,
  actions: usize,
  out: usize,
  rows: i32,
  n: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const from = x + bytes(r * ldx)
    const end = load<i32>(ends + bytes(r), 4)
    for (let o = load<i32>(ends + bytes(r)); o < end; o++) {
      const a = load<i32>(actions + bytes(o))
      const own = load<f32>(bias + bytes(a * step))
      store<f32>(out + bytes(o), own + dot(from, w + bytes(a * ldw), n))
    }
  }
}

/** The backward pass of `score`. @param dx, dw 0 where no gradient is wanted; dbias goes with dw */
export function unscore(
  x: usize,
  ldx: i32,
  w: usize,
  ldw: i32,
  step: i32,
  ends: usize,
  actions: usize,
  slope: usize,
  dx: usize,
  dw: usize,
  dbias: usize,
  rows: i32,
  n: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = bytes(r * ldx)
    const end = load<i32>(ends + bytes(r), 4)
    for (let o = load<i32>(ends + bytes(r)); o < end; o++) {
      const a = load<i32>(actions + bytes(o))
      const by = load<f32>(slope + bytes(o))
      const at = bytes(a * ldw)
      if (dx) addScaled(w + at, by, dx + row, n)
      if (!dw) continue
      addScaled(x + row, by, dw + at, n)
      const own = dbias + bytes(a * step)
      store<f32>(own, load<f32>(own) + by)
    }
  }
}

/** Log-probabilities of each row's options from their scores. */
export function logSoftmax(scores: usize, ends: usize, out: usize, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const first = load<i32>(ends + bytes(r)),
      end = load<i32>(ends + bytes(r), 4)
    let top: f32 = -f32.MAX_VALUE
    for (let o = first; o < end; o++) top = max(top, load<f32>(scores + bytes(o)))
    let total: f32 = 0
    for (let o = first; o < end; o++) total += Mathf.exp(load<f32>(scores + bytes(o)) - top)
    const log = top + Mathf.log(total)
    for (let o = first; o < end; o++) store<f32>(out + bytes(o), load<f32>(scores + bytes(o)) - log)
  }
}
