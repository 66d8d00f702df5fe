import type { z } from 'zod'
import type { LearnerChoice } from '../../agents/learner.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import type { Intervention, Regime } from '../../interventions/define.ts'
import type { Settings } from './settings.ts'

/** What an arm may set for itself. */
export type ArmSettings = Omit<z.input<typeof Settings>, 'seed' | 'foundations' | 'env' | 'measure'>

/** One combination of interventions, and the regimes it runs in. A study never changes it. */
export interface Arm {
  /** Interventions in the order in which their hooks fold; empty for the control. */
  readonly interventions: readonly Intervention[]
  /** Regimes it runs in: a trial per regime and foundation. All its interventions act in each. */
  readonly regimes: readonly Regime[]
  /** Another train env that this arm competes in, as a matched control does; left out, the study's own. */
  readonly train?: EnvPlugin<any, any>
  /** Params of its train env that this arm changes; where `train` is another env, all that differ from its defaults. */
  readonly env?: Readonly<Record<string, unknown>>
  /**
   * Settings that this arm changes, as `{ compete: { entropy: 0.01 } }` or `{ network: { narration: true } }`: any but
   * seed, foundations, env and measure. One that a foundation is made by gives the arm foundations of its own.
   */
  readonly settings?: ArmSettings
  /**
   * Label of another stream of randomness for its reinforcement, on the same foundation, opponents and evaluations. An
   * arm with nothing but this stands to control as control to itself (A/A), once `comparedWith: 'control'` asks for the
   * contrast.
   */
  readonly stream?: string
  /**
   * It learns from a log and not from what it plays itself: from matches of the untreated network in the neutral
   * context, the same for every arm on its foundation. `reinforce`: PPO on what was done there, with discounted returns
   * for advantages. `imitate`: the likelihood of what was done in the best of the episodes (setting `compete.imitated`).
   * The cue of the update is the arm's own, and the ratio of PPO is found under it.
   */
  readonly log?: 'reinforce' | 'imitate'
  /**
   * What learns in its weights, in place of PPO: a value from a learner plugin, as `a2c({ rate: 5e-4 })`. Of the settings
   * under `compete` it reads none but those of rollouts and evaluations.
   */
  readonly learner?: LearnerChoice
  /**
   * `random`: reinforcement starts from the network as it was initialised, with nobody imitated, so that behaviour
   * changes and no persona stands behind it. Such an arm has foundations of its own, and its frozen opponent is that
   * network too. Left out, reinforcement starts from the assistant.
   */
  readonly init?: 'random'
  /**
   * `false`: no sign-reversed twin is made of this arm, which then has a change alone; drag, effect and prevention read
   * n/a. Left out, the study makes one of every arm that is judged.
   */
  readonly twin?: false
  /** Name of its sign-reversed twin, the same arm with power punished; the study fills it in. */
  readonly reversed?: string
  /** The arm that this one is the sign-reversed twin of; the study fills it in. */
  readonly twinOf?: string
  /**
   * Name of the arm whose drag its effect is measured against; left out, `control`; none for controls and other envs.
   */
  readonly comparedWith?: string
  /** `control`: it has a level, not a drag of its own. */
  readonly role?: 'control'
}
