import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { onTheWayBack } from '../agents/tensor-ops.ts'
import { Fault } from '../envs/fault.ts'
import type { Between, Practice } from './define.ts'
import { crossEntropies, gapsOf, type Half, halving } from './hardening.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Gradient routing, then ablation. Before reinforcement the network imitates writers of the corpus on decisions of the
 * train envs, L = −Σ p(writer) log π. The units of z are split in two: decisions of dark writers, the half from the
 * median of the dark composite up, train through block B alone (the last `share` of z), those of the others through
 * block A alone: the gradient of the other block is stopped at z. The heads, the bypass and what units share below z
 * (trunk, persona inference) learn from all decisions. Then B is zeroed, and with it what only dark writers needed. The
 * first evaluation is before all this.
 *
 * `method: 'routing'` leaves the forward pass as it is; then either block learns to make up for what the other does to
 * its decisions, without end, so few steps are safe. `masking` reads the decisions of light writers with B at 0, so that
 * A never has to make up for B.
 *
 * `keep: 'out'` zeroes B in every pass from then on, at test too; `training` while acting and updating alone, so that
 * every evaluation reads the whole agent; `in` never: routing without ablation. `noise` swaps that share of the labels.
 *
 * Logs, when training ends (first update): `loss`, nats per decision; `routed`, the share of decisions that trained B;
 * `swapped`, the share under the wrong label; `lost dark` and `lost light`, KL(writer ‖ learner) over either half of
 * writers with B as training has it. Pressure is the share of the squared gradient at z, in updates, that asks for B:
 * above B's share of the units, reinforcement pulls at what was cut away. The twin routes another half of the writers, who
 * differ along a random direction of traits that tells nothing of darkness.
 *
 * Source: gradient routing, Cloud et al. 2024 (arXiv 2410.04332), with stops on activations as there; SGTM, Shilov et al.
 * 2025 (arXiv 2512.05648), for `masking` and label noise, which stops gradients of parameters; `science.md` §4.19.
 */
export const route = defineIntervention({
  id: 'route',
  version: 2,
  summary:
    'Before reinforcement: dark writers train one block of z and the others the rest; that block is then zeroed.',
  cites: ['Cloud et al. 2024, arXiv 2410.04332', 'Shilov et al. 2025, arXiv 2512.05648'],
  params: z.strictObject({
    steps: z
      .int()
      .min(0)
      .max(100_000)
      .default(100)
      .describe('Steps of imitation, 256 decisions each, 0 … 100000; default 100.'),
    method: z
      .enum(['routing', 'masking'])
      .default('routing')
      .describe(
        '`routing`, whole forward passes (default); or `masking`, decisions of light writers are read with B at 0.',
      ),
    share: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.25)
      .describe(
        'Share of the units of z in block B, above 0 and below 1, at least one unit in each block; default .25.',
      ),
    keep: z
      .enum(['out', 'training', 'in'])
      .default('out')
      .describe('Where B is zeroed: `out`, everywhere (default); `training`, not when it is measured; `in`, nowhere.'),
    noise: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('Share of decisions whose label, dark or light, is swapped at random, 0 … 1; default 0.'),
    routes: z
      .enum(['dark', 'random'])
      .default('dark')
      .describe(
        'Whose decisions train B: those of the `dark` half of writers (default), or of a `random` half, for the twin.',
      ),
  }),
  identity: { steps: 0, keep: 'in' },
  twin: { routes: 'random' },
  regimes: ['encoder', 'full'],
  reads: () => 'eight',
  touches: ['before', 'motivation'],
  activeIn: ['compete', 'test'],
  setup({ params, measure }) {
    const { steps, share, keep } = params
    if (steps === 0 && keep === 'in') return { before: () => {}, motivation: (z) => z }
    const cut = (z: tf.Tensor2D) => without(z, share)
    // All arms share one start: nothing is cut until training before the first rollout is over.
    let over = false
    return {
      before(context) {
        if (steps > 0) trained(context, params, measure)
        over = true
        const [dark, light] = lost(context, keep === 'in' ? undefined : cut)
        measure('lost dark', dark)
        measure('lost light', light)
      },
      motivation(z, { pass }) {
        if (!over) return z
        const left = keep === 'out' || (keep === 'training' && pass !== 'measure') ? cut(z) : z
        return pass === 'update' ? watched(left, share, (pull) => measure('pressure', pull)) : left
      },
    }
  },
})

