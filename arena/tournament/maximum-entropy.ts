import { barrierPath } from './barrier-path.ts'
import { room } from './equilibrium-support.ts'
import { solveAny } from './linear-system.ts'
import { along, dot, onto, splitOf } from './null-space.ts'

export interface Constraints {
  /** Rows that take p to 0. */
  readonly even: readonly Float64Array[]
  /** Rows that take p below 0 or to it. */
  readonly below: readonly Float64Array[]
}

/** The evenest of all mixtures p > 0 with Ep = 0, Σp = 1 and Lp ≤ 0. */
export interface Evenest {
  readonly weights: Float64Array
  /** By how much the conditions of an optimum (Karush, Kuhn & Tucker) are missed. */
  readonly missed: number
}

const REACH = 0.95
const STEPS = 100
const STILL = 1e-14
/** Rows that change by no more than this along what is free cannot bind there. */
const FLAT = 1e-12
/** Conditions missed by less are met. */
const MET = 1e-10
/** Prices of rows that bind without being worth anything are about the root of that product. */
const SURE = 1e-4
/** Products of shortfall and price at which those rows of `below` that bind are read off. */
const READ = [1e-8, 1e-10, 1e-12, 1e-14]

/**
 * Of maximum entropy, which is strictly concave: there is one. A barrier path says which rows of `below` bind; with
 * those as equations Newton's method ends to the last digit.
 * @param start within the constraints but for rounding, `below` strictly
 */
export function evenest({ even, below: all }: Constraints, start: Float64Array): Evenest {
  const { weights, free } = settle(even, start, 1)
  const below = all.filter((row) => free.some((unit) => Math.abs(dot(row, unit)) > FLAT))
  if (free.length === 0 || weights.some((p) => p <= 0)) return { weights, missed: 0 }
  let best: Evenest = { weights, missed: Number.POSITIVE_INFINITY }
  let level = 0
  for (const { p, short, price, binds } of barrierPath(below, free, weights)) {
    if (dot(short, price) > READ[level]) continue
    const rows = binds.map((k) => below[k])
    const found = settle([...even, ...rows], p, STEPS).weights
    const sure = binds.filter((k) => price[k] > SURE)
    const unexplained = [binds, sure].map((charged) => missedBy(found, free, below, charged, price))
    const missed = Math.max(Math.min(...unexplained), ...even.map((row) => Math.abs(dot(row, found))))
    if (missed < best.missed) best = { weights: found, missed }
    level += 1
    if (missed < MET || level === READ.length) break
  }
  return best
}

/** The evenest mixture that `rows` take to 0, after so many steps; and what they leave free. */
function settle(rows: readonly Float64Array[], start: Float64Array, steps: number) {
  const whole = new Float64Array(start.length).fill(1)
  const all = [...rows, whole]
  const split = splitOf(all, start.length)
  const wanted = all.map((row) => Number(row === whole))
  let weights = onto(all, wanted, split, onto(all, wanted, split, start))
  for (let step = 1; step < steps && split.free.length > 0; step++) {
    const change = along(new Float64Array(start.length), split.free, newton(weights, split.free))
    const share = Math.min(1, REACH * room(weights, change))
    weights = weights.map((p, i) => p + share * change[i])
    if (change.every((x) => Math.abs(x) < STILL)) break
  }
  return { weights, free: split.free }
}

/** Zᵀ diag(1/p) Z Δ = −Zᵀ ln p. */
function newton(p: Float64Array, free: readonly Float64Array[]): number[] {
  const logs = p.map(Math.log)
  const curve = free.map((a) => {
    const bent = a.map((x, i) => x / p[i])
    return free.map((b) => dot(bent, b))
  })
  return solveAny(
    curve,
    free.map((unit) => -dot(unit, logs)),
  )
}

/**
 * The slope that prices of the charged rows do not explain, how far a price is below 0, and how far a row of `below` is
 * above it.
 * @param near prices near the right ones, of which there may be many
 */
function missedBy(
  p: Float64Array,
  free: readonly Float64Array[],
  below: readonly Float64Array[],
  charged: readonly number[],
  near: readonly number[],
): number {
  const logs = p.map(Math.log)
  const slope = free.map((unit) => -dot(unit, logs))
  const across = free.map((unit) => Float64Array.from(charged, (k) => dot(below[k], unit)))
  const price = onto(
    across,
    slope,
    splitOf(across, charged.length),
    Float64Array.from(charged, (k) => near[k]),
  )
  const left = across.map((row, k) => Math.abs(dot(row, price) - slope[k]))
  const over = below.map((row) => dot(row, p))
  return Math.max(0, ...left, ...over, ...Array.from(price, (y) => -y))
}
