import type { Scenes } from '../../agents/evidence.ts'
import { cholesky, type Population, solve, type TraitVector } from '../../agents/traits.ts'
import { choose, preference } from '../../agents/writers.ts'
import type { Rng } from '../../envs/random.ts'
import { type FitPlan, planFit, softmax } from './inverse-fit.ts'

/** One act of a writer: the scene, and the place of the chosen option among its legal ones. */
export interface Act {
  readonly scene: number
  readonly choice: number
}

/** N(mean, factor·factorᵀ) over traits. */
export type Belief = Population

/**
 * The ideal observer: who knows the population, the appraisals and how writers choose, and learns a writer's traits
 * from its acts by Bayes' rule. Its posterior is taken as Gaussian at its mode (Laplace); the log posterior is concave,
 * so there is one. It is the yardstick of what a network could infer from as many acts (VALIDITY §7.1).
 */
export function createObserver({ dilemmas, loadings }: Pick<Scenes, 'dilemmas' | 'loadings'>, prior: Population) {
  const plan = planFit(dilemmas, loadings)
  const precision = inverse(prior.factor.map((row) => prior.factor.map((other) => dot(row, other))))
  return (acts: readonly Act[]): Belief => infer(plan, acts, prior.mean, precision)
}

const STEPS = 12

function infer(
  { offsets, designs }: FitPlan,
  acts: readonly Act[],
  centre: TraitVector,
  precision: number[][],
): Belief {
  let traits = [...centre]
  let curvature = precision
  for (let step = 0; step < STEPS; step++) {
    const away = traits.map((value, t) => value - centre[t])
    const gradient = precision.map((row) => dot(row, away))
    curvature = precision.map((row) => [...row])
    for (const { scene, choice } of acts) observe(offsets[scene], designs[scene], choice, traits, gradient, curvature)
    const move = solve(curvature, gradient)
    // Newton on a concave function overshoots only where it is flat: no step of more than one SD per trait.
    const size = Math.min(1, 1 / Math.max(...move.map(Math.abs)))
    traits = traits.map((value, t) => value - size * move[t])
    if (Math.max(...move.map(Math.abs)) < 1e-6) break
  }
  return { mean: traits, factor: cholesky(inverse(curvature)) }
}

/** Adds one act's slope and curvature of −log likelihood. */
function observe(
  offset: Float64Array,
  x: Float64Array,
  choice: number,
  traits: readonly number[],
  gradient: number[],
  curvature: number[][],
): void {
  const q = softmax(offset, x, traits)
  const width = traits.length
  const mean = new Array<number>(width).fill(0)
  for (let a = 0; a < q.length; a++) for (let t = 0; t < width; t++) mean[t] += q[a] * x[a * width + t]
  for (let t = 0; t < width; t++) gradient[t] += mean[t] - x[choice * width + t]
  for (let a = 0; a < q.length; a++)
    for (let t = 0; t < width; t++) {
      const lever = q[a] * (x[a * width + t] - mean[t])
      if (lever !== 0) for (let u = 0; u < width; u++) curvature[t][u] += lever * (x[a * width + u] - mean[u])
    }
}

/** A writer's acts in scenes drawn by weight. */
export function actsOf(
  { dilemmas, weights, loadings }: Pick<Scenes, 'dilemmas' | 'weights' | 'loadings'>,
  traits: TraitVector,
  count: number,
  rng: Rng,
): Act[] {
  const wants = preference(traits, loadings)
  return Array.from({ length: count }, () => {
    const scene = rng.weighted(weights)
    return { scene, choice: rng.weighted(choose(dilemmas[scene], wants)) }
  })
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)

function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const columns = matrix.map((_, i) =>
    solve(
      matrix,
      matrix.map((__, j) => (i === j ? 1 : 0)),
    ),
  )
  return columns.map((_, i) => columns.map((column) => column[i]))
}