interface Routing {
  readonly steps: number
  readonly method: 'routing' | 'masking'
  readonly share: number
  readonly noise: number
  readonly routes: Half
}

/** Imitates with routed gradients, and says what was routed where. */
function trained(
  { train, rng }: Between,
  { steps, noise, routes, ...how }: Routing,
  measure: (metric: string, value: number) => void,
): void {
  const count = { rows: 0, routed: 0, swapped: 0 }
  const halfOf = halving(routes, rng)
  const loss = train(steps, (batch) => {
    const dark = halfOf(batch)
    const labels = dark.map((is) => (rng.uniform() < noise ? 1 - is : is))
    count.rows += batch.rows
    labels.forEach((label, row) => {
      count.routed += label
      count.swapped += Number(label !== dark[row])
    })
    return imitated(batch, labels, how)
  })
  measure('loss', loss)
  measure('routed', count.routed / count.rows)
  measure('swapped', count.swapped / count.rows)
}

/** Cross-entropy to the writers, nats per decision; each decision has a gradient by its own block of z alone. */
function imitated(batch: Practice, labels: Float32Array, { method, share }: Pick<Routing, 'method' | 'share'>) {
  const motivation = (z: tf.Tensor2D) => {
    const stopped = onTheWayBack(z, (dy) => tf.mul(dy, owned(labels, z.shape[1], share)))
    return method === 'masking' ? masked(stopped, labels, share) : stopped
  }
  const { logPolicy } = batch.learner({ by: 'writers', motivation })
  return tf.mean(crossEntropies(batch.policy('writers'), logPolicy)) as tf.Scalar
}

/** 1 for the units of a decision's own block, 0 for the others, [rows, width]. @param labels 1 where B is its own */
function owned(labels: Float32Array, width: number, share: number): tf.Tensor2D {
  const b = blockB(width, share)
  return tf.tensor2d(Array.from(labels, (label) => b.map((isB) => Number(isB === label))))
}

/** z with block B at 0 in the decisions that are not its own. */
function masked(z: tf.Tensor2D, labels: Float32Array, share: number): tf.Tensor2D {
  const b = blockB(z.shape[1], share)
  return tf.mul(z, tf.tensor2d(Array.from(labels, (label) => b.map((isB) => Math.max(label, 1 - isB))))) as tf.Tensor2D
}

/** The first unit of block B. @throws Fault where z has no room for two blocks */
function firstOf(width: number, share: number): number {
  if (width > 1) return width - Math.max(1, Math.min(width - 1, Math.round(share * width)))
  throw new Fault('METTLE_HOOK', `Expected a unit of z for either block, got network.persona=${width}: raise it`)
}

/** 1 for the units of block B, 0 for those of A, [width]. */
const blockB = (width: number, share: number): number[] =>
  Array.from({ length: width }, (_, unit) => Number(unit >= firstOf(width, share)))

/** z with block B at 0. */
const without = (z: tf.Tensor2D, share: number): tf.Tensor2D =>
  tf.mul(z, tf.tensor2d([blockB(z.shape[1], share).map((isB) => 1 - isB)])) as tf.Tensor2D

/** z as it is; on the way back, the share of its squared gradient that lies in B is told, if there is any gradient. */
const watched = (z: tf.Tensor2D, share: number, tell: (pull: number) => void): tf.Tensor2D =>
  onTheWayBack(z, (dy) => {
    const units = tf.sum(tf.square(dy), 0).dataSync()
    const total = (counts: readonly number[]) => counts.reduce((sum, count, unit) => sum + count * units[unit], 0)
    const b = blockB(z.shape[1], share)
    const all = total(b.map(() => 1))
    if (all > 0) tell(total(b) / all)
    return dy.clone()
  })

/** KL(writer ‖ learner) over the dark half of writers and over the other, nats per decision. */
const lost = ({ practice, rng }: Between, motivation?: (z: tf.Tensor2D) => tf.Tensor2D): [number, number] =>
  tf.tidy(() => {
    const batch = practice()
    return gapsOf(batch, halving('dark', rng)(batch), motivation && { motivation })
  })
