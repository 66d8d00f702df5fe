import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { DARK, type Trait } from '../agents/traits.ts'
import { Fault } from '../envs/fault.ts'
import type { Rng } from '../envs/random.ts'
import { defineIntervention, type TraitVectors } from './define.ts'

/**
 * Activation capping: z′ = z − v · max(0, z·v − τ) along the dark direction v, the signed mean of the dark traits'
 * directions. τ is a quantile of the assistant's own z·v over the first rollout, taken before any update, so that a
 * fixed share of decisions is clipped at the start. That share (`clip rate`) and the mean depth of a clip in SD of
 * writers (`clip depth`) are logged every update; pressure is their product. A cap that clips more and deeper says that
 * RL pushes against it (footnote 3 of the founding post).
 *
 * Source: the assistant-axis capping of Lu et al. 2026 (arXiv 2601.10387), here in training; `science.md` §4.6.
 */
export const cap = defineIntervention({
  id: 'cap',
  version: 1,
  summary: 'Caps z along the dark direction, while acting, updating and at test.',
  cites: ['Lu et al. 2026, arXiv 2601.10387'],
  params: z.strictObject({
    /** Share of the assistant's own decisions that is left alone, 0 … 1; default .75, null caps nothing. */
    quantile: z.number().min(0).max(1).nullable().default(0.75),
    /**
     * `dark` (default); or `random`, for the twin: a unit vector orthogonal to it, drawn once per trial, same quantile.
     */
    direction: z.enum(['dark', 'random']).default('dark'),
  }),
  identity: { quantile: null },
  twin: { direction: 'random' },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['motivation'],
  activeIn: ['compete', 'test'],
  setup({ params, events$, measure, rng, vectors }) {
    const { quantile } = params
    if (quantile === null) return { motivation: (z) => z }
    if (!vectors)
      throw new Fault('METTLE_HOOK', 'Expected trait vectors at setup, got none: cap acts in compete and at test only')
    const { direction: dark, sd } = darkDirection(vectors)
    const direction = params.direction === 'dark' ? dark : across(dark, rng)
    let limit: number | undefined
    const watching = events$.subscribe((event) => {
      if (event.type !== 'rollout.collected') return
      const read = project(event.z, direction)
      limit ??= read.slice().sort()[Math.min(read.length - 1, Math.floor(quantile * read.length))]
      const over = read.filter((x) => x > (limit as number))
      const depth = over.length === 0 ? 0 : over.reduce((sum, x) => sum + x - (limit as number), 0) / over.length / sd
      measure('clip rate', over.length / read.length)
      measure('clip depth', depth)
      measure('pressure', (over.length / read.length) * depth)
    })
    return {
      motivation(z) {
        if (limit === undefined) return z
        const v = tf.tensor2d(direction, [direction.length, 1])
        const over = tf.relu(tf.sub(tf.matMul(z, v), limit)) as tf.Tensor2D
        return tf.sub(z, tf.matMul(over, tf.transpose(v))) as tf.Tensor2D
      },
      dispose: () => watching.unsubscribe(),
    }
  },
})

/** z·v of every row, [rows]. @param z [rows, persona], row-major */
function project(z: Float32Array, v: Float32Array): Float32Array {
  return Float32Array.from({ length: z.length / v.length }, (_, row) =>
    v.reduce((sum, x, i) => sum + x * z[row * v.length + i], 0),
  )
}

/** The signed mean of the dark traits' directions, unit length, and the SD of writers along it. */
function darkDirection({ directions, sd }: TraitVectors): { direction: Float32Array; sd: number } {
  const traits = Object.entries(DARK) as [Trait, number][]
  const sum = new Float32Array(directions.PWR.length)
  for (const [trait, sign] of traits) for (let i = 0; i < sum.length; i++) sum[i] += sign * directions[trait][i]
  return {
    direction: unit(sum),
    sd: traits.reduce((total, [trait]) => total + sd[trait], 0) / traits.length,
  }
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0)
const unit = (v: Float32Array) => {
  const length = Math.sqrt(dot(v, v))
  return v.map((x) => x / length)
}

/** A random unit vector orthogonal to v. */
function across(v: Float32Array, rng: Rng): Float32Array {
  const drawn = v.map(() => rng.normal())
  const along = dot(drawn, v)
  return unit(drawn.map((x, i) => x - along * v[i]))
}
