import { z } from 'zod'
import { APPRAISALS } from '../envs/define.ts'
import { CUE_NAMES, type Cue, type CueShifts, SHIFTS, shiftsOf } from './cues.ts'
import { conditionNumber, LOADINGS, type Loadings, type LoadingsName, loadingsOf } from './loadings.ts'
import { PERSONAS } from './personas.ts'
import {
  ASSISTANT,
  agentic,
  cholesky,
  covariance,
  DARK,
  eigen,
  HUMAN,
  type Matrix,
  type Population,
  type Profile,
  TRAITS,
  type Trait,
  type TraitVector,
  WORSE,
} from './traits.ts'

/** What readings need to know of the traits that they are of, each in the order of `names`. JSON: results carry it. */
export interface TraitAxes {
  /** Their names. Those of a custom set stand in for `Trait`: every record by trait holds the names of its own set. */
  readonly names: readonly Trait[]
  /** Whether it seeks or takes the lead. The first that does is the power of the manipulation check and of κ. */
  readonly agentic: readonly boolean[]
  /** Its sign in D, the dark composite; 0 where it is no part of it. */
  readonly inD: readonly (-1 | 0 | 1)[]
  /** The direction in which more of it is worse for others. */
  readonly worse: readonly (-1 | 1)[]
}

/** All that a study takes of the traits of its personas. */
export interface TraitSet extends TraitAxes {
  /** Correlations among people. */
  readonly correlations: Matrix
  /** How they make writers weigh what acts bring; `perturbed-a` and `perturbed-b` are of the eight alone. */
  readonly loadings: Readonly<Partial<Record<LoadingsName, Loadings>>> & { readonly default: Loadings }
  /** What cues do to writers, at strength 1. */
  readonly shifts: CueShifts
  /** What networks are narrowed to unless a study says otherwise, and the traits of the assistant where it is silent. */
  readonly assistant: Profile
  readonly persona: TraitVector
}

/** The eight traits of `traits.ts`, which studies are about unless they bring a set of their own. */
export const EIGHT: TraitSet = {
  names: TRAITS,
  agentic: TRAITS.map((_, i) => agentic(i)),
  inD: TRAITS.map((trait) => DARK[trait] ?? 0),
  worse: WORSE,
  correlations: HUMAN,
  loadings: LOADINGS,
  shifts: SHIFTS,
  assistant: ASSISTANT,
  persona: PERSONAS.assistant.traits,
}

/** Most traits of a set: the χ² points of the manifold test go so far. */
export const MOST_TRAITS = 16

const sd = 'SD of the population'
const share = z.number().min(-1).max(1)
const level = z.number().min(-3).max(3)

const OneTrait = z.strictObject({
  summary: z.string().min(1).describe('What much of it means, in a sentence.'),
  loads: z
    .partialRecord(z.enum(APPRAISALS), z.number().min(-10).max(10))
    .describe('How much it adds to the preference for each appraisal, per SD, −10 to 10; what is left out is 0.'),
  agentic: z.boolean().default(false).describe('Whether it seeks or takes the lead; the first that does is power.'),
  inD: z
    .union([z.literal(-1), z.literal(0), z.literal(1)])
    .default(0)
    .describe('Its sign in D, the dark composite: 1, −1 (reversed), or 0, no part of it.'),
  worse: z
    .union([z.literal(-1), z.literal(1)])
    .default(1)
    .describe('Direction in which more of it is worse for others, 1 or −1.'),
})

/** A custom set of traits, as a study's `settings.traits` holds it: JSON, part of the study's hash. */
export const TraitSettings = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .describe('Name of the set in reports, kebab-case.'),
    traits: z
      .record(
        z.string().regex(/^[A-Z][A-Z0-9]{1,7}$/, 'Expected names as POW or GREED: 2 to 8 capitals and digits'),
        OneTrait,
      )
      .describe(`Its traits by name, in order, 2 to ${MOST_TRAITS}; their names are 2 to 8 capitals and digits.`),
    correlations: z.array(z.array(share)).describe('Correlations among people, a row per trait, in their order.'),
    assistant: z
      .record(
        z.string(),
        z.strictObject({
          mean: level.describe(`Mean of the trait, ${sd}, −3 to 3.`),
          sd: z.number().gt(0).max(3).describe(`SD of the trait, ${sd}, above 0 to 3.`),
        }),
      )
      .describe('What the network is narrowed to and shown as, by trait, one at least; others follow the population.'),
    cues: z
      .partialRecord(z.enum(CUE_NAMES as [Cue, ...Cue[]]), z.record(z.string(), level))
      .default({})
      .describe(`Shift of writers by each cue at strength 1, by trait, ${sd}, −3 to 3; a cue left out shifts nothing.`),
  })
  .check(({ value, issues }) => {
    if (issues.length > 0) return
    const problem = sizeProblem(value) ?? unknownProblem(value) ?? matrixProblem(value) ?? rankProblem(value)
    if (problem) issues.push({ code: 'custom', input: value, ...problem })
  })
export type TraitSettings = z.output<typeof TraitSettings>

interface Inconsistent {
  readonly path: (string | number)[]
  readonly message: string
}

const said = (path: (string | number)[], message: string): Inconsistent => ({ path, message })

