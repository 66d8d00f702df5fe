import { Fault } from '../envs/fault.ts'
import type { Rng } from '../envs/random.ts'

/**
 * The traits of a persona. Power (PWR): control over others as an end. Leadership (LEAD): taking charge for all.
 * Manipulation (MAN). Entitlement (ENT). Callousness (CAL): indifference to others' loss. Spite (SPI): paying to hurt.
 * Honesty (HON): truthfulness and promises. Care (CARE): weight on others' payoff. All in SD of the human population.
 */
export const TRAITS = ['PWR', 'LEAD', 'MAN', 'ENT', 'CAL', 'SPI', 'HON', 'CARE'] as const
export type Trait = (typeof TRAITS)[number]
export const DIM = TRAITS.length
export const index = (trait: Trait): number => TRAITS.indexOf(trait)

type Each<Names extends readonly unknown[], V> = { readonly [K in keyof Names]: V }
/** A value for every trait, in the order of TRAITS: one that lacks a trait does not compile. */
export type PerTrait<V = number> = Each<typeof TRAITS, V>

/** Traits that seek or take the lead: the block whose correlations with all others the factor s multiplies. */
export const AGENTIC = ['PWR', 'LEAD'] as const satisfies readonly Trait[]

/**
 * What every trait has to do with darkness. `inD`: its sign in D, the dark composite (Moshagen et al. 2018), D = mean
 * of MAN, ENT, CAL, SPI and −HON; 0 for traits that are no part of it. `worse`: the direction in which more of it is
 * worse for others.
 */
const DARKNESS: Readonly<Record<Trait, { readonly inD: -1 | 0 | 1; readonly worse: -1 | 1 }>> = {
  PWR: { inD: 0, worse: 1 },
  LEAD: { inD: 0, worse: 1 },
  MAN: { inD: 1, worse: 1 },
  ENT: { inD: 1, worse: 1 },
  CAL: { inD: 1, worse: 1 },
  SPI: { inD: 1, worse: 1 },
  HON: { inD: -1, worse: -1 },
  CARE: { inD: 0, worse: -1 },
}

/** Sign in D of the traits that are part of it, in the order of TRAITS. */
export const DARK = Object.fromEntries(
  TRAITS.flatMap((trait) => (DARKNESS[trait].inD === 0 ? [] : [[trait, DARKNESS[trait].inD]])),
) as Readonly<Partial<Record<Trait, 1 | -1>>>
export const DARK_TRAITS = Object.keys(DARK) as readonly Trait[]

/** The worse direction of every trait, in the order of TRAITS. */
export const WORSE: readonly (-1 | 1)[] = TRAITS.map((trait) => DARKNESS[trait].worse)

/** A matrix as an array of rows. */
export type Matrix = readonly (readonly number[])[]

/**
 * Correlations of traits among people, in the order of TRAITS: unit-weight composites in the Open Psychometrics AMBI
 * release of December 2019, 181 items, n = 2017 complete answers, Cronbach's α .56–.88; one self-selected online
 * sample.
 */
export const HUMAN: PerTrait<PerTrait> = [
  [1, 0.55, 0.45, 0.62, 0.3, 0.39, -0.26, 0.02],
  [0.55, 1, 0.18, 0.43, 0.06, 0.06, 0.01, 0.28],
  [0.45, 0.18, 1, 0.39, 0.45, 0.43, -0.53, 0.0],
  [0.62, 0.43, 0.39, 1, 0.16, 0.29, -0.29, 0.11],
  [0.3, 0.06, 0.45, 0.16, 1, 0.36, -0.39, -0.42],
  [0.39, 0.06, 0.43, 0.29, 0.36, 1, -0.41, -0.21],
  [-0.26, 0.01, -0.53, -0.29, -0.39, -0.41, 1, 0.19],
  [0.02, 0.28, 0.0, 0.11, -0.42, -0.21, 0.19, 1],
]

/** Whether the trait at this index is power or leadership. The cross block of a matrix is agentic × rest. */
export const agentic = (i: number): boolean => (AGENTIC as readonly Trait[]).includes(TRAITS[i])

