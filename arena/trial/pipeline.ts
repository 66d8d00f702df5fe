import type { Game } from 'boardgame.io'
import type { tf } from '../../agents/backend.ts'
import type { Cue } from '../../agents/cues.ts'
import type { Ask } from '../../agents/define.ts'
import type { Gradients } from '../../agents/ppo-tensors.ts'
import type { TraitVector } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { ArgumentFault, Fault } from '../../envs/fault.ts'
import type { Rng } from '../../envs/random.ts'
import type {
  Between,
  Episode,
  GradientContext,
  Hooks,
  Intervention,
  LossContext,
  MotiveSampler,
  Outcomes,
  Pass,
  Phase,
  Touch,
  TraitVectors,
  Writers,
} from '../../interventions/define.ts'
import { timed } from '../play/clock.ts'
import {
  finite,
  finiteSampler,
  finiteTraits,
  finiteWriters,
  latent,
  likeGradients,
  narrowed,
  returned,
  same,
  scalar,
  weighed,
} from './returned.ts'
import type { Stream } from './stream.ts'

/** A hook threw, or a plugin broke its declaration: fails the trial. */
export class HookError extends Fault {
  override readonly name = 'HookError'
  readonly intervention: string
  readonly hook: string
  constructor(intervention: string, hook: string, problem: unknown) {
    const message = problem instanceof Error ? problem.message : String(problem)
    super('METTLE_HOOK', `intervention ${intervention}, hook ${hook}: ${message}`, { cause: problem })
    this.intervention = intervention
    this.hook = hook
  }
}

export interface Metric {
  readonly intervention: string
  readonly metric: string
  readonly value: number
}

/** The one place that runs hooks: each folds over the arm's interventions in list order. */
export interface Pipeline {
  readonly has: (touch: Touch) => boolean
  game(game: Game): Game
  /** The last cue named wins; neutral when none is. */
  cue(pass: Pass): Cue
  /** Under which cue the denominator of PPO's ratio is found; that of the update where no hook says otherwise. */
  ratio(cues: { readonly act: Cue; readonly update: Cue }): Cue
  persona(traits: TraitVector): TraitVector
  /** Legal actions of an ask, as the hooks leave them, [actions]. */
  options(ask: Pick<Ask, 'env' | 'seen' | 'mask'>, pass: 'act' | 'measure'): Uint8Array
  corpus(writers: Writers): Writers
  motives(q: MotiveSampler): MotiveSampler
  rewards(rewards: readonly (readonly number[])[], outcomes?: readonly Outcomes[]): readonly (readonly number[])[]
  episodes(episodes: readonly Episode[], outcomes?: readonly Outcomes[]): readonly Episode[]
  motivation(z: tf.Tensor2D, pass: Pass): tf.Tensor2D
  losses(contextOf: (intervention: string) => LossContext): tf.Scalar[]
  gradients(gradients: Gradients, contextOf: (intervention: string) => GradientContext): Gradients
  /** Further training by each intervention that asks for it. */
  train(hook: 'before' | 'between', contextOf: (intervention: string) => Between): void
  /** Runs what goes back through what hooks returned, as an update does. @throws HookError for what tfjs throws there */
  through<T>(hooks: readonly Touch[], run: () => T): T
  /** Metrics measured since the last call. */
  metrics(): Metric[]
  /** From now on the hooks of interventions active in this phase run; none where it is null. */
  enter(phase: Phase | null): void
  /** Whether the learner meets the same hooks in both phases when it acts, so that it plays the same matches. */
  actsAlike(a: Phase | null, b: Phase | null): boolean
  dispose(): void
}

export interface PipelineOptions {
  readonly env: Env
  readonly vectors: TraitVectors | null
  /** Updates that the arm makes at most. */
  readonly updates: number
  readonly stream: Stream
  readonly rng: Rng
}

/** Hooks that an acting learner meets. */
const ACTING = ['game', 'cue', 'persona', 'options', 'motives', 'motivation'] as const satisfies readonly Touch[]

interface Running {
  /** As in errors and logs, see `labelOf`. */
  readonly id: string
  readonly activeIn: readonly Phase[]
  readonly hooks: Partial<Hooks> & { dispose?(): void }
}

/**
 * Sets up every intervention once; `enter` says which of them act.
 * @throws HookError naming plugin and hook, from here and from every fold.
 */
