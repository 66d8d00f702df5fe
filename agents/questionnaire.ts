import { DIM, type TraitVector } from './traits.ts'

/**
 * The questionnaire by which an agent states its traits: 20 items per trait on 5 points (1 "not at all like me" … 5
 * "just like me"), each about one trait alone, every second one reverse-keyed. Items follow Samejima's graded response
 * model with the logistic link: a writer with trait τ answers above category c with probability σ(a·(τ − b − δ_c)). The
 * mirror item asks the opposite with the same a and b, so that a writer's expected answers to the two sum to 6 whatever
 * its trait. Discriminations a and locations b are declared below, as a questionnaire's manual does. Source: Samejima
 * 1969 (Psychometrika Monograph 17); balanced keying against acquiescence: Ray 1983, J. Soc. Psychol. 121; item count
 * and keying: `science.md` §5 "Stated".
 */
export const ITEMS_PER_TRAIT = 20
/** Number of items about the eight traits, all together. */
export const ITEMS = DIM * ITEMS_PER_TRAIT

/** Answers run from 1 to POINTS. */
export const POINTS = 5
/** The answer that leans neither way. */
export const MIDPOINT = (1 + POINTS) / 2

/** The steps δ_c between the answers of an item, in SD of the trait from its location. */
const STEPS = [-1.5, -0.5, 0.5, 1.5] as const
/** Mirrored pairs of items per trait. */
const PAIRS = ITEMS_PER_TRAIT / 2
/** Slope a of each pair (logistic, per SD of the trait), the same in every scale. */
const SLOPES = [1.2, 1.6, 2, 1.6, 1.2, 1.2, 1.6, 2, 1.6, 1.2] as const
/** Location b of each pair, SD of the trait; sharp and blunt items stand at easy and hard places alike. */
const LOCATIONS = [-2, -1.5, -1, -0.6, -0.2, 0.2, 0.6, 1, 1.5, 2] as const

/** Index of the trait that an item is about. Items stand trait by trait, pair by pair, forward then reverse. */
export const traitOf = (item: number): number => Math.floor(item / ITEMS_PER_TRAIT)
export const reversed = (item: number): boolean => item % 2 === 1

/** exp(a · δ_c) of each pair, so that an answer takes one exponential. */
const FACTORS = SLOPES.map((slope) => STEPS.map((step) => Math.exp(slope * step)))

/** A writer's expected answer to the forward item of a pair, 1 … 5. */
function forward(trait: number, pair: number): number {
  const odds = Math.exp(SLOPES[pair] * (LOCATIONS[pair] - trait))
  const factors = FACTORS[pair]
  let answer = 1
  for (let c = 0; c < factors.length; c++) answer += 1 / (1 + odds * factors[c])
  return answer
}

/** A writer's expected answers, 20 a trait, each 1 … 5. @param out where to write them, from `at` on */
export function answersOf(
  traits: TraitVector,
  out = new Float32Array(traits.length * ITEMS_PER_TRAIT),
  at = 0,
): Float32Array {
  for (let t = 0; t < traits.length; t++)
    for (let pair = 0; pair < PAIRS; pair++) {
      const answer = forward(traits[t], pair)
      const item = at + t * ITEMS_PER_TRAIT + 2 * pair
      out[item] = answer
      out[item + 1] = 2 * MIDPOINT - answer
    }
  return out
}

/** Expected answers of several writers, [writers × items]. */
export function answersTo(writers: readonly TraitVector[]): Float32Array {
  const items = writers[0].length * ITEMS_PER_TRAIT
  const out = new Float32Array(writers.length * items)
  writers.forEach((traits, w) => void answersOf(traits, out, w * items))
  return out
}

/** Expected mean answer to the items of one trait, reverse ones turned round, of a writer with this value of it. */
const keyed = (trait: number): number =>
  Array.from({ length: PAIRS }, (_, pair) => forward(trait, pair)).reduce((sum, x) => sum + x, 0) / PAIRS

/** Norms of every trait: mean and SD of `keyed` over N(0, 1), by the trapezium rule on ±6 SD. */
export const NORMS = norms()

function norms(): { readonly mean: number; readonly sd: number } {
  let [total, sum, squares] = [0, 0, 0]
  for (let i = -300; i <= 300; i++) {
    const trait = i / 50
    const [weight, value] = [Math.exp((-trait * trait) / 2), keyed(trait)]
    total += weight
    sum += weight * value
    squares += weight * value * value
  }
  const mean = sum / total
  return { mean, sd: Math.sqrt(squares / total - mean * mean) }
}

/** Answers with reverse-keyed ones turned round, [traits][ITEMS_PER_TRAIT]. */
const keyedByScale = (answers: ArrayLike<number>): number[][] =>
  Array.from({ length: answers.length / ITEMS_PER_TRAIT }, (_, t) =>
    Array.from({ length: ITEMS_PER_TRAIT }, (__, k) => {
      const item = t * ITEMS_PER_TRAIT + k
      return reversed(item) ? 2 * MIDPOINT - answers[item] : answers[item]
    }),
  )

/** Stated traits, in SD of writers with independent traits. @param answers 20 a trait, 1 … 5 */
export const scored = (answers: ArrayLike<number>): number[] =>
  keyedByScale(answers).map((own) => (average(own) - NORMS.mean) / NORMS.sd)

/**
 * Yea-saying: the mean raw answer less the midpoint, in points. Keys are balanced, so that traits cancel.
 * @param answers [ITEMS], 1 … 5
 */
export const acquiescence = (answers: ArrayLike<number>): number => average(Array.from(answers)) - MIDPOINT

/**
 * Cronbach's α (1951): k/(k − 1) · (1 − Σ item variances / variance of the sum); 0 where nobody differs.
 * @param rows respondents × k keyed answers
 */
export function cronbach(rows: readonly (readonly number[])[]): number {
  const k = rows[0].length
  const whole = variance(rows.map((row) => k * average(row)))
  if (whole === 0) return 0
  const parts = rows[0].reduce((sum, _, i) => sum + variance(rows.map((row) => row[i])), 0)
  return (k / (k - 1)) * (1 - parts / whole)
}

/** Cronbach's α of the items of each trait over respondents. @param answers [respondents][items], 1 … 5 */
export function reliability(answers: readonly ArrayLike<number>[]): number[] {
  const scales = answers.map(keyedByScale)
  return scales[0].map((_, t) => cronbach(scales.map((each) => each[t])))
}

const average = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

function variance(values: readonly number[]): number {
  const mean = average(values)
  return values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (values.length - 1)
}