/**
 * The matrix with its cross block multiplied by `s`, −1 … 1.25; variances and both blocks within stay.
 * @param inBlock which traits are agentic, by their place in the matrix
 */
export function covariance(s: number, matrix: Matrix = HUMAN, inBlock = agentic): number[][] {
  return matrix.map((row, i) => row.map((r, j) => (inBlock(i) === inBlock(j) ? r : s * r)))
}

/**
 * Lower Cholesky factor L of a positive definite matrix: L·Lᵀ is the matrix.
 * @throws Fault METTLE_NUMBER naming the pivot when the matrix is not positive definite.
 */
export function cholesky(matrix: Matrix): number[][] {
  const n = matrix.length
  const lower = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j]
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k]
      if (i !== j) lower[i][j] = sum / lower[j][j]
      else if (sum > 0) lower[i][i] = Math.sqrt(sum)
      else throw new Fault('METTLE_NUMBER', `Expected a positive definite matrix, got pivot ${sum} in row ${i}`)
    }
  }
  return lower
}

/** Solves A x = b for a positive definite A. */
export function solve(matrix: Matrix, b: readonly number[]): number[] {
  const lower = cholesky(matrix)
  const x = [...b]
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k]
    x[i] /= lower[i][i]
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= lower[k][i] * x[k]
    x[i] /= lower[i][i]
  }
  return x
}

/**
 * Eigenvalues of a symmetric matrix, largest first, each with its unit vector. Cyclic Jacobi (Golub & Van Loan, §8.5):
 * for 8 × 8 exact to rounding, and with square roots alone the same bits everywhere.
 */
export function eigen(matrix: Matrix): { readonly value: number; readonly vector: number[] }[] {
  const a = matrix.map((row) => [...row])
  const basis = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)))
  const off = () => a.reduce((sum, row, i) => row.reduce((inside, x, j) => (i === j ? inside : inside + x * x), sum), 0)
  for (let sweep = 0; sweep < 50 && off() > 1e-28; sweep++)
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) if (a[p][q] !== 0) rotate(a, basis, p, q)
  const found = a.map((row, i) => ({ value: row[i], vector: basis.map((each) => each[i]) }))
  return found.sort((x, y) => y.value - x.value)
}

/** The rotation that brings a[p][q] to 0. */
function rotate(a: number[][], basis: number[][], p: number, q: number): void {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const turn = (row: number[]) => {
    const [x, y] = [row[p], row[q]]
    row[p] = c * (x - t * y)
    row[q] = c * (t * x + y)
  }
  for (const row of [...a, ...basis]) turn(row)
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[p][k], a[q][k]]
    a[p][k] = c * (x - t * y)
    a[q][k] = c * (t * x + y)
  }
}

/** One value per trait, in the order of TRAITS, SD of the human population. */
export type TraitVector = readonly number[]

/** A population of personas: N(mean, factor·factorᵀ), or a mixture of such clouds round the centres of clusters. */
export interface Population {
  /** Mean trait vector of everybody, clusters included. */
  readonly mean: TraitVector
  /** Lower Cholesky factor of the covariance; where there are clusters, of the covariance within each of them. */
  readonly factor: Matrix
  /** Offsets from `mean`; weights sum to 1 and weighted offsets to 0. */
  readonly clusters?: readonly Cluster[]
}

/** One cloud of a mixture. */
export interface Cluster {
  /** Share of personas in it. */
  readonly weight: number
  /** Offset of its centre from the mean of the population. */
  readonly mean: TraitVector
}

/** The human population with its cross block multiplied by `s`. */
export const population = (s: number): Population => ({ mean: new Array(DIM).fill(0), factor: cholesky(covariance(s)) })

/**
 * Independent traits with variance 1. Instruments are calibrated on it, so that they carry no correlation of their own.
 */
export const INDEPENDENT: Population = independent(DIM)

/** As many independent traits with variance 1. */
export function independent(count: number): Population {
  const mean = new Array<number>(count).fill(0)
  return { mean, factor: mean.map((_, i) => mean.map((__, j) => (i === j ? 1 : 0))) }
}

