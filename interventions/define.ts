import type { Observable } from 'rxjs'
import type { z } from 'zod'
import type { Trait } from '../agents/traits.ts'
import type { Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import type { ArenaEvent } from './events.ts'
import type { Hooks, Touch, TraitVectors } from './hooks.ts'

export type {
  Between,
  Episode,
  GradientContext,
  Hooks,
  LossContext,
  MotiveSampler,
  Outcomes,
  Pass,
  Touch,
  TrainOptions,
  TraitVectors,
  Writers,
} from './hooks.ts'
export type { Domain, Practice, Read, Shown } from './practice.ts'

/**
 * What reinforcement may change. `motive`: the mean of the motivation m alone. `encoder`: the weights that infer the
 * persona and make z. `full`: all weights but the adapters of the envs and the self-report head. In the last two a
 * critic learns beside them, and with `network.statedTrains` the self-report head by losses of interventions.
 */
export type Regime = 'motive' | 'encoder' | 'full'

/** All regimes, in the order of reports. */
export const REGIMES: readonly Regime[] = ['motive', 'encoder', 'full']

/** What a job is at: a foundation imitates and narrows; a trial competes, and is at test whenever it is measured. */
export type Phase = 'imitate' | 'narrow' | 'compete' | 'test'

/** What `setup` gets. It lasts for one trial, or for one foundation where the corpus is touched. */
export interface Setup<P> {
  /** The intervention's params, defaults filled in; change nothing. */
  readonly params: P
  /** Every event of the trial, from now on; it completes at the end. An observer that throws fails the trial. */
  readonly events$: Observable<ArenaEvent>
  /** The intervention's own stream of randomness: no other plugin's draws shift it. */
  readonly rng: Rng
  /** The train env that the arm competes in. */
  readonly env: Env
  /** How many updates the arm makes at most; a trial may stop before. */
  readonly updates: number
  /** Directions of traits in z; null where none are measured yet: before narrowing ends. */
  readonly vectors: TraitVectors | null
  /**
   * Logs a number for the update under way, from any hook or observer; several of one name are averaged. The name
   * `pressure` is how hard RL pushes against the intervention, in a unit that its head comment names.
   */
  measure(metric: string, value: number): void
}

/** A setting of a study that an intervention may need. */
export type Need = 'network.statedTrains' | 'network.narration'

/** What an author writes of an intervention. */
export interface InterventionSpec<S extends z.ZodType, K extends Touch> {
  /** Name in logs, summaries and on the command line; kebab-case. */
  readonly id: string
  /** Whole number from 1, raised with every change of what it does. */
  readonly version: number
  /** One sentence for lists. */
  readonly summary: string
  /** Its part in a study: left out, an intervention; a `control` must come out another way, a `null` as nothing. */
  readonly kind?: 'control' | 'null'
  /** Papers that the method comes from. */
  readonly cites: readonly string[]
  /** Schema of the params, with ranges and defaults; `{}` must fit it. */
  readonly params: S
  /** Params at which it does nothing: a run with them is bit-identical to a run without it. */
  readonly identity: z.input<S>
  /**
   * Params that make it a control of equal size which should not work, as a random direction or an irrelevant cue;
   * params that are not named stay as they are.
   */
  readonly twin?: z.input<S>
  /** Regimes in which it can act, at these params where they decide; elsewhere its cell reads n/a. */
  readonly regimes: readonly Regime[] | ((params: z.output<S>) => readonly Regime[])
  /** Settings that have to be on for it to do anything; a study in which one is off is refused. */
  readonly needs?: readonly Need[]
  /**
   * Ids of interventions that it cannot run with, whichever of the two says so, each with the reason: one undoes what the
   * other does. An arm that has both at work is refused with its study. Most compose: keep it short.
   */
  readonly conflicts?: Readonly<Record<string, string>>
  /**
   * What the env lacks without which it can do nothing there, as "an env in which somebody can report"; undefined where
   * it can act. An arm that is refused is refused with its study; an idle one never is.
   */
  refuses?(env: Env, params: z.output<S>): string | undefined
  /**
   * Traits that it reads by name at these params, or `eight` where it reads all by their places: a study whose own set of
   * traits lacks one is refused with it. Left out, it reads what any set has: its agentic traits and those of D.
   */
  reads?(params: z.output<S>): readonly Trait[] | 'eight'
  /** Names of the hooks that it returns; another one fails the trial. */
  readonly touches: readonly K[]
  /** Phases in which its hooks run. */
  readonly activeIn: readonly Phase[]
  /** Called once per trial; returns the declared hooks, and `dispose`, which is called once at the end of the trial. */
  setup(context: Setup<z.output<S>>): Pick<Hooks, K> & { dispose?(): void }
}

/** An intervention with its params, as arms list it. A value without state: `setup` makes the state of one trial. */
export interface Intervention {
  /** As in the spec. */
  readonly id: string
  /** As in the spec. */
  readonly version: number
  /** All params, defaults filled in: JSON values, part of the study's hash. */
  readonly params: Readonly<Record<string, unknown>>
  /** Whether its params are those at which it does nothing. */
  readonly idle: boolean
  /** As in the spec, at its params. */
  readonly regimes: readonly Regime[]
  /** As in the spec; empty where it needs nothing. */
  readonly needs?: readonly Need[]
  /** As in the spec; empty where it runs with all others. */
  readonly conflicts?: Readonly<Record<string, string>>
  /** As in the spec, at its params; absent where it can act everywhere. */
  refuses?(env: Env): string | undefined
  /** As in the spec, at its params; absent where it reads what any set has. */
  readonly reads?: readonly Trait[] | 'eight'
  /** As in the spec. */
  readonly touches: readonly Touch[]
  /** As in the spec. */
  readonly activeIn: readonly Phase[]
  /** As in the spec; the arena calls it. */
  setup(context: Omit<Setup<unknown>, 'params'>): Partial<Hooks> & { dispose?(): void }
  /** The same intervention with some params changed. @throws ZodError when they do not fit the schema */
  with(params: Readonly<Record<string, unknown>>): Intervention
  /** Its twin at these params, which arms take as any other intervention; absent where the spec names none. */
  twin?(): Intervention
}

/** An intervention whose spec names a twin. */
export interface Twinned extends Intervention {
  twin(): Twinned
}

/** What `defineIntervention` returns: a factory. Call it with params, or with none for the defaults. */
export interface InterventionPlugin<S extends z.ZodType = z.ZodType, I extends Intervention = Intervention> {
  (params?: z.input<S>): I
  /** What the author wrote, for lists and checks. */
  readonly spec: InterventionSpec<S, Touch>
}
