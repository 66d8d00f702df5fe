// Rows of numbers: copies, sums, inner products.

import { bytes, F } from './memory'

export function settle(y: usize, sum: v128, relu: bool): void {
  v128.store(y, relu ? f32x4.max(sum, f32x4.splat(0)) : sum)
}

/** y[r] = x[r], or y[r] += x[r], for rows of n numbers. A stride of 0 gives every row the same x. */
export function copy(x: usize, ldx: i32, y: usize, ldy: i32, rows: i32, n: i32, add: bool): void {
  for (let r = 0; r < rows; r++) {
    const from = x + bytes(r * ldx),
      to = y + bytes(r * ldy)
    if (add) addRow(from, to, n)
    else memory.copy(to, from, bytes(n))
  }
}

export function addRow(from: usize, to: usize, n: i32): void {
  let column = 0
  for (; column + 4 <= n; column += 4, from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
  for (; column < n; column++, from += F, to += F) store<f32>(to, load<f32>(to) + load<f32>(from))
}

/** to[n] += factor · from[n] */
export function addScaled(from: usize, factor: f32, to: usize, n: i32): void {
  const wide = f32x4.splat(factor)
  let column = 0
  for (; column + 4 <= n; column += 4, from += 16, to += 16)
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(wide, v128.load(from))))
  for (; column < n; column++, from += F, to += F) store<f32>(to, load<f32>(to) + factor * load<f32>(from))
}

export function dot(x: usize, y: usize, n: i32): f32 {
  let wide = f32x4.splat(0)
  let column = 0
  for (; column + 4 <= n; column += 4, x += 16, y += 16) wide = f32x4.add(wide, f32x4.mul(v128.load(x), v128.load(y)))
  let sum =
    f32x4.extract_lane(wide, 0) +
    f32x4.extract_lane(wide, 1) +
    f32x4.extract_lane(wide, 2) +
    f32x4.extract_lane(wide, 3)
  for (; column < n; column++, x += F, y += F) sum += load<f32>(x) * load<f32>(y)
  return sum
}

/** y[r] = x[r] + by, with or without relu, for rows of n numbers. @param ldb stride of `by`; 0 gives every row the same */
export function shifted(
  x: usize,
  ldx: i32,
  by: usize,
  ldb: i32,
  y: usize,
  ldy: i32,
  rows: i32,
  n: i32,
  relu: bool,
): void {
  for (let r = 0; r < rows; r++) {
    let from = x + bytes(r * ldx),
      to = y + bytes(r * ldy),
      add = by + bytes(r * ldb)
    let column = 0
    for (; column + 4 <= n; column += 4, from += 16, to += 16, add += 16)
      settle(to, f32x4.add(v128.load(from), v128.load(add)), relu)
    for (; column < n; column++, from += F, to += F, add += F) {
      const sum = load<f32>(from) + load<f32>(add)
      store<f32>(to, relu ? max(sum, <f32>0) : sum)
    }
  }
}

/** y[i] = x[which[i]], or y[i] += x[which[i]], for `rows` rows of n numbers. */
export function gather(x: usize, ldx: i32, which: usize, y: usize, ldy: i32, rows: i32, n: i32, add: bool): void {
  for (let i = 0; i < rows; i++) {
    const from = x + bytes(load<i32>(which + bytes(i)) * ldx)
    copy(from, 0, y + bytes(i * ldy), 0, 1, n, add)
  }
}

/** y[which[i]] += x[i], row by row: the backward pass of `gather`. */
export function scatter(x: usize, ldx: i32, which: usize, y: usize, ldy: i32, rows: i32, n: i32): void {
  for (let i = 0; i < rows; i++) addRow(x + bytes(i * ldx), y + bytes(load<i32>(which + bytes(i)) * ldy), n)
}

/** out, [n, rows], is x, [rows, n], transposed. */
export function transpose(x: usize, ldx: i32, out: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < n; c++) store<f32>(out + bytes(c * rows + r), load<f32>(x + bytes(r * ldx + c)))
}

/** out[n] += the sums of the columns of x, [rows, n]. */
export function columnSums(x: usize, ldx: i32, out: usize, rows: i32, n: i32): void {
  const step = bytes(ldx)
  let column = 0
  for (; column + 4 <= n; column += 4) {
    const at = bytes(column)
    let sum = v128.load(out + at)
    let from = x + at
    for (let r = 0; r < rows; r++, from += step) sum = f32x4.add(sum, v128.load(from))
    v128.store(out + at, sum)
  }
  for (; column < n; column++) {
    const at = bytes(column)
    let sum = load<f32>(out + at)
    let from = x + at
    for (let r = 0; r < rows; r++, from += step) sum += load<f32>(from)
    store<f32>(out + at, sum)
  }
}

/** The backward pass of relu: slope = 0 where y, what relu gave, is 0. */
export function gate(y: usize, slope: usize, stride: i32, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const row = bytes(r * stride)
    let column = 0
    for (; column + 4 <= n; column += 4) {
      const at = row + bytes(column)
      v128.store(slope + at, v128.and(v128.load(slope + at), f32x4.gt(v128.load(y + at), f32x4.splat(0))))
    }
    for (; column < n; column++) {
      const at = row + bytes(column)
      if (!(load<f32>(y + at) > 0)) store<f32>(slope + at, 0)
    }
  }
}