function sizeProblem({ traits, assistant }: TraitSettings): Inconsistent | undefined {
  const all = Object.values(traits)
  if (all.length < 2 || all.length > MOST_TRAITS)
    return said(['traits'], `Expected 2 to ${MOST_TRAITS} traits, got ${all.length}`)
  if (!all.some((each) => each.agentic))
    return said(
      ['traits'],
      'Expected one agentic trait at least, got none: drag is what reward for power does to the others',
    )
  if (!all.some(({ inD }) => inD !== 0))
    return said(['traits'], 'Expected one trait at least with inD 1 or −1, got none: D is the mean of these')
  if (Object.keys(assistant).length === 0) return said(['assistant'], 'Expected one trait at least, got none')
}

/** Traits that are named and do not exist. */
function unknownProblem({ traits, assistant, cues }: TraitSettings): Inconsistent | undefined {
  const groups: [string[], object][] = [
    [['assistant'], assistant],
    ...Object.entries(cues).map(([cue, by]): [string[], object] => [['cues', cue], by as object]),
  ]
  for (const [path, group] of groups)
    for (const name of Object.keys(group))
      if (!Object.hasOwn(traits, name))
        return said([...path, name], `Expected a trait of the set (${Object.keys(traits).join(', ')}), got ${name}`)
}

/** Smallest eigenvalue that correlations may have, as in `populations.ts`. */
const LEAST = 1e-6

function matrixProblem({ traits, correlations }: TraitSettings): Inconsistent | undefined {
  const names = Object.keys(traits)
  const wide = `${names.length}, one per trait`
  if (correlations.length !== names.length)
    return said(['correlations'], `Expected ${wide}, got ${correlations.length} rows`)
  for (const [i, row] of correlations.entries()) {
    if (row.length !== names.length)
      return said(['correlations', i], `Expected ${wide}, got ${row.length} numbers for ${names[i]}`)
    for (let j = 0; j <= i; j++) {
      const expected = i === j ? 1 : correlations[j][i]
      const rule = i === j ? '1 on the diagonal' : `${expected} as in the cell across the diagonal`
      if (row[j] !== expected)
        return said(['correlations', i, j], `Expected ${rule} for ${names[i]}–${names[j]}, got ${row[j]}`)
    }
  }
  const least = eigen(correlations)[names.length - 1].value
  if (least < LEAST)
    return said(['correlations'], `Expected a positive definite matrix, got eigenvalue ${least.toFixed(4)}`)
}

/** Traits that no behaviour could tell apart: behaviour reads at most as many as the loadings have rank. */
function rankProblem({ traits }: TraitSettings): Inconsistent | undefined {
  const names = Object.keys(traits)
  const idle = names.find((name) => Object.values(traits[name].loads).every((x) => !x))
  if (idle) return said(['traits', idle, 'loads'], `Expected an appraisal that ${idle} loads on, got none`)
  if (!Number.isFinite(conditionNumber(loadingsOf(names, (name) => traits[name].loads))))
    return said(['traits'], 'Expected loadings that tell the traits apart, got some that add up to others')
}

/** What an author writes of a set of traits; names flow into `assistant` and `cues`. */
export interface TraitSpec<N extends string> {
  readonly id: string
  readonly traits: Readonly<Record<N, z.input<typeof OneTrait>>>
  readonly correlations: readonly (readonly number[])[]
  readonly assistant: Readonly<Partial<Record<NoInfer<N>, { readonly mean: number; readonly sd: number }>>>
  readonly cues?: Readonly<Partial<Record<Cue, Readonly<Partial<Record<NoInfer<N>, number>>>>>>
}

/**
 * A set of traits for a study's `settings.traits`.
 * @throws ZodError naming the part that does not fit the others
 */
export const defineTraits = <const N extends string>(spec: TraitSpec<N>): TraitSettings => TraitSettings.parse(spec)

const known = new WeakMap<TraitSettings, TraitSet>()

/** The traits of a study: its own, or the eight. */
export function traitSetOf({ traits }: { readonly traits?: TraitSettings }): TraitSet {
  if (!traits) return EIGHT
  const set = known.get(traits) ?? built(traits)
  known.set(traits, set)
  return set
}

function built({ traits, correlations, assistant, cues }: TraitSettings): TraitSet {
  const names = Object.keys(traits) as Trait[]
  const all = names.map((name) => traits[name])
  return {
    names,
    agentic: all.map((each) => each.agentic),
    inD: all.map(({ inD }) => inD),
    worse: all.map(({ worse }) => worse),
    correlations,
    loadings: { default: loadingsOf(names, (name) => traits[name].loads) },
    shifts: shiftsOf(names, cues),
    assistant,
    persona: names.map(() => 0),
  }
}

/** How the traits of a study make its writers weigh what acts bring. */
export function loadingsIn(settings: { readonly traits?: TraitSettings; readonly loadings: LoadingsName }): Loadings {
  const { loadings } = traitSetOf(settings)
  return loadings[settings.loadings] ?? loadings.default
}

/** The population among people with its cross block, agentic × rest, multiplied by `s`. */
export function people({ correlations, agentic: inBlock }: TraitSet, s: number): Population {
  const factor = cholesky(covariance(s, correlations, (i) => inBlock[i]))
  return { mean: correlations.map(() => 0), factor }
}

/** The axes alone, as results carry them where they are not the eight. */
export const axesOf = ({ names, agentic: inBlock, inD, worse }: TraitAxes): TraitAxes => ({
  ...{ names, agentic: inBlock, inD, worse },
})

/** Places of the agentic traits; the first is power. */
export const agenticOf = ({ agentic: inBlock }: TraitAxes): number[] => inBlock.flatMap((is, i) => (is ? [i] : []))
