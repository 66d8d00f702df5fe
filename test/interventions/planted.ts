import { Subject } from 'rxjs'
import { tf } from '../../agents/backend.ts'
import { DARK, TRAITS, type Trait } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import type { Hooks, Intervention, LossContext, Setup, TraitVectors } from '../../interventions/define.ts'
import type { ArenaEvent } from '../../interventions/events.ts'

export const PERSONA = 8
const each = <T>(of: (t: number) => T) => Object.fromEntries(TRAITS.map((t, i) => [t, of(i)])) as Record<Trait, T>
export const axisOf = (at: number, sign = 1) => Float32Array.from({ length: PERSONA }, (_, i) => (i === at ? sign : 0))

/** Trait t lies along axis t of z, with SD 2; the assistant lies towards CARE. */
export const vectors: TraitVectors = {
  directions: each((t) => axisOf(t)),
  sd: each(() => 2),
  assistant: each(() => 0),
  axis: axisOf(TRAITS.indexOf('CARE')),
}
/** The dark direction of these vectors. */
export const dark = TRAITS.map((t) => (DARK[t] ?? 0) / Math.sqrt(5))

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0)

/** An intervention set up on planted vectors; what it measures, by name, in order. */
export function planted(intervention: Intervention, { seed = 'a', given = vectors }: Planting = {}) {
  const events$ = new Subject<ArenaEvent>()
  const measured: Record<string, number[]> = {}
  const measure = (metric: string, value: number) => {
    measured[metric] = [...(measured[metric] ?? []), value]
  }
  const context = { events$, vectors: given, updates: 4, measure, rng: createRng(seed) } as unknown as Setup<unknown>
  const hooks = intervention.setup(context) as Hooks & { dispose?(): void }
  return {
    ...{ hooks, measured },
    /** A rollout with this z, rows of PERSONA numbers. */
    collect: (z: Float32Array) => events$.next({ type: 'rollout.collected', z } as ArenaEvent),
    applied: (update: number) => events$.next({ type: 'update.applied', update } as ArenaEvent),
    /** z′ of some rows. */
    moved: (z: Float32Array, pass: 'act' | 'update' | 'measure' = 'act'): number[][] =>
      tf.tidy(() => hooks.motivation(tf.tensor2d(z, [z.length / PERSONA, PERSONA]), { pass }).arraySync()),
    /** Gradient by z of the sum of z′ times some weights. */
    slope: (z: Float32Array, by: Float32Array): number[][] =>
      tf.tidy(() => {
        const at = tf.tensor2d(z, [z.length / PERSONA, PERSONA])
        const ask = (x: tf.Tensor2D) =>
          tf.sum(tf.mul(hooks.motivation(x, { pass: 'update' }), tf.tensor2d(by, at.shape)))
        return tf
          .grad(ask as (x: tf.Tensor) => tf.Tensor)(at)
          .arraySync() as number[][]
      }),
    live: () => events$.observed,
  }
}
interface Planting {
  readonly seed?: string
  readonly given?: TraitVectors | null
}

/** Random z, rows × PERSONA. */
export function drawn(rows: number, seed = 'z'): Float32Array {
  const rng = createRng(seed)
  return Float32Array.from({ length: rows * PERSONA }, () => rng.normal())
}
export const rowsOf = (z: Float32Array) =>
  Array.from({ length: z.length / PERSONA }, (_, r) => [...z.subarray(r * PERSONA, (r + 1) * PERSONA)])

/** What a loss says, and its gradient by the tensor that `of` puts into the context. */
export function lossOf(hooks: Hooks, at: tf.Tensor2D, of: (x: tf.Tensor2D) => Partial<LossContext>) {
  return tf.tidy(() => {
    const ask = () => hooks.loss({ vectors, ...of(at) } as LossContext)
    const { value, grads } = tf.engine().gradients(ask, [at], undefined, true)
    const slope = (grads[0] ?? tf.zerosLike(at)) as tf.Tensor2D
    return { loss: value.dataSync()[0], slope: slope.arraySync() }
  })
}
