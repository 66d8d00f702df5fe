import type { AppraisalName } from '../envs/define.ts'
import { APPRAISALS } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'

/**
 * PWR control over others as an end · LEAD taking charge for all · MAN manipulation · ENT entitlement · CAL indifference to
 * others' loss · SPI paying to hurt · HON truthfulness and promises · CARE weight on others' payoff.
 */
export const TRAITS = ['PWR', 'LEAD', 'MAN', 'ENT', 'CAL', 'SPI', 'HON', 'CARE'] as const
export type Trait = (typeof TRAITS)[number]
export const DIM = TRAITS.length
export const index = (trait: Trait): number => TRAITS.indexOf(trait)

/** Sign of each trait in D, the dark composite (Moshagen et al. 2018): D = mean of MAN, ENT, CAL, SPI and −HON. */
export const DARK: Readonly<Partial<Record<Trait, 1 | -1>>> = { MAN: 1, ENT: 1, CAL: 1, SPI: 1, HON: -1 }

/**
 * Correlations of unit-weight composites in the Open Psychometrics AMBI release (December 2019), 181 items, n = 2017
 * complete answers, α .56–.88; one self-selected online sample. Order as TRAITS.
 */
export const HUMAN: readonly (readonly number[])[] = [
  [1, 0.55, 0.45, 0.62, 0.3, 0.39, -0.26, 0.02],
  [0.55, 1, 0.18, 0.43, 0.06, 0.06, 0.01, 0.28],
  [0.45, 0.18, 1, 0.39, 0.45, 0.43, -0.53, 0.0],
  [0.62, 0.43, 0.39, 1, 0.16, 0.29, -0.29, 0.11],
  [0.3, 0.06, 0.45, 0.16, 1, 0.36, -0.39, -0.42],
  [0.39, 0.06, 0.43, 0.29, 0.36, 1, -0.41, -0.21],
  [-0.26, 0.01, -0.53, -0.29, -0.39, -0.41, 1, 0.19],
  [0.02, 0.28, 0.0, 0.11, -0.42, -0.21, 0.19, 1],
]

/** Σ_s: the cross block {PWR, LEAD} × rest multiplied by `s` ∈ [−1, 1.25]; marginals and within-block structure stay. */
export function covariance(s: number): number[][] {
  const agentic = (i: number) => i < 2
  return HUMAN.map((row, i) => row.map((r, j) => (agentic(i) === agentic(j) ? r : s * r)))
}

/**
 * Lower Cholesky factor.
 * @throws RangeError naming the pivot when the matrix is not positive definite.
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length
  const lower = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j]
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k]
      if (i !== j) lower[i][j] = sum / lower[j][j]
      else if (sum > 0) lower[i][i] = Math.sqrt(sum)
      else throw new RangeError(`Expected a positive definite matrix, got pivot ${sum} in row ${i}`)
    }
  }
  return lower
}

/** Solves A x = b for a positive definite A. */
export function solve(matrix: readonly (readonly number[])[], b: readonly number[]): number[] {
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

export type TraitVector = readonly number[]

/** A population of personas: N(mean, factor·factorᵀ). */
export interface Population {
  readonly mean: TraitVector
  readonly factor: readonly (readonly number[])[]
}

export const population = (s: number): Population => ({ mean: new Array(DIM).fill(0), factor: cholesky(covariance(s)) })

/** Independent traits, unit variance: what instruments are calibrated on, so the ruler carries no correlation. */
export const INDEPENDENT: Population = {
  mean: new Array(DIM).fill(0),
  factor: TRAITS.map((_, i) => TRAITS.map((__, j) => (i === j ? 1 : 0))),
}

export function samplePersona({ mean, factor }: Population, rng: Rng): number[] {
  const e = mean.map(() => rng.normal())
  return mean.map((mu, i) => factor[i].reduce((sum, l, j) => sum + l * e[j], mu))
}

/**
 * The population in which the profile's traits have exactly these means and SDs, independent of each other, and every other
 * trait follows as the Gaussian regression on them says. This is how the assistant is narrowed (VALIDITY §4.1): towards a spread,
 * never a point.
 */
export function condition(base: Population, profile: Profile): Population {
  const named = Object.keys(profile).map((trait) => index(trait as Trait))
  const target = Object.values(profile)
  const sigma = base.factor.map((row) => base.factor.map((other) => row.reduce((sum, l, k) => sum + l * other[k], 0)))
  const inner = named.map((i) => named.map((j) => sigma[i][j]))
  // Regression of each trait on the named ones: rows of Σ·K Σ_KK⁻¹.
  const slopes = sigma.map((row) =>
    solve(
      inner,
      named.map((k) => row[k]),
    ),
  )
  const shift = named.map((k, n) => target[n].mean - base.mean[k])
  const excess = inner.map((row, a) => row.map((value, b) => value - (a === b ? target[a].sd * target[a].sd : 0)))
  const removed = (i: number, j: number) =>
    slopes[i].reduce((sum, x, a) => sum + slopes[j].reduce((inside, y, b) => inside + x * excess[a][b] * y, 0), 0)
  return {
    mean: base.mean.map((mu, i) => mu + slopes[i].reduce((sum, x, n) => sum + x * shift[n], 0)),
    factor: cholesky(sigma.map((row, i) => row.map((value, j) => value - removed(i, j)))),
  }
}

export type Profile = Readonly<Partial<Record<Trait, { readonly mean: number; readonly sd: number }>>>

/** The helpful assistant: honest and caring, every other trait left to the population. */
export const ASSISTANT: Profile = { HON: { mean: 1.2, sd: 0.3 }, CARE: { mean: 1.2, sd: 0.3 } }

/** Trait-free preferences: what everybody wants and shuns. */
export const BASE: Readonly<Record<AppraisalName, number>> = {
  gain: 1,
  task: 0.8,
  control: 0.2,
  initiative: 0.2,
  deceit: -0.4,
  coercion: -0.4,
  advantage: 0,
  harm: -0.5,
  spite: -0.5,
  breach: -0.5,
  exploit: -0.3,
  benefit: 0.3,
}

/** Trait → appraisal. PWR and LEAD load on nothing but control and initiative; rank 8, condition number below 5. */
export const LOADINGS: Readonly<Record<AppraisalName, Readonly<Partial<Record<Trait, number>>>>> = {
  gain: {},
  task: {},
  control: { PWR: 1 },
  initiative: { LEAD: 1 },
  deceit: { MAN: 0.8, HON: -0.3 },
  coercion: { MAN: 0.4 },
  advantage: { ENT: 1 },
  harm: { CAL: 1, CARE: -0.2 },
  spite: { SPI: 1 },
  breach: { HON: -0.8 },
  exploit: { HON: -0.6 },
  benefit: { CARE: 1 },
}

/** M as a dense matrix, appraisals × traits. */
export const M: readonly (readonly number[])[] = APPRAISALS.map((a) => TRAITS.map((t) => LOADINGS[a][t] ?? 0))
