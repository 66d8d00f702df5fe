import { BASE, type Loadings } from '../../agents/loadings.ts'
import { solve } from '../../agents/traits.ts'
import { BETA, type Dilemma, design, FEATURES, softened } from '../../agents/writers.ts'
import { APPRAISALS } from '../../envs/define.ts'

/** A policy over one dilemma's legal options, in their order. */
export type Policy = ArrayLike<number>

export interface Fit {
  /** The writer nearest to the policies, [traits], in SD of independent-trait writers. */
  readonly traits: number[]
  /** Mean KL(policy ‖ that writer), nats per decision: how far the behaviour is from any persona's. */
  readonly residual: number
}

/** Isotropic and weak: it settles only directions the dilemmas do not elicit (VALIDITY §1.3). */
export const RIDGE = 1e-4

/** Prepared once a battery: base logits and design rows. */
export interface FitPlan {
  readonly offsets: readonly Float64Array[]
  readonly designs: readonly Float64Array[]
}

/** Traits of the plan. */
const traitsIn = ({ designs, offsets }: FitPlan): number => designs[0].length / offsets[0].length

export function planFit(dilemmas: readonly Dilemma[], loadings?: Loadings): FitPlan {
  return {
    designs: dilemmas.map((each) => design(each, loadings)),
    offsets: dilemmas.map(({ legal, appraisals }) =>
      Float64Array.from(legal, (_, row) =>
        APPRAISALS.reduce((sum, name, f) => sum + BETA * BASE[name] * appraisals[row * FEATURES + f], 0),
      ),
    ),
  }
}

/**
 * Conditional logit of traits on policies: minimises mean KL(π ‖ writer(τ)) + RIDGE/2 · |τ|² by damped Newton (convex,
 * so the start moves no figure, and a near one saves steps).
 * @param policies one per dilemma of the plan @param items the dilemmas that are read, all unless given
 * @param start traits from which the search goes out
 */
export function inverseFit(
  plan: FitPlan,
  policies: readonly Policy[],
  items: readonly number[] = policies.map((_, d) => d),
  start: readonly number[] = new Array<number>(traitsIn(plan)).fill(0),
): Fit {
  const observed = observe(plan, policies, items)
  let traits = [...start]
  let at = evaluate(plan, items, observed, traits)
  for (let iteration = 0; iteration < 60; iteration++) {
    const newton = solve(at.hessian, at.gradient)
    let size = 1
    let next = at
    let moved = traits
    for (; size > 1e-4; size /= 2) {
      moved = traits.map((value, t) => value - size * newton[t])
      next = evaluate(plan, items, observed, moved)
      if (next.objective <= at.objective) break
    }
    const gained = at.objective - next.objective
    if (gained <= 0) break
    traits = moved
    at = next
    if (gained < 1e-12) break
  }
  return { traits, residual: at.divergence }
}

/** All that the objective hears of the policies. */
interface Observed {
  /** Mean over dilemmas of Σ p · x, [traits]. */
  readonly mean: Float64Array
  /** Mean over dilemmas of Σ p · (log p − offset). */
  readonly constant: number
}

function observe({ offsets, designs }: FitPlan, policies: readonly Policy[], items: readonly number[]): Observed {
  const width = traitsIn({ designs, offsets })
  const mean = new Float64Array(width)
  let constant = 0
  for (const d of items) {
    const [x, policy] = [designs[d], policies[d]]
    for (let a = 0; a < policy.length; a++) {
      const p = policy[a] / items.length
      if (policy[a] > 0) constant += p * (Math.log(policy[a]) - offsets[d][a])
      for (let t = 0; t < width; t++) mean[t] += p * x[a * width + t]
    }
  }
  return { mean, constant }
}

interface Evaluation {
  readonly objective: number
  readonly divergence: number
  readonly gradient: number[]
  readonly hessian: number[][]
}

/**
 * With q the writer's choice and Z its normaliser, mean KL = constant + mean log Z − τ · mean; its gradient is the mean
 * of E_q[x] less that of E_p[x], its Hessian the mean covariance of x under q.
 */
function evaluate(
  { offsets, designs }: FitPlan,
  items: readonly number[],
  observed: Observed,
  traits: readonly number[],
): Evaluation {
  const gradient = traits.map((value, t) => RIDGE * value - observed.mean[t])
  const width = traits.length
  const second = new Float64Array(width * width)
  const mean = new Float64Array(width)
  const share = 1 / items.length
  let divergence = observed.constant
  for (const d of items) {
    divergence += share * chosen(offsets[d], designs[d], traits, share, mean, second)
    for (let t = 0; t < width; t++) {
      gradient[t] += share * mean[t]
      for (let u = 0; u <= t; u++) second[t * width + u] -= share * mean[t] * mean[u]
    }
  }
  let penalty = 0
  for (let t = 0; t < width; t++) {
    divergence -= traits[t] * observed.mean[t]
    penalty += (RIDGE / 2) * traits[t] * traits[t]
  }
  const hessian = traits.map((_, t) =>
    traits.map((__, u) => second[Math.max(t, u) * width + Math.min(t, u)] + (t === u ? RIDGE : 0)),
  )
  return { objective: divergence + penalty, divergence, gradient, hessian }
}

/** The exponentials of one dilemma's options. */
let weights = new Float64Array(16)

/**
 * A writer's choice in one dilemma: log of its normaliser.
 * @param mean becomes E_q[x], [traits] @param second gains share · E_q[x xᵀ], its lower triangle, [traits × traits]
 */
function chosen(
  offset: Float64Array,
  x: Float64Array,
  traits: readonly number[],
  share: number,
  mean: Float64Array,
  second: Float64Array,
): number {
  const count = offset.length
  const width = traits.length
  if (weights.length < count) weights = new Float64Array(count)
  let top = Number.NEGATIVE_INFINITY
  for (let a = 0; a < count; a++) {
    let score = offset[a]
    for (let t = 0; t < width; t++) score += x[a * width + t] * traits[t]
    weights[a] = score
    if (score > top) top = score
  }
  let total = 0
  for (let a = 0; a < count; a++) {
    weights[a] = Math.exp(weights[a] - top)
    total += weights[a]
  }
  mean.fill(0)
  for (let a = 0; a < count; a++) {
    const q = weights[a] / total
    for (let t = 0; t < width; t++) {
      const lever = q * x[a * width + t]
      if (lever === 0) continue
      mean[t] += lever
      for (let u = 0; u <= t; u++) second[t * width + u] += share * lever * x[a * width + u]
    }
  }
  return top + Math.log(total)
}

/** What a writer with these traits chooses in one dilemma: probabilities of the legal options. */
export function softmax(offset: Float64Array, x: Float64Array, traits: readonly number[]): Float64Array {
  const scores = Float64Array.from(offset)
  const width = traits.length
  for (let a = 0; a < scores.length; a++) for (let t = 0; t < width; t++) scores[a] += x[a * width + t] * traits[t]
  return softened(scores)
}
