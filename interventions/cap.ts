import { z } from 'zod'
import { numbers, tf } from '../agents/backend.ts'
import { Fault } from '../envs/fault.ts'
import type { TraitVectors } from './define.ts'
import { watchDepth } from './depth.ts'
import { Aim, across, aimed, darkDirection, meanOf, measured, project, projected, quantileOf } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Activation capping: z′ = z − v · max(0, z·v − τ) along the dark direction v, the signed mean of the dark traits'
 * directions. τ is a quantile of the assistant's own z·v over the first rollout, taken before any update, so that a
 * fixed share of decisions is clipped at the start. With `floor`, z is first lifted to z + a · max(0, τₐ − z·a) along the
 * axis a from the mean of writers to the assistant, τₐ the quantile `floor` of the same rollout; the cap comes last, so
 * that its bound holds exactly.
 *
 * `gradient` says what RL learns of a decision that is clipped or lifted: `clamp`, the gradient of what was done, so
 * nothing along v of one that is clipped alone and nothing along a of one that is lifted; `straight-
 * through`, as if it were not; `detach`, nothing through z at all. (A cap whose removed part alone is a constant has the
 * gradient of `straight-through`.)
 *
 * Logs rate, depth, its 95th percentile and slopes as `depth.ts` says, under `clip` and `floor`, both in SD of writers
 * along the dark direction, what is clipped being measured once it is lifted; `pressure` is clip rate times clip depth,
 * the mean over all decisions. A cap that clips more and deeper says that RL pushes
 * against it (footnote 3 of the founding post). It fails where darkness moves to other directions of z or to the bypass.
 *
 * Source: the assistant-axis capping of Lu et al. 2026 (arXiv 2601.10387), here in training; `science.md` §4.6.
 */
export const cap = defineIntervention({
  id: 'cap',
  version: 3,
  summary: 'Caps z along the dark direction, while acting, updating and at test.',
  cites: ['Lu et al. 2026, arXiv 2601.10387'],
  params: z.strictObject({
    quantile: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(0.75)
      .describe("Share of the assistant's own decisions that is left alone, 0 … 1; default .75, null caps nothing."),
    floor: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(null)
      .describe(
        "Share of the assistant's own decisions that is lifted towards the assistant, 0 … 1; default null, none.",
      ),
    gradient: z
      .enum(['clamp', 'straight-through', 'detach'])
      .default('clamp')
      .describe('What is learned of a decision that is clipped or lifted; default `clamp`.'),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: unit vectors at right angles to the dark one, drawn once per trial, with the same quantiles.',
    ),
  }),
  identity: { quantile: null, floor: null },
  twin: { direction: 'random' },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['motivation'],
  activeIn: ['compete', 'test'],
  setup({ params, events$, measure, rng, vectors }) {
    const { quantile, floor, gradient } = params
    if (quantile === null && floor === null) return { motivation: (z) => z }
    const [{ v, sd }] = aimed('cap', vectors, { traits: null, direction: params.direction }, rng)
    // The bounds: the floor first, so that the cap has the last word. `side` is 1 where z may not be above the limit.
    const bounds: Bound[] = []
    if (floor !== null) {
      const known = measured('cap', vectors)
      const axis = params.direction === 'dark' ? axisOf(known) : across([darkDirection(known).v, v], 1, rng)[0]
      bounds.push({ what: 'floor', v: axis.map((x) => -x), share: 1 - floor })
    }
    if (quantile !== null) bounds.push({ what: 'clip', v, share: quantile })
    const watching = bounds.map((bound, at) =>
      watchDepth({
        ...{ events$, measure, what: bound.what },
        depths(z) {
          bound.limit ??= quantileOf(project(z, bound.v), bound.share)
          const read = project(lifted(z, bounds.slice(0, at)), bound.v)
          const depths = read.map((x) => Math.max(0, x - (bound.limit as number)) / sd)
          if (bound.what === 'clip' || quantile === null) measure('pressure', meanOf(depths))
          return depths
        },
      }),
    )
    return {
      motivation: (z) => (bounds.some(({ limit }) => limit === undefined) ? z : within(z, bounds, gradient)),
      dispose: () => watching.forEach((end) => void end()),
    }
  },
})

/** z·v may not pass the limit, which the first rollout sets. A floor is a cap along the opposite direction. */
interface Bound {
  readonly what: 'clip' | 'floor'
  readonly v: Float32Array
  readonly share: number
  limit?: number
}

/** z as the bounds leave it, as numbers, [decisions, persona]. */
const lifted = (z: Float32Array, bounds: readonly Bound[]): Float32Array =>
  bounds.length === 0
    ? z
    : numbers(() => bounded(tf.tensor2d(z, [z.length / bounds[0].v.length, bounds[0].v.length]), bounds))

const bounded = (z: tf.Tensor2D, bounds: readonly Bound[]): tf.Tensor2D =>
  bounds.reduce((at, { v, limit }) => {
    const over = tf.relu(tf.sub(projected(at, v), limit as number)) as tf.Tensor2D
    return tf.sub(at, tf.matMul(over, tf.tensor2d(v, [1, v.length]))) as tf.Tensor2D
  }, z)

function within(z: tf.Tensor2D, bounds: readonly Bound[], gradient: 'clamp' | 'straight-through' | 'detach') {
  if (gradient === 'clamp') return bounded(z, bounds)
  const operation = tf.customGrad((...args) => {
    const [at, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc]
    const value = bounded(at, bounds)
    save([at, value])
    const through = (dy: tf.Tensor, [before, after]: tf.Tensor[]) =>
      gradient === 'detach' ? tf.mul(dy, untouched(before, after)) : dy.clone()
    return { value, gradFunc: through as (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor }
  })
  return operation(z) as tf.Tensor2D
}

/** 1 for rows that stayed as they were, 0 for others, [rows, 1]. */
const untouched = (before: tf.Tensor, after: tf.Tensor) =>
  tf.cast(tf.equal(tf.max(tf.abs(tf.sub(before, after)), 1, true), 0), 'float32')

function axisOf({ axis }: TraitVectors): Float32Array {
  if (axis) return axis
  throw new Fault(
    'METTLE_HOOK',
    'Expected the axis to the assistant among the trait vectors, got none: lay the foundation again with this build, or leave out floor',
  )
}
