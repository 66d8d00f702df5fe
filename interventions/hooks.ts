import type { Game } from 'boardgame.io'
import type { tf } from '../agents/backend.ts'
import type { Cue } from '../agents/cues.ts'
import type { Population, Trait } from '../agents/traits.ts'
import type { Appraisal } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'

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
  /**
   * What a dropped episode trains all the same, payoff units, [decisions]: reward against no expectation, so that
   * nothing else of the episode is learned. Read where `weight` is 0; left out, a dropped episode trains nothing.
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

/** What a rollout knew of an episode beyond the rewards of its focal seat; seen by `rewards` hooks alone. */
export interface Outcomes {
  /** The seat that learns. */
  readonly focal: number
  /** Increment of every seat's payoff after each decision of the focal seat, [decisions][seats]. */
  readonly payoffs: readonly (readonly number[])[]
  /** Appraisal of each action that the focal seat took, as a writer in its place sees it, [decisions]. */
  readonly appraisals: readonly Appraisal[]
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
  /** Unit vector v of each trait, [persona]. */
  readonly directions: Readonly<Record<Trait, Float32Array>>
  /** SD of z·v over those writers. */
  readonly sd: Readonly<Record<Trait, number>>
  /** z·v of the assistant. */
  readonly assistant: Readonly<Record<Trait, number>>
}

/** One minibatch, for losses. Tensors belong to the update and are gone after it: neither keep nor dispose of them. */
export interface LossContext {
  /** Weight of each decision, that of its episode; 0 where the episode was dropped, [rows]. */
  readonly weight: tf.Tensor1D
  /** Log-policy over actions of the network that learns, summed over narration tokens, [rows, actions]. */
  readonly logPolicy: tf.Tensor2D
  /** Log-policy over actions of the frozen network that RL started from, likewise, [rows, actions]. */
  readonly reference: tf.Tensor2D
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
}

/** What may be done between two updates. */
export interface Between {
  /** The update just applied, from 0. */
  readonly update: number
  /** A stream of randomness for this update; the hook's own. */
  readonly rng: Rng
  /**
   * Trains the network for so many steps on the corpus that its foundation was narrowed by: only the weights that the
   * regime trains, at its step size. Returns the gap to the writers in nats per decision. Throws in `motive`.
   */
  imitate(steps: number): number
}

/** Who writes the corpus. A hook returns a changed copy. */
export interface Writers extends Population {
  /** How far cues move writers: the share of the shifts that `agents/cues.ts` declares, 0 … 1. */
  readonly cueStrength: number
}

/**
 * The hooks of an intervention; each is named after what it may change. All are synchronous and fold over an arm's
 * interventions in list order: what one returns, the next one gets. All but `between` must return a value, changed
 * or as it came. Arguments belong to the arena: return changed copies.
 */
export interface Hooks {
  /** Before matches are set up: a changed game. The reference engine replays it too, so moves stay pure. */
  game(game: Game): Game
  /** Per episode when acting, once per update: the focal agent's cue. Passes may differ; the last one named wins. */
  cue(pass: Pass): Cue
  /** Before imitation: who writes. The arm gets foundations of its own. A cue strength left out stays as it was. */
  corpus(writers: Writers): Population & Partial<Writers>
  /** In `motive`, when episodes draw m and when its mean is updated: the sampler that is used in place of `q`. */
  motives(q: MotiveSampler): MotiveSampler
  /** After a rollout and after `rewards`: the same episodes in the same order, with other weights or rewards. */
  episodes(episodes: readonly Episode[]): readonly Episode[]
  /** After a rollout: finite rewards, [episodes][decisions], payoff units. Beside them: what the rollout knew. */
  rewards(rewards: readonly (readonly number[])[], episodes: readonly Outcomes[]): readonly (readonly number[])[]
  /** In every forward pass: z → z′, [rows, persona]. A function of z alone, since one decision may ask twice. */
  motivation(z: tf.Tensor2D, at: { readonly pass: Pass }): tf.Tensor2D
  /** In every minibatch of an update: a scalar that is added to the loss of the learner, which minimises the sum. */
  loss(context: LossContext): tf.Scalar
  /** In every minibatch, after the backward pass: a gradient under each weight's name, same names and shapes. */
  gradients(gradients: Readonly<Record<string, tf.Tensor>>): Readonly<Record<string, tf.Tensor>>
  /** After an update and before the next rollout: further training. Returns nothing. */
  between(context: Between): void
}

/** Name of a hook. */
export type Touch = keyof Hooks
