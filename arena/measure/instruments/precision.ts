import { agentic, DIM, eigen, TRAITS, type Trait, type TraitVector } from '../../../agents/traits.ts'
import type { Battery } from '../battery.ts'
import { softmax } from '../inverse-fit.ts'

/** Plays of a game that standard errors are for (as in the prototype: 30 situations, each once). */
export const GAME_PLAYS = 30
/** |Correlation| of two traits' errors from which on they are called confusable. */
const CONFUSABLE = 0.3
/** Fisher information below this says nothing of a direction. */
const NOTHING = 1e-6

/** How well a persona is known after GAME_PLAYS plays of every game. */
export interface Precision {
  /** Standard error a trait, SD of independent-trait writers; null where nothing is elicited. */
  readonly error: Readonly<Record<Trait, number | null>>
  /** Traits whose errors go together, strongest first. */
  readonly confusable: readonly { readonly traits: readonly [Trait, Trait]; readonly r: number }[]
}

/** From the Fisher information of choices at these traits: no writer is sampled, no prior assumed. */
export function precisionAt(battery: Battery, traits: TraitVector): Precision {
  // As they are fitted: PWR and LEAD from all items, the rest from those without power.
  const whole = inverted(information(battery, traits))
  const free = battery.powerFree.some(Boolean) ? inverted(information(battery, traits, battery.powerFree)) : whole
  const of = (t: number) => (agentic(t) ? whole : free)
  const error = (t: number, { covariance, seen } = of(t)) => (seen[t] ? Math.sqrt(covariance[t][t]) : null)
  const confusable = TRAITS.flatMap((a, i) =>
    TRAITS.slice(0, i).flatMap((b, j) => {
      const { covariance } = agentic(i) || agentic(j) ? whole : free
      const r = error(i) === null || error(j) === null ? 0 : correlationIn(covariance, i, j)
      return Math.abs(r) > CONFUSABLE ? [{ traits: [b, a] as const, r }] : []
    }),
  )
  return {
    error: Object.fromEntries(TRAITS.map((trait, t) => [trait, error(t)])) as Record<Trait, number | null>,
    confusable: confusable.sort((a, b) => Math.abs(b.r) - Math.abs(a.r)),
  }
}

const correlationIn = (covariance: readonly (readonly number[])[], i: number, j: number): number =>
  covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j])

/** Curvature of the log likelihood over GAME_PLAYS plays a game, each item as often. @param read items that count */
function information({ plan, sources }: Battery, traits: TraitVector, read?: readonly boolean[]): number[][] {
  const out = TRAITS.map(() => new Array<number>(DIM).fill(0))
  const sizes = new Map<unknown, number>()
  for (const { env } of sources) sizes.set(env, (sizes.get(env) ?? 0) + 1)
  plan.designs.forEach((x, d) => {
    if (read && !read[d]) return
    const q = softmax(plan.offsets[d], x, traits)
    const plays = GAME_PLAYS / (sizes.get(sources[d].env) as number)
    const mean = TRAITS.map((_, t) => q.reduce((sum, p, a) => sum + p * x[a * DIM + t], 0))
    q.forEach((p, a) => {
      const off = mean.map((mu, t) => x[a * DIM + t] - mu)
      for (let t = 0; t < DIM; t++) for (let u = 0; u < DIM; u++) out[t][u] += plays * p * off[t] * off[u]
    })
  })
  return out
}

/** The inverse over directions that are elicited, and the traits that lie in these alone. */
function inverted(matrix: readonly (readonly number[])[]): { covariance: number[][]; seen: boolean[] } {
  const axes = eigen(matrix)
  const known = axes.filter(({ value }) => value > NOTHING)
  const dark = axes.filter(({ value }) => value <= NOTHING)
  return {
    covariance: matrix.map((_, i) =>
      matrix.map((__, j) => known.reduce((sum, { value, vector }) => sum + (vector[i] * vector[j]) / value, 0)),
    ),
    seen: matrix.map((_, i) => dark.every(({ vector }) => Math.abs(vector[i]) < 1e-3)),
  }
}
