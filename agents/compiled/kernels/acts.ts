// Acts as evidence: rows that are 0 but for one run of numbers, and their sums over a persona.

import { bytes, F } from './memory'
import { addRow, addScaled } from './rows'

/**
 * The first layer over acts, relu(x·w + b). Row i is act `which[i]` of `acts`, [·, width]: where its run of numbers
 * begins in x, then the run; all else of x is 0.
 */
export function readActs(
  acts: usize,
  width: i32,
  which: usize,
  w: usize,
  bias: usize,
  y: usize,
  count: i32,
  units: i32,
): void {
  for (let i = 0; i < count; i++) {
    const to = y + bytes(i * units)
    let act = acts + bytes(load<i32>(which + bytes(i)) * width)
    memory.copy(to, bias, bytes(units))
    let row = w + bytes(<i32>load<f32>(act) * units)
    for (let j = 1; j < width; j++, row += bytes(units)) {
      act += F
      const value = load<f32>(act)
      if (value !== 0) addScaled(row, value, to, units)
    }
    for (let u = 0; u < units; u++) {
      const at = to + bytes(u)
      store<f32>(at, max(load<f32>(at), <f32>0))
    }
  }
}

/** dw += xᵀ·slope for the acts of `readActs`. */
export function learnActs(
  acts: usize,
  width: i32,
  which: usize,
  slope: usize,
  dw: usize,
  count: i32,
  units: i32,
): void {
  for (let i = 0; i < count; i++) {
    const from = slope + bytes(i * units)
    let act = acts + bytes(load<i32>(which + bytes(i)) * width)
    let row = dw + bytes(<i32>load<f32>(act) * units)
    for (let j = 1; j < width; j++, row += bytes(units)) {
      act += F
      const value = load<f32>(act)
      if (value !== 0) addScaled(from, value, row, units)
    }
  }
}

/** out[g] = scale · Σ over the `each` rows which[g · each …] of x, for `groups` groups of rows of n numbers. */
export function pool(x: usize, n: i32, which: usize, each: i32, out: usize, ldo: i32, groups: i32, scale: f32): void {
  for (let g = 0; g < groups; g++) {
    const to = out + bytes(g * ldo)
    memory.fill(to, 0, bytes(n))
    for (let i = 0; i < each; i++) addRow(x + bytes(load<i32>(which + bytes(g * each + i)) * n), to, n)
    for (let column = 0; column < n; column++) store<f32>(to + bytes(column), scale * load<f32>(to + bytes(column)))
  }
}

/** The backward pass of `pool`: x[which[…]] += scale · slope of its group. */
export function unpool(
  slope: usize,
  lds: i32,
  which: usize,
  each: i32,
  x: usize,
  n: i32,
  groups: i32,
  scale: f32,
): void {
  for (let g = 0; g < groups; g++)
    for (let i = 0; i < each; i++)
      addScaled(slope + bytes(g * lds), scale, x + bytes(load<i32>(which + bytes(g * each + i)) * n), n)
}
