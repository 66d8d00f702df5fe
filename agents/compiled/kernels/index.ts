/**
 * The kernels of the network's pass: AssemblyScript, compiled to WebAssembly SIMD by `npm run build`. Each does one
 * thing to matrices of 32-bit floats in this module's memory. A matrix is the byte address of its first number and its
 * stride, the numbers from one row to the next, so that a view of some columns is a matrix too, and nothing is ever
 * joined or cut. Sums run in the order in which they are written: with neither threads nor relaxed SIMD, WebAssembly
 * fixes every bit on every machine.
 */

const F: usize = 4

/** Bytes of so many numbers. */
function bytes(numbers: i32): usize {
  return (<usize>numbers) << 2
}

/** Memory for `count` numbers, zeroed, at an address that is a multiple of 16. */
export function allocate(count: i32): usize {
  const at = heap.alloc(bytes(count))
  memory.fill(at, 0, bytes(count))
  return at
}

export function free(at: usize): void {
  heap.free(at)
}

export function zero(at: usize, count: i32): void {
  memory.fill(at, 0, bytes(count))
}

/** What a product starts from: y itself, the bias, or nothing. */
function start(bias: usize, y: usize, add: bool): v128 {
  return add ? v128.load(y) : bias ? v128.load(bias) : f32x4.splat(0)
}

function settle(y: usize, sum: v128, relu: bool): void {
  v128.store(y, relu ? f32x4.max(sum, f32x4.splat(0)) : sum)
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
      if (value != 0) addScaled(w + bytes(k * ldw), value, to, n)
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
      if (value != 0) addScaled(row, value, dw + bytes(k * ldw), n)
    }
  }
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

/** out, [n, rows], is x, [rows, n], transposed. */
export function transpose(x: usize, ldx: i32, out: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < n; c++) store<f32>(out + bytes(c * rows + r), load<f32>(x + bytes(r * ldx + c)))
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

function addRow(from: usize, to: usize, n: i32): void {
  let column = 0
  for (; column + 4 <= n; column += 4, from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
  for (; column < n; column++, from += F, to += F) store<f32>(to, load<f32>(to) + load<f32>(from))
}

/** to[n] += factor · from[n] */
function addScaled(from: usize, factor: f32, to: usize, n: i32): void {
  const wide = f32x4.splat(factor)
  let column = 0
  for (; column + 4 <= n; column += 4, from += 16, to += 16)
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(wide, v128.load(from))))
  for (; column < n; column++, from += F, to += F) store<f32>(to, load<f32>(to) + factor * load<f32>(from))
}

function dot(x: usize, y: usize, n: i32): f32 {
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
      if (value != 0) addScaled(row, value, to, units)
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
      if (value != 0) addScaled(from, value, row, units)
    }
  }
}

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
  return sum == 0
}
