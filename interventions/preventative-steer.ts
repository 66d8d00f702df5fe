import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { onTheWayBack } from '../agents/tensor-ops.ts'
import { drift, watchDepth } from './depth.ts'
import { Aim, Along, aimed, type Direction } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'
import { depthsOf, pushed } from './push.ts'

/**
 * Preventative steering: z′ = z + α · Σ σ · e along the dark direction, or along the worse directions of named traits
 * made orthonormal in that order, while it competes; off at test. Where the push supplies the darkness that reinforcement
 * would look for, the weights need not learn it. σ is the SD of writers.
 *
 * `at: 'both'` pushes in acting, updating and the evaluations as in training, so that those against the deployed ones are
 * the gap of reward with and without it. `at: 'update'` pushes in updates alone; then rollout and evaluations are those
 * of the bare agent, and PPO's ratio starts away from 1, since its denominator is that of the bare policy. `warmOff` is
 * the share of the updates that the arm makes at most, at their end, in which the push fades to nothing in equal steps.
 *
 * Logs `push rate` and `push depth` (length of the push in SD) as `depth.ts` says; `push slope`, the fall of the loss
 * when z of every decision moves by one SD along each direction (above 0: what is reinforced is darker still); and `pressure`,
 * how far z without the push has moved along the directions since the first rollout, SD. Prevention with pressure near
 * or below 0 is what the paper claims. It fails where RL learns to count on the push, or finds darkness elsewhere.
 *
 * Source: Chen et al. 2025, persona vectors (arXiv 2507.21509), there in fine-tuning, not in RL; `science.md` §4.4.
 */
export const preventativeSteer = defineIntervention({
  id: 'preventative-steer',
  version: 2,
  summary: 'Pushes z towards the dark direction in training, so that the weights need not learn it; off at test.',
  cites: ['Chen et al. 2025, arXiv 2507.21509'],
  params: z.strictObject({
    strength: z.number().min(0).max(10).default(1).describe('Size α of the push, SD of writers, 0 … 10; default 1.'),
    traits: Along.default(null).describe('Traits to push towards; default null, the dark direction.'),
    at: z
      .enum(['both', 'update'])
      .default('both')
      .describe('`both`: acting and updating (default); or `update` alone.'),
    warmOff: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('Share of the updates, at their end, in which the push fades, 0 … 1; default 0.'),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: as many directions at right angles to the dark one, same sizes.',
    ),
  }),
  identity: { strength: 0 },
  twin: { direction: 'random' },
  regimes: ({ at }) => (at === 'update' ? ['encoder', 'full'] : ['motive', 'encoder', 'full']),
  conflicts: {
    ablate: 'one adds along a direction what the other takes out',
    cap: 'the push leads above the bound that the cap then clips',
  },
  reads: ({ traits }) => traits ?? [],
  touches: ['motivation'],
  activeIn: ['compete'],
  setup({ params, events$, measure, rng, vectors, updates }) {
    const { strength, at, warmOff } = params
    if (strength === 0) return { motivation: (z) => z }
    const directions = aimed('preventative-steer', vectors, params, rng)
    const moved = drift(directions)
    let now = strength
    const end = watchDepth({
      ...{ events$, measure, what: 'push' },
      depths(z) {
        measure('pressure', moved(z))
        return depthsOf(z, directions, now)
      },
    })
    // What was collected is learned from with the push that it was played with.
    const watching = events$.subscribe((event) => {
      if (event.type === 'update.applied') now = strength * left(event.update + 1, warmOff * updates, updates)
    })
    return {
      motivation(z, { pass }) {
        if (at === 'update' && pass !== 'update') return z
        const steered = pushed(z, directions, now)
        return pass === 'update' ? read(steered, directions, (slope) => measure('push slope', slope)) : steered
      },
      dispose() {
        end()
        watching.unsubscribe()
      },
    }
  },
})

/** Share of the push that is left at an update. */
function left(update: number, fading: number, updates: number): number {
  return fading === 0 ? 1 : Math.max(0, Math.min(1, (updates - update) / fading))
}

/** z as it is; on the way back, minus its gradient along the directions is told, summed over decisions. */
const read = (z: tf.Tensor2D, directions: readonly Direction[], tell: (slope: number) => void): tf.Tensor2D =>
  onTheWayBack(z, (dy) => {
    const step = pushed(tf.zeros([1, z.shape[1]]), directions, 1)
    tell(-(tf.sum(tf.mul(dy, step)).dataSync()[0] as number))
    return dy.clone()
  })