export function createPipeline(interventions: readonly Intervention[], options: PipelineOptions): Pipeline {
  const measured: Metric[] = []
  const all = interventions.map((each, i) => start(each, labelOf(interventions, i), options, measured))
  let running: readonly Running[] = []

  const guard = <T>(id: string, hook: string, run: () => T): T => {
    try {
      const result = timed('interventions', run)
      if (result instanceof Promise)
        throw new Fault('METTLE_HOOK', 'expected a value, got a Promise: hooks are synchronous')
      return result
    } catch (error) {
      throw error instanceof HookError ? error : new HookError(id, hook, error)
    }
  }
  const fold = <K extends Touch, T>(hook: K, initial: T, call: (run: Hooks[K], value: T, id: string) => T): T =>
    running.reduce((value, { id, hooks }) => {
      const run = hooks[hook] as Hooks[K] | undefined
      return run ? guard(id, hook, () => returned(call(run, value, id))) : value
    }, initial)

  return {
    has: (touch) => running.some(({ hooks }) => hooks[touch] !== undefined),
    game: (game) => fold('game', game, (run, value) => run(value)),
    cue: (pass) => fold('cue', 'neutral' as Cue, (run) => run(pass)),
    ratio: (cues) => fold('ratio', cues.update, (run) => run(cues)),
    persona: (traits) => fold('persona', traits, (run, value) => finiteTraits(run(value), value)),
    options({ env, seen, mask }, pass) {
      const appraise = (action: number) => env.appraise(seen, env.actions[action])
      return fold('options', mask, (run, value) => narrowed(run(value, appraise, { pass }), value))
    },
    corpus: (writers) =>
      fold('corpus', writers, (run, value) =>
        finiteWriters({ cueStrength: value.cueStrength, ...returned(run(value)) }),
      ),
    motives: (q) => fold('motives', q, (run, value) => finiteSampler(run(value))),
    rewards: (rewards, outcomes = []) =>
      fold('rewards', rewards, (run, value) => finite(same(run(value, outcomes), value.length))),
    episodes: (episodes, outcomes = []) =>
      fold('episodes', episodes, (run, value) => weighed(same(run(value, outcomes), value.length))),
    motivation: (z, pass) => fold('motivation', z, (run, value) => latent(run(value, { pass }), value)),
    losses: (contextOf) =>
      running.flatMap(({ id, hooks }) =>
        hooks.loss ? [guard(id, 'loss', () => scalar(returned(hooks.loss?.(contextOf(id)))))] : [],
      ),
    gradients: (gradients, contextOf) =>
      fold('gradients', gradients, (run, value, id) => likeGradients(run(value, contextOf(id)), value)),
    train(hook, contextOf) {
      for (const { id, hooks } of running) if (hooks[hook]) guard(id, hook, () => hooks[hook]?.(contextOf(id)))
    },
    through(hooks, run) {
      try {
        return run()
      } catch (error) {
        const own = running.filter((each) => hooks.some((hook) => each.hooks[hook]))
        if (error instanceof Fault || error instanceof ArgumentFault || own.length === 0) throw error
        throw new HookError(own.map(({ id }) => id).join(' or '), hooks.join(' or '), error)
      }
    },
    metrics: () => measured.splice(0),
    enter(phase) {
      running = phase === null ? [] : all.filter(({ activeIn }) => activeIn.includes(phase))
    },
    actsAlike(a, b) {
      const active = ({ activeIn }: Running, phase: Phase | null) => phase !== null && activeIn.includes(phase)
      return all.every((each) => active(each, a) === active(each, b) || !ACTING.some((hook) => each.hooks[hook]))
    },
    dispose() {
      for (const { id, hooks } of all) guard(id, 'dispose', () => hooks.dispose?.())
    },
  }
}

/** Its id; with a number from the second at work of that id on, so that two of a kind neither draw nor log as one. */
function labelOf(interventions: readonly Intervention[], i: number): string {
  const { id, idle } = interventions[i]
  const before = interventions.slice(0, i).filter((other) => other.id === id && !other.idle).length
  return before === 0 || idle ? id : `${id} ${before + 1}`
}

function start(
  intervention: Intervention,
  id: string,
  { stream, rng, env, vectors, updates }: PipelineOptions,
  measured: Metric[],
): Running {
  const { touches, activeIn } = intervention
  try {
    const hooks = intervention.setup({
      events$: stream.for(id),
      rng: rng.fork(id),
      env,
      vectors,
      updates,
      measure: (metric, value) => void measured.push({ intervention: id, metric, value }),
    })
    const undeclared = Object.keys(hooks).filter((hook) => hook !== 'dispose' && !touches.includes(hook as Touch))
    if (undeclared.length > 0)
      throw new Fault('METTLE_HOOK', `expected only the declared hooks (${touches}), got ${undeclared}`)
    return { id, activeIn, hooks }
  } catch (error) {
    throw new HookError(id, 'setup', error)
  }
}
