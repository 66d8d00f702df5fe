import { z } from 'zod'
import { Fault } from '../envs/fault.ts'
import type { Rng } from '../envs/random.ts'
import { EIGHT, type TraitSet } from './trait-set.ts'
import {
  type Cluster,
  cholesky,
  covariance,
  eigen,
  HUMAN,
  type Matrix,
  type PerTrait,
  type Population,
} from './traits.ts'

/** Cronbach's α of each trait's composite in the sample of HUMAN. */
export const ALPHA: PerTrait = [0.76, 0.83, 0.71, 0.76, 0.88, 0.81, 0.56, 0.7]

/** HUMAN divided by √(α_i α_j): the correlations if the composites were measured without error. */
export const DISATTENUATED: Matrix = HUMAN.map((row, i) =>
  row.map((r, j) => (i === j ? 1 : r / Math.sqrt(ALPHA[i] * ALPHA[j]))),
)

/** Smallest eigenvalue that a covariance may have; one below it is as good as singular. */
const LEAST = 1e-6
/** Draws of a random cross block before it is given up. */
const TRIES = 10_000

/**
 * The population of personas that the imitation corpus is written by. The defaults are N(0, Σ) with the set's own
 * correlations Σ.
 */
export const populationSettings = (set: TraitSet) =>
  z
    .strictObject({
      correlation: z
        .union(
          [
            z.enum(['human', 'disattenuated', 'random']),
            z.array(z.array(z.number().min(-1).max(1)).length(set.names.length)).length(set.names.length),
          ],
          { error: `Expected human, disattenuated, random or ${matrixText(set)}` },
        )
        .default('human')
        .describe(
          `Correlations of traits: human, disattenuated, random (their cross block, per foundation) or ${matrixText(set)}.`,
        ),
      eta: z
        .number()
        .min(0.5)
        .max(50)
        .multipleOf(0.5)
        .default(1)
        .describe(
          'Shape η of random correlations, 0.5 to 50 in halves; 1 is uniform, more is near 0 (Lewandowski et al. 2009).',
        ),
      s: z
        .number()
        .min(-1)
        .max(1.25)
        .default(1)
        .describe(
          'Factor on correlations of power and leadership with the rest, −1 (reversed) to 1.25; 0 decouples them.',
        ),
      powerLead: z
        .number()
        .gt(-1)
        .lt(1)
        .nullable()
        .default(null)
        .describe("Correlation of power and leadership, between −1 and 1; null keeps the matrix' own."),
      clusters: z
        .int()
        .min(1)
        .max(6)
        .default(1)
        .describe('Equally large clusters of personas, 1 to 6; mean and covariance overall stay the same.'),
      clusterShare: z
        .number()
        .min(0.05)
        .max(0.95)
        .default(0.5)
        .describe('Share of variance between clusters along each axis on which they differ, 0.05 to 0.95.'),
    })
    .check(({ value, issues }) => {
      const fault = issues.length > 0 || value.correlation === 'random' ? undefined : problemOf(value, set)
      if (fault) issues.push({ code: 'custom', input: value.correlation, ...fault })
    })
/** Of the eight traits. */
export const PopulationSettings = populationSettings(EIGHT)
export type PopulationSettings = z.output<typeof PopulationSettings>

function matrixText({ names: { length } }: TraitSet): string {
  return `${length === 8 ? 'an' : 'a'} ${length} × ${length} matrix`
}

type Named = Exclude<PopulationSettings['correlation'], 'random'>

interface CellProblem {
  readonly path: (string | number)[]
  readonly message: string
}

function problemOf({ correlation, s, powerLead }: PopulationSettings, set: TraitSet): CellProblem | undefined {
  if (correlation === 'disattenuated' && set !== EIGHT)
    return {
      path: ['correlation'],
      message: 'Expected no disattenuated of a custom set of traits: it names no reliabilities',
    }
  const matrix = matrixOf(correlation as Named, set)
  const cell = cellProblem(matrix, set)
  if (cell) return cell
  // The matrix as given comes first, since a dial at 0 would hide that it is no correlation matrix.
  for (const [dial, lead] of [
    [1, null],
    [s, powerLead],
  ] as const) {
    const least = smallest(dialled(matrix, dial, lead, set))
    if (least < LEAST) return indefinite(least, correlation, dial, lead)
  }
}

/** The first cell that no correlation matrix could have. */
function cellProblem(matrix: Matrix, { names }: TraitSet): CellProblem | undefined {
  for (const [i, row] of matrix.entries())
    for (let j = 0; j <= i; j++) {
      const expected = i === j ? 1 : matrix[j][i]
      if (row[j] === expected) continue
      const rule = i === j ? '1 on the diagonal' : `${expected} as in the cell across the diagonal`
      return { path: ['correlation', i, j], message: `Expected ${rule} for ${names[i]}–${names[j]}, got ${row[j]}` }
    }
}

function indefinite(least: number, correlation: unknown, s: number, powerLead: number | null): CellProblem {
  const dials = [`s ${s}`, ...(powerLead === null ? [] : [`powerLead ${powerLead}`])].join(' and ')
  const whose = typeof correlation === 'string' ? correlation : 'custom'
  return {
    path: ['correlation'],
    message: `Expected a positive definite matrix, got eigenvalue ${least.toFixed(4)} (${whose} correlations, ${dials})`,
  }
}

