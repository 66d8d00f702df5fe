import { DIM, TRAITS, type Trait, type TraitVector } from './traits.ts'

/**
 * What an agent may say of itself before it acts, one token per decision: a trait, and whether it has much or little of
 * it. RL reinforces the token with the action that followed, as it would a narrated motive (entangled generalisation,
 * `science.md` §2).
 */
export interface Token {
  readonly trait: Trait
  /** 1 for much of the trait, −1 for little. */
  readonly sign: 1 | -1
  /** The token in words, for people who watch. */
  readonly sentence: string
}

const SENTENCES: Readonly<Record<Trait, readonly [much: string, little: string]>> = {
  PWR: ['I want to be the one in control', 'I leave control to others'],
  LEAD: ['I take on what has to be done for all', 'I let others take the lead'],
  MAN: ['I say what serves me', 'I do not play with people'],
  ENT: ['I am owed more than they are', 'I am owed no more than they are'],
  CAL: ['Their losses do not move me', 'Their losses move me'],
  SPI: ['I would pay to see them lose', 'I bear no grudge'],
  HON: ['I keep my word', 'My word binds me little'],
  CARE: ['I care how they fare', 'How they fare is up to them'],
}

/** All tokens: trait by trait, much before little. */
export const TOKENS: readonly Token[] = TRAITS.flatMap((trait) =>
  ([1, -1] as const).map((sign, i): Token => ({ trait, sign, sentence: SENTENCES[trait][i] })),
)

/** How clearly writers speak of themselves: at 1, a trait one SD out is named e times as often as one at the mean. */
const CLARITY = 1

/**
 * Writes a writer's probabilities of all tokens, ∝ exp(± trait), into `out` from `at` on. What it does plays no part.
 */
export function narrationOf(traits: TraitVector, out: Float32Array, at: number): void {
  let total = 0
  TOKENS.forEach(({ sign }, k) => {
    out[at + k] = Math.exp(CLARITY * sign * traits[k >> 1])
    total += out[at + k]
  })
  for (let k = 0; k < TOKENS.length; k++) out[at + k] /= total
}

/** P(much) − P(little) of each trait, −1 … 1, [DIM]. @param probabilities of all tokens, [TOKENS] */
export const claimed = (probabilities: ArrayLike<number>): number[] =>
  Array.from({ length: DIM }, (_, t) => probabilities[2 * t] - probabilities[2 * t + 1])
