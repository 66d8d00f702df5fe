import { z } from 'zod'
import { EIGHT, type TraitSet } from './trait-set.ts'
import type { Profile, Trait, TraitVector } from './traits.ts'

const strength = z.strictObject({
  mean: z.number().min(-3).max(3).default(0).describe('Mean of the trait in SD of the human population, −3 to 3.'),
  // A point in place of a spread makes reinforcement forget instead of drift.
  sd: z
    .number()
    .gt(0)
    .max(3)
    .default(0.3)
    .describe('SD of the trait in SD of the human population, above 0 to 3; 1 is as loose as people are.'),
})

const named = (trait: string) =>
  strength.optional().describe(`Mean and spread of trait ${trait}; left out, it follows the population.`)

/**
 * What the network is narrowed to: a mean and a spread for each trait named, the others follow the population. Default:
 * the set's own `assistant`.
 */
export const profileSettings = ({ names, assistant }: Pick<TraitSet, 'names' | 'assistant'>) =>
  z
    .strictObject(Object.fromEntries(names.map((trait) => [trait, named(trait)])) as Strengths)
    .refine((profile) => Object.keys(profile).length > 0, 'one trait at least')
    .prefault(assistant)
    .describe('What the network is narrowed to and shown as: a mean and a spread for each trait named, one at least.')
type Strengths = Record<Trait, z.ZodOptional<typeof strength>>

/** A profile with every trait in it: the keys that may be set. */
export const everyStrength = ({ names }: Pick<TraitSet, 'names'>) =>
  Object.fromEntries(names.map((trait) => [trait, strength.parse({})]))

/** The writer whose acts show the assistant: the set's own, at the profile's means where it has them. */
export const assistantTraits = (profile: Profile, { names, persona }: TraitSet = EIGHT): TraitVector =>
  Object.entries(profile).reduce<TraitVector>(
    (traits, [trait, { mean }]) => traits.with(names.indexOf(trait as Trait), mean),
    persona,
  )
