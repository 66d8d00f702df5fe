import { z } from 'zod'
import { createRng } from '../../envs/random.ts'
import { type Agent, defineAgent } from '../define.ts'
import type { Loadings } from '../loadings.ts'
import { population, samplePersona, TRAITS, type Trait, type TraitVector } from '../traits.ts'
import { decide, preference } from '../writers.ts'

/** A scripted persona at the table: samples from its softmax policy. @param traits [DIM], in SD */
export function writer(id: string, traits: TraitVector, loadings?: Loadings): Agent<null> {
  const wants = preference(traits, loadings)
  return {
    id,
    start: () => null,
    decide: (asks) =>
      asks.map(({ env, seen, mask, rng }) => ({ action: decide(env, seen, mask, wants, rng), memory: null })),
  }
}

const level = z.number().min(-10).max(10).default(0)
const levels = Object.fromEntries(
  TRAITS.map((trait) => [trait, level.describe(`Level of ${trait}, SD, −10 … 10.`)]),
) as Record<Trait, typeof level>

/** `writer` as a plugin: the levels of its traits, in SD of independent-trait writers, are its params. */
export const writerPlugin = defineAgent({
  id: 'writer',
  version: 1,
  kind: 'bot',
  summary: 'Scripted persona with known trait levels, in SD; samples from its softmax policy.',
  params: z.strictObject(levels),
  plays: 'any',
  create: (traits, name) =>
    writer(
      name,
      TRAITS.map((trait) => traits[trait]),
    ),
})

/** Several writers at once, named `NAME#1`, `NAME#2`, …; the first ones are the same whatever the count. */
export const writersPlugin = defineAgent({
  id: 'writers',
  version: 1,
  kind: 'bot',
  summary: 'So many scripted personas, drawn from a population; each takes a seat of its own.',
  params: z.strictObject({
    count: z.int().min(1).max(1000).default(8).describe('How many personas, 1 … 1000.'),
    s: z
      .number()
      .min(-1)
      .max(1.25)
      .default(0)
      .describe(
        'Factor on the correlations of power and leading with all other traits, −1 … 1.25; 0 is the decorrelated population.',
      ),
    seed: z.int().min(0).max(2_147_483_647).default(1).describe('Seed of the draw, 0 … 2³¹ − 1.'),
  }),
  plays: 'any',
  create({ count, s, seed }, name): readonly Agent[] {
    const rng = createRng(seed).fork('writers')
    return Array.from({ length: count }, (_, i) => writer(`${name}#${i + 1}`, samplePersona(population(s), rng)))
  },
})
