import { z } from 'zod'
import { PERSONAS } from './personas.ts'
import { ASSISTANT, index, type Profile, TRAITS, type Trait, type TraitVector } from './traits.ts'

const strength = z.strictObject({
  /** SD of the human population, −3 … 3; default 0. */
  mean: z.number().min(-3).max(3).default(0),
  /** Above 0, since a point makes reinforcement forget instead of drift, and at most 3; default .3. Small is tight, 1 is as loose as people are. */
  sd: z.number().gt(0).max(3).default(0.3),
})

/** What the network is narrowed to: a mean and a spread for each trait named, the others follow the population. Default: `ASSISTANT`. */
export const ProfileSettings = z
  .strictObject(Object.fromEntries(TRAITS.map((trait) => [trait, strength.optional()])) as Strengths)
  .refine((profile) => Object.keys(profile).length > 0, 'one trait at least')
  .prefault(ASSISTANT)
type Strengths = Record<Trait, z.ZodOptional<typeof strength>>

/** A profile with every trait in it: the keys that may be set. */
export const EVERY_STRENGTH = Object.fromEntries(TRAITS.map((trait) => [trait, strength.parse({})]))

/** The writer whose acts show the assistant: the persona of that name, at the profile's means where it has them. */
export const assistantTraits = (profile: Profile): TraitVector =>
  Object.entries(profile).reduce<TraitVector>(
    (traits, [trait, { mean }]) => traits.with(index(trait as Trait), mean),
    PERSONAS.assistant.traits,
  )
