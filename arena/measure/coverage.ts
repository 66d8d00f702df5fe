import { eigen } from '../../agents/traits.ts'
import { columnMeans, meanOf } from '../statistics/linear.ts'

/**
 * How much of the motivation layer a rollout visited, beside how freely it acted: the founding post's exploration of
 * why and of what, as numbers of one update.
 */
export interface Coverage {
  /** Geometric mean of the SDs of z along its principal axes, in units of z. */
  readonly volume: number
  /** Effective rank of the covariance of z, 1 … persona: exp of the entropy of its normalised eigenvalues (Roy & Vetterli 2007). */
  readonly rank: number
  /** Differential entropy of z, nats, by nearest neighbours (Kozachenko & Leonenko 1987), on at most 256 decisions. */
  readonly entropy: number
  /** Mean entropy of the policy over legal actions, nats per decision. */
  readonly actions: number
}

/** Decisions that the neighbours are looked for among. */
const LOOKED_AT = 256
/** z of which two decisions differ less counts as one. */
const LEAST = 1e-12

/**
 * @param z of each decision, [decisions][persona]; two at least
 * @param policies probabilities at each decision
 */
export function coverage(z: readonly ArrayLike<number>[], policies: readonly ArrayLike<number>[]): Coverage {
  const persona = z[0].length
  const values = eigen(covarianceOf(z)).map(({ value }) => Math.max(0, value))
  const total = values.reduce((sum, value) => sum + value, 0)
  const spectrum = values.reduce((sum, value) => sum + entropyTerm(total > 0 ? value / total : 0), 0)
  const logs = values.reduce((sum, value) => sum + Math.log(Math.max(LEAST, value)), 0)
  return {
    volume: Math.exp(logs / (2 * persona)),
    rank: Math.exp(spectrum),
    entropy: entropyOf(spaced(z, LOOKED_AT)),
    actions: meanOf(policies.map(policyEntropy)),
  }
}

const entropyTerm = (p: number): number => (p > 0 ? -p * Math.log(p) : 0)

const policyEntropy = (policy: ArrayLike<number>): number =>
  Array.from(policy).reduce((sum, p) => sum + entropyTerm(p), 0)

function covarianceOf(z: readonly ArrayLike<number>[]): number[][] {
  const persona = z[0].length
  const mean = columnMeans(z)
  const out = Array.from({ length: persona }, () => new Array<number>(persona).fill(0))
  for (const row of z)
    for (let i = 0; i < persona; i++)
      for (let j = 0; j <= i; j++) out[i][j] += ((row[i] - mean[i]) * (row[j] - mean[j])) / z.length
  for (let i = 0; i < persona; i++) for (let j = 0; j < i; j++) out[j][i] = out[i][j]
  return out
}

/** At most so many rows, evenly spaced. */
const spaced = <T>(rows: readonly T[], most: number): T[] =>
  rows.length <= most ? [...rows] : Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)])

/** ψ(n) − ψ(1) + log V_d + d/n Σ log ε, ε the distance to the nearest other row and V_d the unit ball's volume, nats. */
export function entropyOf(rows: readonly ArrayLike<number>[]): number {
  const [n, d] = [rows.length, rows[0].length]
  const logs = rows.map((row, r) => {
    let nearest = Number.POSITIVE_INFINITY
    for (let other = 0; other < n; other++) {
      if (other === r) continue
      let distance = 0
      for (let i = 0; i < d && distance < nearest; i++)
        distance += (row[i] - rows[other][i]) * (row[i] - rows[other][i])
      if (distance < nearest) nearest = distance
    }
    return 0.5 * Math.log(Math.max(LEAST * LEAST, nearest))
  })
  return harmonic(n - 1) + logBall(d) + d * meanOf(logs)
}

/** ψ(n + 1) − ψ(1). */
const harmonic = (n: number): number => Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((sum, x) => sum + x, 0)

/** Log-volume of the unit ball in d dimensions: V_d = V_{d−2} · 2π / d, V_0 = 1, V_1 = 2. */
const logBall = (d: number): number => (d < 2 ? (d === 1 ? Math.LN2 : 0) : logBall(d - 2) + Math.log((2 * Math.PI) / d))
