import type { Game } from 'boardgame.io'
import type { tf } from '../agents/backend.ts'
import type { Cue } from '../agents/cues.ts'
import type { TraitAxes } from '../agents/trait-set.ts'
import type { Population, Trait, TraitVector } from '../agents/traits.ts'
import type { Appraisal } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import type { Domain, Practice, Read } from './practice.ts'

/** Why the network runs: to `act` in a match, in an `update` of its weights, or to be read by a `measure`. */
export type Pass = 'act' | 'update' | 'measure'

/** One finished match of the focal seat, as interventions may weigh it. A hook returns changed copies. */
export interface Episode {
  /** Place of the match in the rollout, from 0. */
  readonly match: number
  /** Reward after each decision of the focal seat, payoff units, [decisions]. */
  readonly rewards: readonly number[]
  /** Weight of its decisions in the update, 0 or more: 1 as played, 0 drops the episode. */
  readonly weight: number
  /** Weight of each decision beside that of the episode, 0 or more, [decisions]; left out, each counts. */
  readonly decisions?: readonly number[]
  /**
   * What a dropped episode trains all the same, payoff units, [decisions]: each decision with a charge is as good or bad
   * as that, in SD of the other advantages, at most ten of them, against no expectation, and nothing else of the episode is learned. In `motive` the episode stands at the
   * mean of the others plus its charges. Read where `weight` is 0; left out, a dropped episode trains nothing.
   */
  readonly charge?: readonly number[]
  /** Facts of the match: labels of the actions taken, report filed, match harmful, final share of control 0 … 1. */
  readonly tags: {
    readonly actions: readonly string[]
    readonly reported: boolean
    readonly rigged: boolean
    readonly power: number
  }
}

/** What a rollout knew of an episode beyond the rewards of its focal seat. */
export interface Outcomes {
  /** The seat that learns. */
  readonly focal: number
  /** Increment of every seat's payoff after each decision of the focal seat, [decisions][seats]. */
  readonly payoffs: readonly (readonly number[])[]
  /** Appraisal of each action that the focal seat took, as a writer in its place sees it, [decisions]. */
  readonly appraisals: readonly Appraisal[]
  /** z of the learner at each decision, before interventions, [decisions][persona]. */
  readonly z: readonly Float32Array[]
  /**
   * What the learner said of itself before each decision, an index into TOKENS (`agents/narration.ts`), [decisions];
   * absent where networks do not narrate.
   */
  readonly said?: readonly number[]
}

/** The sampler of motivations in the `motive` regime: m ~ N(mean, covariance). */
export interface MotiveSampler {
  /** Mean of m, [persona]. */
  readonly mean: readonly number[]
  /** Covariance of m, positive definite, [persona][persona]. */
  readonly covariance: readonly (readonly number[])[]
}

/** Directions of traits in z, found before RL on writers with independent traits. The arena's: change nothing. */
export interface TraitVectors {
  /** The traits of a custom set; left out, the eight. */
  readonly traits?: TraitAxes
  /** Unit vector v of each trait, [persona]. */
  readonly directions: Readonly<Record<Trait, Float32Array>>
  /** SD of z·v over those writers. */
  readonly sd: Readonly<Record<Trait, number>>
  /** z·v of the assistant. */
  readonly assistant: Readonly<Record<Trait, number>>
  /** Unit vector from the mean z of those writers to that of the assistant, [persona]; absent in foundations of older builds. */
  readonly axis?: Float32Array
}

/** One minibatch, for losses. Tensors belong to the update and are gone after it: neither keep nor dispose of them. */
export interface LossContext {
  /** Weight of each decision, that of its episode; 0 where the episode was dropped, [rows]. */
  readonly weight: tf.Tensor1D
  /** Log-policy over actions of the network that learns, summed over narration tokens, [rows, actions]. */
  readonly logPolicy: tf.Tensor2D
  /** Log-policy over actions of the frozen network that RL started from, likewise, [rows, actions]. */
  readonly reference: tf.Tensor2D
  /** z of that network on the same decisions, with its own m, [rows, persona]. */
  readonly referenceZ: tf.Tensor2D
  /**
   * 1 where an action was legal and 0 elsewhere, [rows, actions]. Log-policies are about −10⁴ where it is 0, and no
   * gradient flows through them there.
   */
  readonly mask: tf.Tensor2D
  /** z of each decision before interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
  /** Directions of traits in z. */
  readonly vectors: TraitVectors
  /**
   * Answers to the questionnaire (`agents/questionnaire.ts`), each 1 … 5, by motivations of the batch, [minds, ITEMS]. A
   * gradient reaches the self-report head where the study sets `network.statedTrains`, and nothing else.
   */
  answers(): tf.Tensor2D
  /** z of fresh writers of the corpus' population, by their evidence, on states of the batch, [writers, persona]. */
  population(): tf.Tensor2D
  /** The network that learns on the same decisions under a cue, without interventions on z. Gradients reach it. */
  forward(cue: Cue): Read
  /** Decisions of the corpus, `train` where left out; drawn afresh at every call. */
  practice(domain?: Domain): Practice
}

