import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { EIGHT } from '../agents/trait-set.ts'
import { TRAITS, type Trait } from '../agents/traits.ts'
import { Fault } from '../envs/fault.ts'
import type { Rng } from '../envs/random.ts'
import type { TraitVectors } from './hooks.ts'

// Directions in z that interventions on activations share: dark ones, orthonormal ones, and random ones as large.

/** A unit direction in z, towards the worse end of a trait, and the SD of writers along it. */
export interface Direction {
  /** [persona], of length 1. */
  readonly v: Float32Array
  readonly sd: number
}

/** Which directions: the dark one where null, else those of some traits, made orthonormal in this order. */
export const Along = z.array(z.enum(TRAITS)).min(1).nullable()

/** Whether along these directions, or, for twins, along as many random ones at right angles to the dark one. */
export const Aim = z.enum(['dark', 'random'])

/** Σ aᵢ bᵢ in double precision. A loop, for rows of all weights: a fold takes several times as long. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

export const unit = (v: Float32Array): Float32Array => {
  const length = Math.sqrt(dot(v, v))
  return v.map((x) => x / length)
}

/** Towards the worse end of a trait. */
export function worse(
  { directions, traits: { names, worse: signs } = EIGHT }: TraitVectors,
  trait: Trait,
): Float32Array {
  const sign = signs[names.indexOf(trait)]
  return directions[trait].map((x) => sign * x)
}

/** Names of the agentic traits, and of those that D is made of. */
export function blocksOf({ traits: { names, agentic, inD } = EIGHT }: Pick<TraitVectors, 'traits'>) {
  return { agentic: names.filter((_, t) => agentic[t]), dark: names.filter((_, t) => inD[t] !== 0) }
}

/** Mean of the dark traits' directions, each towards its dark end, of unit length; the SD is the mean of theirs. */
export function darkDirection(vectors: TraitVectors): Direction {
  const { dark } = blocksOf(vectors)
  const each = dark.map((trait) => worse(vectors, trait))
  const sum = each[0].map((_, i) => each.reduce((total, v) => total + v[i], 0))
  const sd = dark.reduce((total, trait) => total + vectors.sd[trait], 0) / dark.length
  return { v: unit(sum), sd }
}

/** The part of a vector that is at right angles to orthonormal ones. */
export const beside = (v: Float32Array, basis: readonly Float32Array[]): Float32Array =>
  basis.reduce((left, e) => {
    const along = dot(left, e)
    return left.map((x, i) => x - along * e[i])
  }, v)

/** Shorter than this, what is left of a unit vector is rounding. */
const LEFT = 1e-4

/** Gram–Schmidt. @throws Fault where one of them lies in the span of those before it */
export function orthonormal(vectors: readonly Float32Array[]): Float32Array[] {
  const basis: Float32Array[] = []
  for (const v of vectors) {
    // Twice, since what is left of nearly parallel ones is mostly rounding after one pass.
    const left = beside(beside(v, basis), basis)
    if (!(dot(left, left) > LEFT * LEFT))
      throw new Fault(
        'METTLE_HOOK',
        `Expected directions in z that differ, got one in the span of ${basis.length} others: name fewer traits or raise network.persona`,
      )
    basis.push(unit(left))
  }
  return basis
}

/** So many random orthonormal vectors at right angles to `to`. @throws Fault where z has no room for them */
export function across(to: readonly Float32Array[], count: number, rng: Rng): Float32Array[] {
  const width = to[0].length
  const taken = orthonormal(to)
  if (taken.length + count > width)
    throw new Fault(
      'METTLE_HOOK',
      `Expected room for ${count} random directions beside ${taken.length} in z, got network.persona=${width}: raise it or name fewer traits`,
    )
  const drawn = Array.from({ length: count }, () => unit(to[0].map(() => rng.normal())))
  return orthonormal([...taken, ...drawn]).slice(taken.length)
}

/**
 * The directions of `traits`, or random ones in their place with the same SDs.
 * @throws Fault where trait vectors are not measured yet
 */
export function aimed(
  id: string,
  vectors: TraitVectors | null,
  { traits, direction }: { readonly traits?: z.output<typeof Along>; readonly direction: z.output<typeof Aim> },
  rng: Rng,
): Direction[] {
  const known = measured(id, vectors)
  const dark = darkDirection(known)
  const basis = traits ? orthonormal(traits.map((trait) => worse(known, trait))) : [dark.v]
  const sds = traits?.map((trait) => known.sd[trait]) ?? [dark.sd]
  const chosen = direction === 'random' ? across([dark.v], basis.length, rng) : basis
  return chosen.map((v, i) => ({ v, sd: sds[i] }))
}

/** The vectors, once there are any. @throws Fault where there are none yet */
export function measured(id: string, vectors: TraitVectors | null): TraitVectors {
  if (vectors) return vectors
  throw new Fault('METTLE_HOOK', `Expected trait vectors at setup, got none: ${id} acts in compete and at test only`)
}

/** z·v of every row, [rows]. @param z [rows, persona], row-major */
export const project = (z: Float32Array, v: Float32Array): Float32Array =>
  Float32Array.from({ length: z.length / v.length }, (_, row) =>
    v.reduce((sum, x, i) => sum + x * z[row * v.length + i], 0),
  )

/** z·v of every row, [rows, 1], in tensors. */
export const projected = (z: tf.Tensor2D, v: Float32Array): tf.Tensor2D =>
  tf.matMul(z, tf.tensor2d(v, [v.length, 1])) as tf.Tensor2D

/** The least of the numbers that at least this share of them do not exceed: the inverse of their distribution. */
export const quantileOf = (values: Float32Array, share: number): number =>
  values.slice().sort()[Math.max(0, Math.ceil(share * values.length - ROUNDING) - 1)]

/** Lest .3 · 10 be more than 3. */
const ROUNDING = 1e-9

export const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length
