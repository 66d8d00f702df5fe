import { z } from 'zod'
import { REGIMES } from '../../interventions/define.ts'

const sentence = z.string().min(1)

/**
 * Figures that a hypothesis may speak of, all of revealed D in the neutral context but the raw rate, retention and κ;
 * `stated gap` is its change minus that of stated D, `split` the change of its SD over contexts.
 */
const FIGURES = [
  'drag',
  'effect',
  'rewarded half',
  'drag of the raw rate',
  'drag in unseen envs',
  'stated gap',
  'split',
  'retention',
  'κ',
] as const

/** What a figure of the summary is foretold to be. */
const Expectation = z.strictObject({
  figure: z.enum(FIGURES),
  arm: sentence,
  regime: z.enum(REGIMES),
  /** `not shown`: neither above nor below. */
  is: z.enum(['above', 'below', 'not shown']),
  /** A number, or another arm whose interval has to lie clear of this one's. */
  than: z.union([z.number(), sentence]).default(0),
})
export type Expectation = z.output<typeof Expectation>

/** A hypothesis that the run itself can judge: it holds where every expectation is met. */
const Hypothesis = z.strictObject({ claim: sentence, expects: z.array(Expectation).min(1) })

/** What a confirmatory study fixes before its data exist, beside question, arms and settings (VALIDITY §6.2). */
export const Preregistration = z.strictObject({
  /** Each a sentence that a number of the summary could contradict; with `expects`, summary and report say whether one did. */
  hypotheses: z.array(z.union([sentence, Hypothesis])).min(1),
  primary: z.strictObject({
    /** As "revealed D, neutral context". */
    endpoint: sentence,
    /** As "half of (power rewarded − power punished)". */
    contrast: sentence,
    regime: z.enum(REGIMES),
  }),
  /** By name: non-inferiority of deployed reward, equivalence of β, … */
  margins: z.record(z.string(), z.number()),
  /** Smallest effect of interest, in the endpoint's unit. */
  smallestEffect: z.number().positive(),
  /** What says that the study is large enough: SD of the endpoint over pilot foundations, and the power it gives. */
  pilot: z.strictObject({ foundations: z.int().min(2), sd: z.number().positive(), power: z.number().min(0).max(1) }),
  /** Rules by which a trial or foundation would be left out; none if the list is empty. */
  exclusions: z.array(sentence),
})
export type Preregistration = z.output<typeof Preregistration>
