import { APPRAISALS, type AppraisalName, type Env, type Seen } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { BASE, type Loadings, M } from './loadings.ts'
import type { TraitVector } from './traits.ts'

/** Inverse temperature of every writer's choice, per unit of preference × appraisal. */
export const BETA = 1.8
/** Number of appraisals per action. */
export const FEATURES = APPRAISALS.length

const BASES = Float64Array.from(APPRAISALS, (name) => BASE[name])

/**
 * A writer's preference for each appraisal, base + M·τ with τ its traits, [FEATURES]. It never looks ahead of a
 * decision.
 */
export function preference(traits: TraitVector, loadings: Loadings = M): Float64Array {
  const out = Float64Array.from(BASES)
  for (let f = 0; f < FEATURES; f++) {
    const row = loadings[f]
    for (let t = 0; t < row.length; t++) out[f] += row[t] * traits[t]
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
  for (let row = 0; row < legal.length; row++) {
    let score = 0
    for (let f = 0; f < FEATURES; f++) score += wants[f] * appraisals[row * FEATURES + f]
    out[row] = BETA * score
  }
  return softened(out)
}

/** Softmax in place. */
export function softened(scores: Float64Array): Float64Array {
  let top = Number.NEGATIVE_INFINITY
  for (let row = 0; row < scores.length; row++) if (scores[row] > top) top = scores[row]
  let total = 0
  for (let row = 0; row < scores.length; row++) {
    scores[row] = Math.exp(scores[row] - top)
    total += scores[row]
  }
  for (let row = 0; row < scores.length; row++) scores[row] /= total
  return scores
}

/** A writer's probabilities over the legal actions of dilemma `d` of a list, in `out`. */
export type Chooser = (d: number, wants: Float64Array, out: Float64Array) => Float64Array

/** `choose` for many writers on the same dilemmas: of their appraisals, most of which are 0, the others are kept. */
export function chooserOf(dilemmas: readonly Dilemma[]): Chooser {
  const sparse = dilemmas.map(({ legal, appraisals }) => {
    const found = Array.from(appraisals.keys()).filter((i) => appraisals[i] !== 0)
    const ends = Int32Array.from(
      { length: legal.length + 1 },
      (_, row) => found.filter((i) => i < row * FEATURES).length,
    )
    const features = Int32Array.from(found, (i) => i % FEATURES)
    return { ends, features, values: Float64Array.from(found, (i) => appraisals[i]) }
  })
  return (d, wants, out) => {
    const { ends, features, values } = sparse[d]
    for (let row = 0; row < out.length; row++) {
      let score = 0
      for (let i = ends[row]; i < ends[row + 1]; i++) score += wants[features[i]] * values[i]
      out[row] = BETA * score
    }
    return softened(out)
  }
}

/** Effect of each trait on the score of each legal action, [legal × traits]: the design matrix of the inverse fit. */
export function design({ legal, appraisals }: Dilemma, loadings: Loadings = M): Float64Array {
  const width = loadings[0].length
  const out = new Float64Array(legal.length * width)
  for (let row = 0; row < legal.length; row++)
    for (let f = 0; f < FEATURES; f++)
      for (let t = 0; t < width; t++) out[row * width + t] += BETA * appraisals[row * FEATURES + f] * loadings[f][t]
  return out
}