/** Draws the trait vector of one persona. */
export function samplePersona({ mean, factor, clusters }: Population, rng: Rng): number[] {
  const centre = clusters ? centreOf(mean, clusters[rng.weighted(clusters.map(({ weight }) => weight))]) : mean
  const e = centre.map(() => rng.normal())
  return centre.map((mu, i) => factor[i].reduce((sum, l, j) => sum + l * e[j], mu))
}

const centreOf = (mean: TraitVector, cluster: Cluster) => mean.map((mu, i) => mu + cluster.mean[i])

/** Covariance of all personas: within clusters plus between them. */
export function covarianceOf({ factor, clusters = [] }: Population): number[][] {
  const between = (i: number, j: number) =>
    clusters.reduce((sum, { weight, mean }) => sum + weight * mean[i] * mean[j], 0)
  return squared(factor).map((row, i) => row.map((value, j) => value + between(i, j)))
}

const squared = (factor: Matrix) =>
  factor.map((row) => factor.map((other) => row.reduce((sum, l, k) => sum + l * other[k], 0)))

/**
 * The population in which the profile's traits have exactly these means and SDs, independent of each other, and every
 * other trait follows from them by Gaussian regression. This is how the assistant is narrowed (VALIDITY §4.1): towards
 * a spread, never a point.
 *
 * In a mixture the profile's traits are the same in every cluster, other traits follow the regression within their
 * cluster, and a cluster weighs as much more as it makes the profile's means likelier. (Bayes with a spread as evidence
 * has no one answer.)
 */
export function condition(base: Population, profile: Profile, names: readonly Trait[] = TRAITS): Population {
  const named = Object.keys(profile).map((trait) => names.indexOf(trait as Trait))
  const target = Object.values(profile)
  const sigma = squared(base.factor)
  const inner = named.map((i) => named.map((j) => sigma[i][j]))
  // Regression of each trait on the named ones: rows of Σ·K Σ_KK⁻¹.
  const slopes = sigma.map((row) =>
    solve(
      inner,
      named.map((k) => row[k]),
    ),
  )
  const shift = (centre: TraitVector) => named.map((k, n) => target[n].mean - centre[k])
  const moved = (centre: TraitVector) => {
    const by = shift(centre)
    return centre.map((mu, i) => mu + slopes[i].reduce((sum, x, n) => sum + x * by[n], 0))
  }
  const excess = inner.map((row, a) => row.map((value, b) => value - (a === b ? target[a].sd * target[a].sd : 0)))
  const removed = (i: number, j: number) =>
    slopes[i].reduce((sum, x, a) => sum + slopes[j].reduce((inside, y, b) => inside + x * excess[a][b] * y, 0), 0)
  const factor = cholesky(sigma.map((row, i) => row.map((value, j) => value - removed(i, j))))
  if (!base.clusters) return { mean: moved(base.mean), factor }
  const centres = base.clusters.map((cluster) => centreOf(base.mean, cluster))
  const distances = centres.map((centre) => dot(shift(centre), solve(inner, shift(centre))))
  return { factor, ...mixed(base.clusters, distances, centres.map(moved)) }
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)

/** Weights by likelihood at these squared Mahalanobis distances, and centres as offsets from their mean. */
function mixed(
  clusters: readonly Cluster[],
  distances: readonly number[],
  centres: readonly TraitVector[],
): Pick<Population, 'mean' | 'clusters'> {
  const nearest = Math.min(...distances)
  const likely = clusters.map(({ weight }, k) => weight * Math.exp((nearest - distances[k]) / 2))
  const total = likely.reduce((sum, x) => sum + x, 0)
  const mean = centres[0].map((_, i) => centres.reduce((sum, centre, k) => sum + (likely[k] / total) * centre[i], 0))
  return {
    mean,
    clusters: centres.map((centre, k) => ({ weight: likely[k] / total, mean: centre.map((x, i) => x - mean[i]) })),
  }
}

/** Mean and SD of some traits, in SD of the human population. */
export type Profile = Readonly<Partial<Record<Trait, { readonly mean: number; readonly sd: number }>>>

/** The helpful assistant: honest and caring, with every other trait left to the population. */
export const ASSISTANT: Profile = { HON: { mean: 1.2, sd: 0.3 }, CARE: { mean: 1.2, sd: 0.3 } }
