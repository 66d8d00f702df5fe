// What learns: losses on many numbers, and the optimiser.

import { bytes } from './memory'

/**
 * Σ of squared errors of 1 + span · σ(x) against `target`; slope becomes its derivative by x times `scale`.
 * @param slope 0 where it is not wanted
 */
export function likert(x: usize, target: usize, slope: usize, count: i32, span: f32, scale: f32): f64 {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) {
    const at = bytes(i)
    const leaning: f32 = 1 / (1 + Mathf.exp(-load<f32>(x + at)))
    const error: f32 = 1 + span * leaning - load<f32>(target + at)
    sum += error * error
    if (slope) store<f32>(slope + at, 2 * scale * error * span * leaning * (1 - leaning))
  }
  return sum
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1) as tfjs takes it: moments are corrected by 1 − βᵗ, given as c1, c2.
 * @param mask address of factors on the gradient, 0 for none
 */
export function adam(
  w: usize,
  g: usize,
  mask: usize,
  m: usize,
  v: usize,
  count: i32,
  rate: f32,
  b1: f32,
  b2: f32,
  c1: f32,
  c2: f32,
  epsilon: f32,
): void {
  let i = 0
  const wb1 = f32x4.splat(b1),
    wb2 = f32x4.splat(b2),
    wa1 = f32x4.splat(1 - b1),
    wa2 = f32x4.splat(1 - b2)
  const wc1 = f32x4.splat(c1),
    wc2 = f32x4.splat(c2),
    we = f32x4.splat(epsilon),
    wr = f32x4.splat(rate)
  for (; i + 4 <= count; i += 4) {
    const at = bytes(i)
    let slope = v128.load(g + at)
    if (mask) slope = f32x4.mul(slope, v128.load(mask + at))
    const first = f32x4.add(f32x4.mul(wb1, v128.load(m + at)), f32x4.mul(wa1, slope))
    const second = f32x4.add(f32x4.mul(wb2, v128.load(v + at)), f32x4.mul(wa2, f32x4.mul(slope, slope)))
    v128.store(m + at, first)
    v128.store(v + at, second)
    const size = f32x4.add(f32x4.sqrt(f32x4.div(second, wc2)), we)
    const by = f32x4.mul(wr, f32x4.div(f32x4.div(first, wc1), size))
    v128.store(w + at, f32x4.sub(v128.load(w + at), by))
  }
  for (; i < count; i++) {
    const at = bytes(i)
    let slope = load<f32>(g + at)
    if (mask) slope *= load<f32>(mask + at)
    const first = b1 * load<f32>(m + at) + (1 - b1) * slope
    const second = b2 * load<f32>(v + at) + (1 - b2) * slope * slope
    store<f32>(m + at, first)
    store<f32>(v + at, second)
    store<f32>(w + at, load<f32>(w + at) - (rate * (first / c1)) / (sqrt<f32>(second / c2) + epsilon))
  }
}

/** Whether all of `count` numbers are finite. */
export function finite(at: usize, count: i32): bool {
  let sum: f32 = 0
  for (let i = 0; i < count; i++) sum += load<f32>(at + bytes(i)) * 0
  return sum === 0
}
