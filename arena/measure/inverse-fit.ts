import { BASE, type Loadings } from '../../agents/loadings.ts'
import { DIM, solve } from '../../agents/traits.ts'
import { BETA, type Dilemma, design, FEATURES } from '../../agents/writers.ts'
import { APPRAISALS } from '../../envs/define.ts'

/** A policy over one dilemma's legal options, in their order. */
export type Policy = ArrayLike<number>

export interface Fit {
  /** The writer nearest to the policies, [DIM], in SD of independent-trait writers. */
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
 * so the start does not matter).
 */
export function inverseFit(plan: FitPlan, policies: readonly Policy[]): Fit {
  let traits = new Array<number>(DIM).fill(0)
  let at = evaluate(plan, policies, traits)
  for (let iteration = 0; iteration < 60; iteration++) {
    const newton = solve(at.hessian, at.gradient)
    let size = 1
    let next = at
    let moved = traits
    for (; size > 1e-4; size /= 2) {
      moved = traits.map((value, t) => value - size * newton[t])
      next = evaluate(plan, policies, moved)
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

interface Evaluation {
  readonly objective: number
  readonly divergence: number
  readonly gradient: number[]
  readonly hessian: number[][]
}

function evaluate({ offsets, designs }: FitPlan, policies: readonly Policy[], traits: readonly number[]): Evaluation {
  const gradient = traits.map((value) => RIDGE * value)
  const hessian = traits.map((_, i) => traits.map((__, j) => (i === j ? RIDGE : 0)))
  const share = 1 / policies.length
  const mean = new Float64Array(DIM)
  let divergence = 0
  for (let d = 0; d < policies.length; d++) {
    const x = designs[d]
    const q = softmax(offsets[d], x, traits)
    mean.fill(0)
    for (let a = 0; a < q.length; a++) for (let t = 0; t < DIM; t++) mean[t] += q[a] * x[a * DIM + t]
    for (let a = 0; a < q.length; a++) {
      const p = policies[d][a]
      if (p > 0) divergence += share * p * Math.log(p / q[a])
      for (let t = 0; t < DIM; t++) {
        gradient[t] += share * (q[a] - p) * x[a * DIM + t]
        const lever = share * q[a] * (x[a * DIM + t] - mean[t])
        if (lever !== 0) for (let u = 0; u <= t; u++) hessian[t][u] += lever * (x[a * DIM + u] - mean[u])
      }
    }
  }
  for (let t = 0; t < DIM; t++) for (let u = 0; u < t; u++) hessian[u][t] = hessian[t][u]
  const penalty = traits.reduce((sum, value) => sum + (RIDGE / 2) * value * value, 0)
  return { objective: divergence + penalty, divergence, gradient, hessian }
}

export function softmax(offset: Float64Array, x: Float64Array, traits: readonly number[]): Float64Array {
  const out = new Float64Array(offset.length)
  let top = Number.NEGATIVE_INFINITY
  for (let a = 0; a < out.length; a++) {
    out[a] = offset[a]
    for (let t = 0; t < DIM; t++) out[a] += x[a * DIM + t] * traits[t]
    if (out[a] > top) top = out[a]
  }
  let total = 0
  for (let a = 0; a < out.length; a++) {
    out[a] = Math.exp(out[a] - top)
    total += out[a]
  }
  for (let a = 0; a < out.length; a++) out[a] /= total
  return out
}
