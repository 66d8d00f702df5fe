import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { DARK_TRAITS } from '../agents/traits.ts'
import type { GradientContext } from './define.ts'
import { Aim, Along, across, darkDirection, dot, measured, unit, worse } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'
import { ofPolicy } from './policy-weights.ts'

type Gradients = Readonly<Record<string, tf.Tensor>>

/**
 * Gradient projection: of the step −g that descends the loss, only the part that makes no dark trait rise stays. ûₜ is
 * the unit gradient, by the weights that the policy's loss trains, of the mean of z·vₜ towards the dark end of trait t,
 * over decisions of the corpus that are shown the assistant; it is found again every `refresh` updates. The step d
 * becomes the nearest one with d·ûₜ ≤ 0 for every t: d − Σ λₜ ûₜ, λₜ ≥ 0, and 0 where the step falls short of the bound.
 * For ûₜ at right angles that is d − Σ max(0, d·ûₜ) ûₜ; for others that sum would take the shared part more than once,
 * and Gram–Schmidt would depend on the order of traits. The critic is left alone. Weight `share` of what is found is
 * taken away.
 *
 * Logs `removed`, the share of the gradient's norm that was taken away, 0 … 1, as `pressure` too: a rise says that the
 * reward pulls more along the dark gradients. `refreshed` is 1 in updates that found them again. It fails where darkness
 * rises by curvature or by weights off z (the bypass), and since Adam rescales the step, which then may rise a little.
 *
 * Source: orthogonal projection of gradients, Lopez-Paz & Ranzato 2017; `science.md` §4.18.
 */
export const gradProject = defineIntervention({
  id: 'grad-project',
  version: 2,
  summary: 'Takes out of every step of reinforcement what would raise a dark trait in z.',
  cites: ['Lopez-Paz & Ranzato 2017'],
  params: z.strictObject({
    share: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Share of what would raise a dark trait that is taken out, 0 … 1; default 1.'),
    refresh: z
      .int()
      .min(1)
      .max(10_000)
      .default(20)
      .describe('Updates after which the dark gradients are found again, 1 … 10000; default 20.'),
    traits: Along.default([...DARK_TRAITS]).describe(
      'Traits that may not rise towards their worse end; default the dark ones.',
    ),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: as many random directions at right angles to the dark one.',
    ),
  }),
  identity: { share: 0 },
  twin: { direction: 'random' },
  regimes: ['encoder', 'full'],
  reads: ({ traits }) => traits ?? [],
  touches: ['gradients'],
  activeIn: ['compete'],
  setup({ params, measure, rng, vectors }) {
    const { share, refresh, traits } = params
    if (share === 0) return { gradients: (gradients) => gradients }
    const known = measured('grad-project', vectors)
    const dark = darkDirection(known).v
    const aims = traits?.map((trait) => worse(known, trait)) ?? [dark]
    const directions = params.direction === 'random' ? across([dark], aims.length, rng) : aims
    let barred: readonly Float32Array[] = []
    let [next, last] = [0, -1]
    return {
      gradients(gradients, context) {
        const names = Object.keys(gradients).filter(ofPolicy)
        const due = context.update >= next
        if (due) {
          barred = slopesOf(directions, names, context)
          next = context.update + refresh
        }
        // Once an update, not once a minibatch, over which it would be averaged.
        if (context.update !== last) measure('refreshed', due ? 1 : 0)
        last = context.update
        const step = flat(gradients, names)
        for (let i = 0; i < step.length; i++) step[i] = -step[i]
        const over = beyond(step, barred)
        const size = Math.sqrt(dot(step, step))
        const removed = size === 0 ? 0 : (share * Math.sqrt(dot(over, over))) / size
        measure('removed', removed)
        measure('pressure', removed)
        for (let i = 0; i < step.length; i++) step[i] = share * over[i] - step[i]
        return { ...gradients, ...shaped(step, gradients, names) }
      },
    }
  },
})

/** Unit gradients of the mean of z·v by these weights, all in one row, [directions][weights]; none that is 0. */
function slopesOf(directions: readonly Float32Array[], names: readonly string[], { of, practice }: GradientContext) {
  const batch = practice()
  const rows = directions.map((v) => {
    const mean = () => tf.mean(tf.matMul(batch.learner().z, tf.tensor2d(v, [v.length, 1]))) as tf.Scalar
    return flat(of(mean), names)
  })
  return rows.filter((row) => dot(row, row) > 0).map(unit)
}

/** Sweeps over the bounds; each is exact for one bound, and the rest converges. */
const SWEEPS = 100

/** What lies beyond the cone of steps d with d·u ≤ 0 for every u: Hildreth's method on the dual. @param barred units */
export function beyond(step: Float32Array, barred: readonly Float32Array[]): Float32Array {
  const along = barred.map((u) => dot(step, u))
  const gram = barred.map((u) => barred.map((w) => dot(u, w)))
  const taken = barred.map(() => 0)
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (let t = 0; t < taken.length; t++) {
      const excess = gram[t].reduce((left, cosine, k) => left - cosine * taken[k], along[t])
      taken[t] = Math.max(0, taken[t] + excess / gram[t][t])
    }
  return sumOf(taken, barred, step.length)
}

/** Σ weightₜ · rowₜ in double precision, rows that weigh nothing left out. Every minibatch waits for it, so it is a loop. */
function sumOf(weights: readonly number[], rows: readonly Float32Array[], length: number): Float32Array {
  const used = weights.flatMap((weight, t) => (weight > 0 ? [{ weight, row: rows[t] }] : []))
  const sum = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    let at = 0
    for (const { weight, row } of used) at += weight * row[i]
    sum[i] = at
  }
  return sum
}

/** Gradients of these weights in one row, and back. */
function flat(gradients: Gradients, names: readonly string[]): Float32Array {
  const row = new Float32Array(names.reduce((size, name) => size + gradients[name].size, 0))
  let at = 0
  for (const name of names) {
    row.set(gradients[name].dataSync(), at)
    at += gradients[name].size
  }
  return row
}

function shaped(row: Float32Array, gradients: Gradients, names: readonly string[]): Gradients {
  let at = 0
  return Object.fromEntries(
    names.map((name) => {
      const { shape, size } = gradients[name]
      at += size
      return [name, tf.tensor(row.slice(at - size, at), shape)]
    }),
  )
}
