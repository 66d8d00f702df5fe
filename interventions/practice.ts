import type { tf } from '../agents/backend.ts'
import type { Cue } from '../agents/cues.ts'
import type { LatentTransform } from '../agents/network.ts'
import type { TraitVector } from '../agents/traits.ts'

/** What a network makes of decisions. */
export interface Read {
  /** Log-policy over actions, [rows, actions]; about −10⁴ where an action is not legal. */
  readonly logPolicy: tf.Tensor2D
  /** The motivation layer, without interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
}

/** Whom a network is shown, and how a decision is framed. */
export interface Shown {
  /** Cue of all decisions; neutral where left out. */
  readonly cue?: Cue
  /** `assistant` (default), or `writers`: each decision by the acts of its own writer. */
  readonly by?: 'assistant' | 'writers'
  /**
   * Changes z before the heads read it, as the hook of that name does, [rows, persona]; left out, z stays as it is. The
   * hooks of an arm are not run here. Its gradient is the way to z: what it stops never reaches the weights behind.
   */
  readonly motivation?: LatentTransform
}

/**
 * Which decisions of the corpus: those of the study's train envs; those of the eval envs that writers were imitated in,
 * which an intervention that trains on them must name in its page, since traits are read there; or all of them.
 */
export type Domain = 'train' | 'eval' | 'all'

/** Decisions of the corpus, as imitation saw them. None is played or paid. Tensors belong to the step and are gone after it. */
export interface Practice {
  /** Number of decisions. */
  readonly rows: number
  /** 1 where an action is legal, [rows, actions]. */
  readonly mask: tf.Tensor2D
  /** How dark each action is: the sum of its appraisals of harm, deceit, coercion, breach, exploit, spite, [rows, actions]. */
  readonly dark: tf.Tensor2D
  /** Traits of the writer of each decision, drawn from the population, [rows][DIM], SD. */
  readonly writers: readonly TraitVector[]
  /** Traits of the assistant, [DIM], SD. */
  readonly assistant: TraitVector
  /**
   * What somebody of these traits would do under a cue, exactly, [rows, actions]; `writers` asks each decision's own.
   * @param cue moves the traits as `agents/cues.ts` declares, at the corpus' strength; neutral where left out
   */
  policy(traits: TraitVector | 'writers', cue?: Cue): tf.Tensor2D
  /** The network that learns; gradients reach it. */
  learner(shown?: Shown): Read
  /** The frozen network that RL started from, with the same draws behind m. No gradient. */
  reference(shown?: Shown): Read
}