const matrixOf = (correlation: Named, set: TraitSet): Matrix =>
  correlation === 'human' ? set.correlations : correlation === 'disattenuated' ? DISATTENUATED : correlation

const smallest = (matrix: Matrix): number => eigen(matrix)[matrix.length - 1].value

/** The matrix with `s` on its cross block and, where given, the correlation of agentic traits replaced. */
function dialled(matrix: Matrix, s: number, powerLead: number | null, { agentic }: TraitSet): number[][] {
  const across = (i: number, j: number) => i !== j && agentic[i] && agentic[j]
  return covariance(s, matrix, (i) => agentic[i]).map((row, i) =>
    row.map((r, j) => (powerLead !== null && across(i, j) ? powerLead : r)),
  )
}

/**
 * The population that settings describe.
 * @param rng read only where `correlation` is `random`: give each foundation its own
 * @throws ZodError naming the cell or the eigenvalue where the matrix is no correlation matrix, or not positive
 * definite under the dials.
 */
export function populationOf(input: z.input<typeof PopulationSettings>, rng: Rng, set: TraitSet = EIGHT): Population {
  const settings = populationSettings(set).parse(input)
  const { correlation, s, powerLead, clusters, clusterShare } = settings
  const sigma =
    correlation === 'random'
      ? randomCovariance(settings, rng, set).sigma
      : dialled(matrixOf(correlation, set), s, powerLead, set)
  return clusters === 1
    ? { mean: sigma.map(() => 0), factor: cholesky(sigma) }
    : clustered(sigma, clusters, clusterShare)
}

/**
 * The set's correlations with their cross block, agentic × rest, from an LKJ(η) draw (Lewandowski, Kurowicka & Joe
 * 2009), drawn anew until the whole, dials included, is positive definite. `tries` counts the draws.
 * @throws Fault METTLE_NUMBER after 10 000 of them.
 */
export function randomCovariance(
  { eta, s, powerLead }: Pick<PopulationSettings, 'eta' | 's' | 'powerLead'>,
  rng: Rng,
  set: TraitSet = EIGHT,
): { readonly sigma: number[][]; readonly tries: number } {
  const { correlations, agentic } = set
  for (let tries = 1; tries <= TRIES; tries++) {
    const drawn = lkj(correlations.length, eta, rng)
    const mixed = correlations.map((row, i) => row.map((r, j) => (agentic[i] === agentic[j] ? r : drawn[i][j])))
    const sigma = dialled(mixed, s, powerLead, set)
    if (smallest(sigma) >= LEAST) return { sigma, tries }
  }
  const dials = `eta ${eta}, s ${s}, powerLead ${powerLead}`
  throw new Fault(
    'METTLE_NUMBER',
    `Expected a positive definite matrix within ${TRIES} draws, got none (${dials}); raise eta`,
  )
}

/**
 * Draws an n × n correlation matrix with density ∝ det(R)^(η−1) by the onion method of Lewandowski, Kurowicka & Joe
 * 2009, §3, row by row of its Cholesky factor. Row k is a uniform direction with squared length Beta(k/2, η + (n − 1 −
 * k)/2). Both are made of normal draws alone, hence η in halves.
 */
export function lkj(n: number, eta: number, rng: Rng): number[][] {
  const chi2 = (freedom: number) => Array.from({ length: freedom }, rng.normal).reduce((sum, x) => sum + x * x, 0)
  const lower = Array.from({ length: n }, (_, k) => {
    const row = Array.from({ length: k }, rng.normal)
    const rest = k === 0 ? 1 : chi2(2 * eta + n - 1 - k)
    const size = Math.sqrt(row.reduce((sum, x) => sum + x * x, rest))
    return [...row.map((x) => x / size), Math.sqrt(rest) / size]
  })
  return lower.map((a, i) => lower.map((b, j) => (i === j ? 1 : a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0))))
}

/**
 * A mixture of equally large clusters with covariance Σ overall. Centres stand at the corners of a regular simplex
 * along the leading count − 1 principal axes of Σ. Along each axis `share` of the variance lies between clusters; the
 * rest of Σ lies within, the same in each cluster.
 */
function clustered(sigma: Matrix, count: number, share: number): Population {
  const axes = eigen(sigma).slice(0, count - 1)
  const clusters = corners(count).map((corner): Cluster => {
    const along = axes.map(({ value }, m) => corner[m] * Math.sqrt(share * value))
    return {
      weight: 1 / count,
      mean: sigma.map((_, i) => axes.reduce((sum, { vector }, m) => sum + along[m] * vector[i], 0)),
    }
  })
  const between = (i: number, j: number) =>
    clusters.reduce((sum, { weight, mean }) => sum + weight * mean[i] * mean[j], 0)
  const within = sigma.map((row, i) => row.map((value, j) => value - between(i, j)))
  return { mean: sigma.map(() => 0), factor: cholesky(within), clusters }
}

/**
 * Helmert's contrasts: `count` equally distant points in count − 1 uncorrelated dimensions of mean 0 and variance 1.
 */
function corners(count: number): number[][] {
  const at = (j: number, m: number) => (j < m ? 1 : j === m ? -m : 0) * Math.sqrt(count / (m * (m + 1)))
  return Array.from({ length: count }, (_, j) => Array.from({ length: count - 1 }, (__, m) => at(j, m + 1)))
}
