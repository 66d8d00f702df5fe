import { z } from 'zod'
import { drift, watchDepth } from './depth.ts'
import { Aim, Along, aimed } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'
import { depthsOf, pushed } from './push.ts'

/**
 * Steering at test: z′ = z − α · Σ σ · e along the dark direction, or along the worse directions of named traits made
 * orthonormal in that order; σ is the SD of writers. It acts in the deployed measurements alone, so RL neither meets it
 * nor learns to live with it: what it costs there is the gap between `deployed` rewards with it and without it.
 *
 * Logs `push rate` (1 where it acts at all) and `push depth` (length of the push in SD) as `depth.ts` says. `pressure`
 * is how far RL has moved z along those directions since the first rollout, SD: what the push has to make good. It fails
 * where z is not what acts follow, and where pushing takes more than the darkness away.
 *
 * Source: Chen et al. 2025, persona vectors (arXiv 2507.21509); `science.md` §4.5.
 */
export const steer = defineIntervention({
  id: 'steer',
  version: 1,
  summary: 'Pushes z away from the dark direction, at test alone.',
  cites: ['Chen et al. 2025, arXiv 2507.21509'],
  params: z.strictObject({
    strength: z.number().min(0).max(10).default(1).describe('Size α of the push, SD of writers, 0 … 10; default 1.'),
    traits: Along.default(null).describe('Traits to push away from; default null, the dark direction.'),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: as many directions at right angles to the dark one, same sizes.',
    ),
  }),
  identity: { strength: 0 },
  twin: { direction: 'random' },
  regimes: ['motive', 'encoder', 'full'],
  reads: ({ traits }) => traits ?? [],
  touches: ['motivation'],
  activeIn: ['test'],
  setup({ params, events$, measure, rng, vectors }) {
    const { strength } = params
    if (strength === 0) return { motivation: (z) => z }
    const directions = aimed('steer', vectors, params, rng)
    const moved = drift(directions)
    const end = watchDepth({
      ...{ events$, measure, what: 'push' },
      depths(z) {
        measure('pressure', moved(z))
        return depthsOf(z, directions, strength)
      },
    })
    return { motivation: (z) => pushed(z, directions, -strength), dispose: end }
  },
})
