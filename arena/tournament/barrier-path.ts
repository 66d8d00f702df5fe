import { room } from './equilibrium-support.ts'
import { solveAny } from './linear-system.ts'
import { along, dot } from './null-space.ts'

/** A mixture inside `below`, by how much it is, and what a little more of each row would be worth. */
interface Inside {
  readonly p: Float64Array
  readonly short: readonly number[]
  readonly price: readonly number[]
}

export interface BarrierPoint extends Inside {
  /** Rows that bind at the end: there the shortfall falls away and the price stays, elsewhere the reverse. */
  readonly binds: readonly number[]
}

const AIM = 0.1
const REACH = 0.95
const FIRST = 0.1
const STEPS = 100

/**
 * Mixtures ever closer to the evenest one, p = start + Zt with Lp ≤ 0: Newton's method on the conditions of an optimum
 * with every product of shortfall and price held at what falls to 0.
 * @param free Z, orthonormal
 */
export function* barrierPath(
  below: readonly Float64Array[],
  free: readonly Float64Array[],
  start: Float64Array,
): Generator<BarrierPoint> {
  const across = below.map((row) => free.map((unit) => dot(row, unit)))
  let p = start
  let short = below.map((row) => -dot(row, p))
  let price = short.map((s) => FIRST / s)
  for (let step = 0; step < STEPS; step++) {
    const aim = short.length === 0 ? 0 : (AIM * dot(short, price)) / short.length
    const by = newton({ p, short, price }, aim, across, free)
    const change = along(new Float64Array(p.length), free, by)
    const less = across.map((row) => -dot(row, by))
    const dearer = short.map((s, k) => aim / s - price[k] - (price[k] / s) * less[k])
    const share = Math.min(1, REACH * Math.min(room(p, change), room(short, less), room(price, dearer)))
    p = p.map((x, i) => x + share * change[i])
    const binds = below.flatMap((_, k) => (less[k] / short[k] < dearer[k] / price[k] ? [k] : []))
    short = short.map((s, k) => s + share * less[k])
    price = price.map((y, k) => y + share * dearer[k])
    yield { p, short, price, binds }
  }
}

type Rows = readonly (readonly number[])[]

/** Zᵀ(diag(1/p) + Lᵀ diag(price/short) L)Z Δ = −Zᵀ(ln p + Lᵀ(aim/short)). */
function newton({ p, short, price }: Inside, aim: number, across: Rows, free: readonly Float64Array[]): number[] {
  const logs = p.map(Math.log)
  const slope = free.map((unit, i) => across.reduce((sum, row, k) => sum + (aim / short[k]) * row[i], dot(unit, logs)))
  const curve = free.map((a, i) => {
    const bent = a.map((x, k) => x / p[k])
    return free.map((b, j) =>
      across.reduce((sum, row, k) => sum + (price[k] / short[k]) * row[i] * row[j], dot(bent, b)),
    )
  })
  return solveAny(
    curve,
    slope.map((x) => -x),
  )
}
