import { APPRAISALS, type AppraisalName, type Env, type Seen } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { BASE, type Loadings, M } from './loadings.ts'
import { DIM, type TraitVector } from './traits.ts'

/** Inverse temperature of every writer's choice, per unit of preference × appraisal. */
export const BETA = 1.8
/** Number of appraisals per action. */
export const FEATURES = APPRAISALS.length

/**
 * A writer's preference for each appraisal, base + M·τ with τ its traits, [FEATURES]. It never looks ahead of a
 * decision.
 */
export function preference(traits: TraitVector, loadings: Loadings = M): Float64Array {
  const out = new Float64Array(FEATURES)
  for (let f = 0; f < FEATURES; f++) {
    let sum = BASE[APPRAISALS[f]]
    for (let t = 0; t < DIM; t++) sum += loadings[f][t] * traits[t]
    out[f] = sum
  }
  return out
}

/** What a writer must know of a decision. */
export interface Dilemma {
  /** Indices of the legal actions in the env's table. */
  readonly legal: readonly number[]
  /** Appraisals of the legal actions, [legal × FEATURES]. */
  readonly appraisals: Float64Array
}

/** Appraises all legal actions of a decision. */
export function dilemma(env: Env, seen: Seen<unknown>, mask: Uint8Array): Dilemma {
  const legal: number[] = []
  noteLegal(mask, legal)
  const appraisals = new Float64Array(legal.length * FEATURES)
  noteAppraisals(env, seen, legal, appraisals)
  return { legal, appraisals }
}

const scratch = { legal: [] as number[], appraisals: new Float64Array(0) }
const SHARES: Float64Array<ArrayBuffer>[] = []

/** An action that a writer draws. The same as of `dilemma` and `choose`, without arrays of its own. */
export function decide(env: Env, seen: Seen<unknown>, mask: Uint8Array, wants: Float64Array, rng: Rng): number {
  const { legal } = scratch
  legal.length = 0
  noteLegal(mask, legal)
  const size = legal.length * FEATURES
  if (scratch.appraisals.length < size) scratch.appraisals = new Float64Array(size)
  scratch.appraisals.fill(0, 0, size)
  noteAppraisals(env, seen, legal, scratch.appraisals)
  SHARES[legal.length] ??= new Float64Array(legal.length)
  return legal[rng.weighted(choose(scratch, wants, SHARES[legal.length]))]
}

function noteLegal(mask: Uint8Array, legal: number[]): void {
  for (let a = 0; a < mask.length; a++) if (mask[a]) legal.push(a)
}

const COLUMN: Readonly<Record<string, number>> = Object.assign(
  Object.create(null),
  Object.fromEntries(APPRAISALS.map((name, column) => [name, column])),
)

/** By the appraisal's own names, which are fewer than there are. @param into zeros, [legal × FEATURES] */
function noteAppraisals(env: Env, seen: Seen<unknown>, legal: readonly number[], into: Float64Array): void {
  for (let row = 0; row < legal.length; row++) {
    const appraisal = env.appraise(seen, env.actions[legal[row]])
    for (const name in appraisal) {
      const column = COLUMN[name]
      if (column !== undefined) into[row * FEATURES + column] = appraisal[name as AppraisalName] ?? 0
    }
  }
}

/**
 * A writer's probabilities over the legal actions, softmax(BETA · preference · appraisal), [legal].
 * @param wants preference
 */
export function choose(
  { legal, appraisals }: Dilemma,
  wants: Float64Array,
  out = new Float64Array(legal.length),
): Float64Array {
  let top = Number.NEGATIVE_INFINITY
  for (let row = 0; row < legal.length; row++) {
    let score = 0
    for (let f = 0; f < FEATURES; f++) score += wants[f] * appraisals[row * FEATURES + f]
    out[row] = BETA * score
    if (out[row] > top) top = out[row]
  }
  let total = 0
  for (let row = 0; row < legal.length; row++) {
    out[row] = Math.exp(out[row] - top)
    total += out[row]
  }
  for (let row = 0; row < legal.length; row++) out[row] /= total
  return out
}

/** Effect of each trait on the score of each legal action, [legal × DIM]: the design matrix of the inverse fit. */
export function design({ legal, appraisals }: Dilemma, loadings: Loadings = M): Float64Array {
  const out = new Float64Array(legal.length * DIM)
  for (let row = 0; row < legal.length; row++)
    for (let f = 0; f < FEATURES; f++)
      for (let t = 0; t < DIM; t++) out[row * DIM + t] += BETA * appraisals[row * FEATURES + f] * loadings[f][t]
  return out
}
