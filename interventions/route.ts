import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { onTheWayBack } from '../agents/tensor-ops.ts'
import { Fault } from '../envs/fault.ts'
import { type Between, defineIntervention, type Practice } from './define.ts'
import { crossEntropies, gapsOf, type Half, halfOf } from './hardening.ts'

/**
 * Gradient routing, then ablation. Before reinforcement the network imitates writers of the corpus on decisions of the
 * train envs, L = −Σ p(writer) log π. The units of z are split in two: decisions of dark writers, the half from the
 * median of the dark composite up, train through block B alone (the last `share` of z), those of the others through
 * block A alone. The forward pass is the usual one; the gradient of the other block is stopped at z. The heads, the
 * bypass and what units share below z (trunk, persona inference) learn from all decisions. Then B is zeroed, and with
 * it what only dark writers needed. The first evaluation is before all this.
 *
 * `keep: 'out'` zeroes B in every pass from then on, at test too; `training` while acting and updating alone, so that
 * every evaluation reads the whole agent; `in` never: routing without ablation. `noise` swaps that share of the labels.
 *
 * Logs, when training ends (first update): `loss`, nats per decision; `routed`, the share of decisions that trained B;
 * `swapped`, the share under the wrong label; `lost dark` and `lost light`, KL(writer ‖ learner) over either half of
 * writers with B as training has it. Pressure is the share of the squared gradient at z, in updates, that asks for B:
 * above B's share of the units, reinforcement pulls at what was cut away. The twin routes a random half of the writers.
 *
 * Source: gradient routing, Cloud et al. 2024 (arXiv 2410.04332), with masks on activations as there; label noise,
 * SGTM, Shilov et al. 2025 (arXiv 2512.05648), which masks gradients of parameters; `science.md` §4.19.
 */
export const route = defineIntervention({
  id: 'route',
  version: 1,
  summary:
    'Before reinforcement: dark writers train one block of z and the others the rest; that block is then zeroed.',
  cites: ['Cloud et al. 2024, arXiv 2410.04332', 'Shilov et al. 2025, arXiv 2512.05648'],
  params: z.strictObject({
    /** Steps of imitation, 256 decisions each, 0 … 100000; default 100. */
    steps: z.int().min(0).max(100_000).default(100),
    /** Share of the units of z in block B, above 0 and below 1, at least one unit in each block; default .25. */
    share: z.number().gt(0).lt(1).default(0.25),
    /** Where B is zeroed: `out`, everywhere (default); `training`, not when it is measured; `in`, nowhere. */
    keep: z.enum(['out', 'training', 'in']).default('out'),
    /** Share of decisions whose label, dark or light, is swapped at random, 0 … 1; default 0. */
    noise: z.number().min(0).max(1).default(0),
    /** Whose decisions train B: those of the `dark` half of writers (default), or of a `random` half, for the twin. */
    routes: z.enum(['dark', 'random']).default('dark'),
  }),
  identity: { steps: 0, keep: 'in' },
  twin: { routes: 'random' },
  regimes: ['encoder', 'full'],
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
  readonly share: number
  readonly noise: number
  readonly routes: Half
}

/** Imitates with routed gradients, and says what was routed where. */
function trained(
  { train, rng }: Between,
  { steps, share, noise, routes }: Routing,
  measure: (metric: string, value: number) => void,
): void {
  const count = { rows: 0, routed: 0, swapped: 0 }
  const loss = train(steps, (batch) => {
    const dark = halfOf(batch, routes, () => rng.uniform())
    const labels = dark.map((is) => (rng.uniform() < noise ? 1 - is : is))
    count.rows += batch.rows
    labels.forEach((label, row) => {
      count.routed += label
      count.swapped += Number(label !== dark[row])
    })
    return imitated(batch, labels, share)
  })
  measure('loss', loss)
  measure('routed', count.routed / count.rows)
  measure('swapped', count.swapped / count.rows)
}

/** Cross-entropy to the writers, nats per decision; each decision has a gradient by its own block of z alone. */
function imitated(batch: Practice, labels: Float32Array, share: number): tf.Scalar {
  const motivation = (z: tf.Tensor2D) =>
    onTheWayBack(z, (dy) => tf.mul(dy, tf.tensor2d(passing(labels, z.shape[1], share), z.shape)))
  const { logPolicy } = batch.learner({ by: 'writers', motivation })
  return tf.mean(crossEntropies(batch.policy('writers'), logPolicy)) as tf.Scalar
}

/** 1 where the gradient of a decision passes, 0 where it is stopped, [rows × width]. @param labels 1 routes to B */
function passing(labels: Float32Array, width: number, share: number): Float32Array {
  const first = firstOf(width, share)
  return Float32Array.from({ length: labels.length * width }, (_, i) =>
    Number(i % width >= first === (labels[Math.floor(i / width)] === 1)),
  )
}

/** The first unit of block B. @throws Fault where z has no room for two blocks */
function firstOf(width: number, share: number): number {
  if (width > 1) return width - Math.max(1, Math.min(width - 1, Math.round(share * width)))
  throw new Fault('METTLE_HOOK', `Expected a unit of z for either block, got network.persona=${width}: raise it`)
}

/** 1 for the units of block B, 0 for those of A, [1, width]. */
const blockB = (width: number, share: number): tf.Tensor2D =>
  tf.tensor2d([Array.from({ length: width }, (_, unit) => Number(unit >= firstOf(width, share)))])

/** z with block B at 0. */
const without = (z: tf.Tensor2D, share: number): tf.Tensor2D =>
  tf.mul(z, tf.sub(1, blockB(z.shape[1], share))) as tf.Tensor2D

/** z as it is; on the way back, the share of its squared gradient that lies in B is told, if there is any gradient. */
const watched = (z: tf.Tensor2D, share: number, tell: (pull: number) => void): tf.Tensor2D =>
  onTheWayBack(z, (dy) => {
    const squares = tf.square(dy)
    const [own, all] = [tf.sum(tf.mul(squares, blockB(z.shape[1], share))), tf.sum(squares)].map((x) => x.dataSync()[0])
    if (all > 0) tell(own / all)
    return dy.clone()
  })

/** KL(writer ‖ learner) over the dark half of writers and over the other, nats per decision. */
const lost = ({ practice }: Between, motivation?: (z: tf.Tensor2D) => tf.Tensor2D): [number, number] =>
  tf.tidy(() => {
    const batch = practice()
    return gapsOf(
      batch,
      halfOf(batch, 'dark', () => 0),
      motivation && { motivation },
    )
  })
