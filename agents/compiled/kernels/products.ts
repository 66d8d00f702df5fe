// Products of matrices, dense and sparse.

import { bytes, F } from './memory'
import { addScaled, settle } from './rows'

/** What a product starts from: y itself, the bias, or nothing. */
function start(bias: usize, y: usize, add: bool): v128 {
  return add ? v128.load(y) : bias ? v128.load(bias) : f32x4.splat(0)
}

/** 4 rows × 8 columns of a product, in eight accumulators. Strides here are in bytes. */
function tile4x8(
  x: usize,
  row: usize,
  step: usize,
  w: usize,
  ldw: usize,
  bias: usize,
  y: usize,
  ldy: usize,
  inner: i32,
  relu: bool,
  add: bool,
): void {
  const y1 = y + ldy,
    y2 = y1 + ldy,
    y3 = y2 + ldy
  const right = bias ? bias + 16 : 0
  let a0 = start(bias, y, add),
    b0 = start(right, y + 16, add)
  let a1 = start(bias, y1, add),
    b1 = start(right, y1 + 16, add)
  let a2 = start(bias, y2, add),
    b2 = start(right, y2 + 16, add)
  let a3 = start(bias, y3, add),
    b3 = start(right, y3 + 16, add)
  let x0 = x,
    x1 = x + row,
    x2 = x1 + row,
    x3 = x2 + row
  for (let k = 0; k < inner; k++) {
    const left = v128.load(w),
      next = v128.load(w, 16)
    let value = v128.load32_splat(x0)
    a0 = f32x4.add(a0, f32x4.mul(value, left))
    b0 = f32x4.add(b0, f32x4.mul(value, next))
    value = v128.load32_splat(x1)
    a1 = f32x4.add(a1, f32x4.mul(value, left))
    b1 = f32x4.add(b1, f32x4.mul(value, next))
    value = v128.load32_splat(x2)
    a2 = f32x4.add(a2, f32x4.mul(value, left))
    b2 = f32x4.add(b2, f32x4.mul(value, next))
    value = v128.load32_splat(x3)
    a3 = f32x4.add(a3, f32x4.mul(value, left))
    b3 = f32x4.add(b3, f32x4.mul(value, next))
    w += ldw
    x0 += step
    x1 += step
    x2 += step
    x3 += step
  }
  settle(y, a0, relu)
  settle(y + 16, b0, relu)
  settle(y1, a1, relu)
  settle(y1 + 16, b1, relu)
  settle(y2, a2, relu)
  settle(y2 + 16, b2, relu)
  settle(y3, a3, relu)
  settle(y3 + 16, b3, relu)
}

/** 1 row × 4 columns. */
function tile1x4(
  x: usize,
  step: usize,
  w: usize,
  ldw: usize,
  bias: usize,
  y: usize,
  inner: i32,
  relu: bool,
  add: bool,
): void {
  let sum = start(bias, y, add)
  for (let k = 0; k < inner; k++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(x), v128.load(w)))
    w += ldw
    x += step
  }
  settle(y, sum, relu)
}

/** One number. */
function tile1x1(
  x: usize,
  step: usize,
  w: usize,
  ldw: usize,
  bias: usize,
  y: usize,
  inner: i32,
  relu: bool,
  add: bool,
): void {
  let sum: f32 = add ? load<f32>(y) : bias ? load<f32>(bias) : 0
  for (let k = 0; k < inner; k++) {
    sum += load<f32>(x) * load<f32>(w)
    w += ldw
    x += step
  }
  store<f32>(y, relu ? max(sum, <f32>0) : sum)
}

/**
 * y = x·w + bias, or y += x·w, with or without relu. Number k of row r of x stands at x + r·row + k·step, so that
 * row = 1 reads x transposed: with it, the gradient of w is a product too.
 * @param row, step, ldw, ldy strides in numbers @param bias address of [n], 0 for none @param add onto what is in y
 */
export function product(
  x: usize,
  row: i32,
  step: i32,
  w: usize,
  ldw: i32,
  bias: usize,
  y: usize,
  ldy: i32,
  rows: i32,
  inner: i32,
  n: i32,
  relu: bool,
  add: bool,
): void {
  const xr = bytes(row),
    xs = bytes(step),
    wr = bytes(ldw),
    yr = bytes(ldy)
  let column = 0
  for (; column + 8 <= n; column += 8) {
    const at: usize = bytes(column)
    const own: usize = bias ? bias + at : 0
    let r = 0
    for (; r + 4 <= rows; r += 4)
      tile4x8(x + <usize>r * xr, xr, xs, w + at, wr, own, y + <usize>r * yr + at, yr, inner, relu, add)
    for (; r < rows; r++) {
      const from = x + <usize>r * xr,
        to = y + <usize>r * yr + at
      tile1x4(from, xs, w + at, wr, own, to, inner, relu, add)
      tile1x4(from, xs, w + at + 16, wr, own ? own + 16 : 0, to + 16, inner, relu, add)
    }
  }
  for (; column < n; ) {
    const at: usize = bytes(column)
    const own: usize = bias ? bias + at : 0
    const wide = column + 4 <= n
    for (let r = 0; r < rows; r++) {
      const from = x + <usize>r * xr,
        to = y + <usize>r * yr + at
      if (wide) tile1x4(from, xs, w + at, wr, own, to, inner, relu, add)
      else tile1x1(from, xs, w + at, wr, own, to, inner, relu, add)
    }
    column += wide ? 4 : 1
  }
}

/**
 * y = x·w + bias for rows that are mostly 0: what is 0 costs a look. Observations are: each env has columns of its own.
 */
export function sparseProduct(
  x: usize,
  ldx: i32,
  w: usize,
  ldw: i32,
  bias: usize,
  y: usize,
  ldy: i32,
  rows: i32,
  inner: i32,
  n: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const to = y + bytes(r * ldy)
    memory.copy(to, bias, bytes(n))
    let from = x + bytes(r * ldx)
    for (let k = 0; k < inner; k++, from += F) {
      const value = load<f32>(from)
      if (value !== 0) addScaled(w + bytes(k * ldw), value, to, n)
    }
  }
}

/** The gradient of w for such rows: dw += xᵀ·slope. */
export function sparseLearn(
  x: usize,
  ldx: i32,
  slope: usize,
  lds: i32,
  dw: usize,
  ldw: i32,
  rows: i32,
  inner: i32,
  n: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = slope + bytes(r * lds)
    let from = x + bytes(r * ldx)
    for (let k = 0; k < inner; k++, from += F) {
      const value = load<f32>(from)
      if (value !== 0) addScaled(row, value, dw + bytes(k * ldw), n)
    }
  }
}