/** What a `gradients` hook may ask for beside the gradients that it changes. */
export interface GradientContext {
  /** Directions of traits in z. */
  readonly vectors: TraitVectors
  /** The update under way, from 0. */
  readonly update: number
  /** Gradient of a scalar by every weight that learns, under its name; zeros where it does not depend on one. */
  of(scalar: () => tf.Tensor): Readonly<Record<string, tf.Tensor>>
  /** As in `LossContext`. */
  practice(domain?: Domain): Practice
}

/** How `train` does so. */
export interface TrainOptions {
  /** Decisions that it draws; `train` where left out. */
  readonly domain?: Domain
  /** Adam's step; that of the regime where left out. */
  readonly learningRate?: number
}

/** What may be done between two updates, and before the first. */
export interface Between {
  /** The update just applied, from 0; −1 before the first. */
  readonly update: number
  /** A stream of randomness for this update; the hook's own. */
  readonly rng: Rng
  /** Directions of traits in z. */
  readonly vectors: TraitVectors
  /**
   * Trains the network for so many steps on the corpus that its foundation was narrowed by: only the weights that the
   * regime trains, at its step size. Returns the gap to the writers in nats per decision. Throws in `motive`.
   */
  imitate(steps: number): number
  /**
   * Takes so many gradient steps (Adam) on a loss of the hook's own over fresh decisions of the corpus, on the weights
   * that the regime trains. Returns the loss, mean over the last tenth of the steps. Throws in `motive`.
   */
  train(steps: number, loss: (practice: Practice) => tf.Tensor, options?: TrainOptions): number
  /** Decisions of the corpus to be read, `train` where left out. Call it inside `tf.tidy`, which ends its tensors. */
  practice(domain?: Domain): Practice
  /**
   * Moves every weight that the regime trains to (1 − share) times itself plus share times noise, normal with the SD of
   * the weights of its matrix (Lee et al. 2025, UNDO). Throws in `motive`.
   */
  shake(share: number): void
}

/** Who writes the corpus. A hook returns a changed copy. */
export interface Writers extends Population {
  /** How far cues move writers: the share of the shifts that `agents/cues.ts` declares, 0 … 1. */
  readonly cueStrength: number
}

/**
 * The hooks of an intervention; each is named after what it may change. All are synchronous and fold over an arm's
 * interventions in list order: what one returns, the next one gets. All but `before` and `between` must return a value, changed
 * or as it came. Arguments belong to the arena: return changed copies.
 */
export interface Hooks {
  /** Before matches are set up: a changed game. The reference engine replays it too, so moves stay pure. */
  game(game: Game): Game
  /** Per episode when acting, once per update: the focal agent's cue. Passes may differ; the last one named wins. */
  cue(pass: Pass): Cue
  /**
   * Once per update whose cue differs from that of acting: the cue under which the probability in the denominator of
   * PPO's ratio is found. That of the update, unless a hook says otherwise; that of acting is importance sampling.
   */
  ratio(cues: { readonly act: Cue; readonly update: Cue }): Cue
  /** Once, before matches: the traits that the evidence shows in place of the assistant's, [DIM], SD. */
  persona(traits: TraitVector): TraitVector
  /**
   * At every decision of the focal agent in compete, in rollouts (`act`) and evaluations (`measure`): 1 where an action
   * may be taken, [actions]. At least one legal action must stay. What is drawn or counted of one pass must not hang on
   * the other, or how often an arm is evaluated changes how it trains.
   */
  options(
    mask: Uint8Array,
    appraise: (action: number) => Appraisal,
    at: { readonly pass: 'act' | 'measure' },
  ): Uint8Array
  /** Before imitation: who writes. The arm gets foundations of its own. A cue strength left out stays as it was. */
  corpus(writers: Writers): Population & Partial<Writers>
  /** In `motive`, when episodes draw m and when its mean is updated: the sampler that is used in place of `q`. */
  motives(q: MotiveSampler): MotiveSampler
  /**
   * After a rollout and after `rewards`: the same episodes in the same order, with other weights or rewards. Beside
   * them: what the rollout knew.
   */
  episodes(episodes: readonly Episode[], outcomes: readonly Outcomes[]): readonly Episode[]
  /** After a rollout: finite rewards, [episodes][decisions], payoff units. Beside them: what the rollout knew. */
  rewards(rewards: readonly (readonly number[])[], episodes: readonly Outcomes[]): readonly (readonly number[])[]
  /**
   * In every forward pass: z → z′, [rows, persona]. A function of z and the pass alone, which neither draws nor counts:
   * one decision may ask twice, and logs ask again.
   */
  motivation(z: tf.Tensor2D, at: { readonly pass: Pass }): tf.Tensor2D
  /** In every minibatch of an update: a scalar, of shape [], that is added to the loss of the learner, which minimises the sum. */
  loss(context: LossContext): tf.Tensor
  /** In every minibatch, after the backward pass: a gradient under each weight's name, same names and shapes. */
  gradients(
    gradients: Readonly<Record<string, tf.Tensor>>,
    context: GradientContext,
  ): Readonly<Record<string, tf.Tensor>>
  /** Once, after the first evaluation and before the first rollout: further training. Returns nothing. */
  before(context: Between): void
  /** After an update and before the next rollout: further training. Returns nothing. */
  between(context: Between): void
}

/** Name of a hook. */
export type Touch = keyof Hooks
