import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { DARK, type Trait } from '../agents/traits.ts'
import { defineIntervention, type TraitVectors } from './define.ts'

/**
 * Activation capping: z′ = z − v · max(0, z·v − τ) along the dark direction v (mean of the dark traits' directions, signed),
 * τ = the assistant's own z·v plus `ceiling` SD. Clip rate and depth are logged every update: a cap that always clips says that RL
 * pushes against it (footnote 3 of the founding post).
 * Source: the assistant-axis capping of Lu et al. 2026 (arXiv 2601.10387), here in training; `science.md` §4.6.
 */
export const cap = defineIntervention({
  id: 'cap',
  version: 1,
  summary: 'Caps z along the dark direction, while acting, updating and at test.',
  cites: ['Lu et al. 2026, arXiv 2601.10387'],
  params: z.strictObject({
    /** SD of writers above the assistant's own reading; null caps nothing. */
    ceiling: z.number().min(-5).max(50).nullable().default(0.5),
  }),
  identity: { ceiling: null },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['motivation'],
  activeIn: ['compete', 'test'],
  setup({ params: { ceiling }, events$, measure, vectors }) {
    if (ceiling === null) return { motivation: (z) => z }
    if (!vectors) throw new Error('Expected trait vectors, got none: cap acts in compete and at test only')
    const { direction, sd, assistant } = darkDirection(vectors)
    const limit = assistant + ceiling * sd
    const watching = events$.subscribe((event) => {
      if (event.type !== 'rollout.collected') return
      const { rate, depth } = clipping(event.z, direction, limit)
      measure('clip rate', rate)
      measure('clip depth', depth / sd)
      measure('pressure', (rate * depth) / sd)
    })
    return {
      motivation(z) {
        const v = tf.tensor2d(direction, [direction.length, 1])
        const over = tf.relu(tf.sub(tf.matMul(z, v), limit)) as tf.Tensor2D
        return tf.sub(z, tf.matMul(over, tf.transpose(v))) as tf.Tensor2D
      },
      dispose: () => watching.unsubscribe(),
    }
  },
})

/** Share of rows above the limit, and how far above those are on average. */
function clipping(z: Float32Array, v: Float32Array, limit: number): { rate: number; depth: number } {
  const rows = z.length / v.length
  let clipped = 0
  let depth = 0
  for (let row = 0; row < rows; row++) {
    let read = 0
    for (let i = 0; i < v.length; i++) read += z[row * v.length + i] * v[i]
    if (read <= limit) continue
    clipped += 1
    depth += read - limit
  }
  return { rate: clipped / rows, depth: clipped === 0 ? 0 : depth / clipped }
}

/** The signed mean of the dark traits' directions, unit length; SD and assistant reading taken as the traits' means. */
function darkDirection({ directions, sd, assistant }: TraitVectors) {
  const traits = Object.entries(DARK) as [Trait, number][]
  const sum = new Float32Array(directions.PWR.length)
  for (const [trait, sign] of traits) directions[trait].forEach((x, i) => void (sum[i] += sign * x))
  const length = Math.sqrt(sum.reduce((total, x) => total + x * x, 0))
  const mean = (of: Readonly<Record<Trait, number>>, signed: boolean) =>
    traits.reduce((total, [trait, sign]) => total + (signed ? sign : 1) * of[trait], 0) / length
  return {
    direction: sum.map((x) => x / length),
    sd: mean(sd, false) / Math.sqrt(traits.length),
    assistant: mean(assistant, true),
  }
}
