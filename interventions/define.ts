import type { Game } from 'boardgame.io'
import type { Observable } from 'rxjs'
import type { z } from 'zod'
import type { tf } from '../agents/backend.ts'
import type { Cue } from '../agents/cues.ts'
import type { Population, Trait } from '../agents/traits.ts'
import type { Appraisal, Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import type { ArenaEvent } from './events.ts'

export type Regime = 'motive' | 'encoder' | 'full'
export const REGIMES: readonly Regime[] = ['motive', 'encoder', 'full']
export type Phase = 'imitate' | 'narrow' | 'compete' | 'test'
export type Pass = 'act' | 'update' | 'measure'

/** One finished match of the focal seat, as interventions may weigh it. */
export interface Episode {
  readonly match: number
  /** Reward after each of its decisions. */
  readonly rewards: readonly number[]
  /** 1 as played; 0 drops it from the update. */
  readonly weight: number
  readonly tags: {
    readonly actions: readonly string[]
    readonly reported: boolean
    readonly rigged: boolean
    readonly power: number
  }
}

/** What one rollout knew of an episode beyond the rewards of its focal seat; seen by `rewards` hooks alone. */
export interface Outcomes {
  readonly focal: number
  /** The increment of every seat's payoff after each decision of the focal seat, [decisions][seats]. */
  readonly payoffs: readonly (readonly number[])[]
  /** Each of its decisions as a writer in its place would appraise it. Never an input of the learner. */
  readonly appraisals: readonly Appraisal[]
}

/** The sampler of motivations: m ~ N(mean, covariance), [persona] and [persona][persona]. */
export interface MotiveSampler {
  readonly mean: readonly number[]
  readonly covariance: readonly (readonly number[])[]
}

/** Directions of traits in z, from independent-trait writers before RL. */
export interface TraitVectors {
  /** Unit vectors, [persona]. */
  readonly directions: Readonly<Record<Trait, Float32Array>>
  /** SD of z·v over writers. */
  readonly sd: Readonly<Record<Trait, number>>
  /** z·v of the assistant before RL. */
  readonly assistant: Readonly<Record<Trait, number>>
}

/** What a loss may use; all tensors belong to the update's tidy scope. */
export interface LossContext {
  /** Weight a decision, [rows]: 0 where its episode was dropped. */
  readonly weight: tf.Tensor1D
  /** Log-probabilities of the network and of the frozen checkpoint RL started from, [rows, actions]. */
  readonly logPolicy: tf.Tensor2D
  readonly reference: tf.Tensor2D
  readonly mask: tf.Tensor2D
  /** z of the batch, before interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
  readonly vectors: TraitVectors
  /** z of a fresh batch of writers of the corpus' population, shown by their evidence on replayed states, [writers, persona]. */
  population(): tf.Tensor2D
}

/** What may be done between updates. */
export interface Between {
  readonly update: number
  readonly rng: Rng
  /**
   * Trains the network so many steps on the corpus that its foundation was narrowed by; only the weights that the regime trains, at its
   * step size. Returns the gap to the writers, nats a decision. Throws in `motive`.
   */
  imitate(steps: number): number
}

/** Who writes the corpus, and how far cues move them: the share of the shifts that `agents/cues.ts` declares, 0 … 1. */
export interface Writers extends Population {
  readonly cueStrength: number
}

export interface Hooks {
  /** Before a match is set up: Game → Game; the reference replays the result too. */
  game(game: Game): Game
  /** At acting, and again at update (may differ). */
  cue(pass: Pass): Cue
  /** Before imitation: who writes. Touching the corpus gives the arm foundations of its own; a strength left out stays as it was. */
  corpus(writers: Writers): Population & Partial<Writers>
  /** When q is updated in `motive`: what m is drawn from. */
  motives(q: MotiveSampler): MotiveSampler
  /** After a rollout: same episodes, same order; change weights or rewards. */
  episodes(episodes: readonly Episode[]): readonly Episode[]
  /** After a rollout, before `episodes`: reward after each decision, an episode; beside it what the rollout knew of each episode. */
  rewards(rewards: readonly (readonly number[])[], episodes: readonly Outcomes[]): readonly (readonly number[])[]
  /** Inside every forward pass: z → z′, [rows, persona], a function of z alone, since one decision may ask twice. */
  motivation(z: tf.Tensor2D, at: { readonly pass: Pass }): tf.Tensor2D
  /** Inside the update: a scalar added to the policy loss. */
  loss(context: LossContext): tf.Scalar
  /** After backward: gradients by weight name. */
  gradients(gradients: Readonly<Record<string, tf.Tensor>>): Readonly<Record<string, tf.Tensor>>
  /** After an update, before the next rollout. */
  between(context: Between): void
}
export type Touch = keyof Hooks

export interface Setup<P> {
  readonly params: P
  readonly events$: Observable<ArenaEvent>
  /** The intervention's own stream of randomness. */
  readonly rng: Rng
  readonly env: Env
  /** Null where the arena has measured none: before narrowing ends. */
  readonly vectors: TraitVectors | null
  /** Logs a number of this intervention for this update; `pressure` is how hard RL pushes against it. */
  measure(metric: string, value: number): void
}

export interface InterventionSpec<S extends z.ZodType, K extends Touch> {
  readonly id: string
  readonly version: number
  readonly summary: string
  /** What it is in a study, an intervention unless said: a `control` must come out another way, a `null` must come out as nothing. */
  readonly kind?: 'control' | 'null'
  /** Papers the method comes from. */
  readonly cites: readonly string[]
  readonly params: S
  /** Params at which it does nothing; a run with them is bit-identical to one without it. */
  readonly identity: z.input<S>
  /** Params that make it a control of the same size that should not work, the rest as they are: a random direction, an irrelevant cue. */
  readonly twin?: z.input<S>
  /** Where it can act; elsewhere its cell reads n/a. */
  readonly regimes: readonly Regime[]
  readonly touches: readonly K[]
  readonly activeIn: readonly Phase[]
  /** Called once a trial. Returns only the declared hooks. Hooks are synchronous. */
  setup(context: Setup<z.output<S>>): Pick<Hooks, K> & { dispose?(): void }
}

/** An intervention with its params, as arms list them. */
export interface Intervention {
  readonly id: string
  readonly version: number
  readonly params: Readonly<Record<string, unknown>>
  readonly regimes: readonly Regime[]
  readonly touches: readonly Touch[]
  readonly activeIn: readonly Phase[]
  setup(context: Omit<Setup<unknown>, 'params'>): Partial<Hooks> & { dispose?(): void }
  /** The same intervention with some params changed. */
  with(params: Readonly<Record<string, unknown>>): Intervention
  /** Its twin at these params, where it has one; arms take it as any other intervention. */
  twin?(): Intervention
}

export interface InterventionPlugin<S extends z.ZodType = z.ZodType> {
  (params?: z.input<S>): Intervention
  readonly spec: InterventionSpec<S, Touch>
}

/**
 * Defines an intervention plugin.
 * @throws ZodError from the returned factory when params do not fit the schema.
 */
export function defineIntervention<S extends z.ZodType, const K extends Touch>(
  spec: InterventionSpec<S, K>,
): InterventionPlugin<S> {
  const create = (input?: z.input<S>): Intervention => {
    const params = spec.params.parse(input ?? {}) as z.output<S>
    const { id, version, regimes, touches, activeIn, twin } = spec
    const changed = (by: object) => create({ ...(params as object), ...by } as z.input<S>)
    return {
      id,
      version,
      params: params as Record<string, unknown>,
      regimes,
      touches,
      activeIn,
      setup: (context) => spec.setup({ ...context, params }),
      with: changed,
      ...(twin && { twin: () => changed(twin as object) }),
    }
  }
  return Object.assign(create, { spec: spec as unknown as InterventionSpec<S, Touch> })
}
