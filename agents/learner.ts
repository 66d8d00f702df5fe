import type { z } from 'zod'
import { requireMembers } from '../envs/members.ts'
import { paramsOf } from '../envs/params.ts'
import type { Rng } from '../envs/random.ts'
import { compiledPpo } from './compiled/ppo.ts'
import type { Evidence } from './evidence.ts'
import type { Network } from './network.ts'
import { type Trainable, trains } from './ppo.ts'
import type { Trajectory } from './ppo-rows.ts'
import { type PpoStep, tensorPpo, type UpdateHooks } from './ppo-tensors.ts'

/** What learns: a network, from trajectories. PPO of `ppo.ts` is one, and so is what a plugin brings. */
export interface Algorithm {
  /**
   * Learns from one rollout.
   * @param hooks what the arm's interventions change; each that is there has to be asked
   * @returns numbers for the log, all finite, as `losses/policy_loss`
   */
  update(trajectories: readonly Trajectory[], hooks: UpdateHooks): Readonly<Record<string, number>>
  /** Called once at the end of the trial: frees its tensors. */
  dispose(): void
}

/** What an algorithm is made with. */
export interface AlgorithmOptions<P = unknown> {
  /** Its params, defaults filled in. */
  readonly params: P
  /** The network that learns. */
  readonly network: Network
  /** The frozen checkpoint that it started from; interventions read its policy. */
  readonly reference: Network
  /** What shows the assistant: draws of m behind the trajectories are of its sets. */
  readonly evidence: Evidence
  /** Which weights may change; `learning` names them. */
  readonly trainable: Trainable
  /** Whether losses of interventions train the self-report head. */
  readonly statedTrains?: boolean
  /** All its chance. */
  readonly rng: Rng
}

/** What an author writes of a learner. */
export interface LearnerSpec<S extends z.ZodType> {
  /** Name in logs and in the study's hash; kebab-case. */
  readonly id: string
  /** Whole number from 1, raised with every change of what it does. */
  readonly version: number
  /** One sentence for lists. */
  readonly summary: string
  /** Schema of the params, with ranges and defaults; `{}` must fit it. */
  readonly params: S
  /** Called once per trial. */
  create(options: AlgorithmOptions<z.output<S>>): Algorithm
}

/** A learner with its params, as an arm names it. */
export interface LearnerChoice {
  readonly id: string
  readonly version: number
  /** All params, defaults filled in: JSON values, part of the study's hash. */
  readonly params: Readonly<Record<string, unknown>>
  create(options: Omit<AlgorithmOptions, 'params'>): Algorithm
}

/** What `defineLearner` returns: call it with params, or with none for the defaults. */
export interface LearnerPlugin<S extends z.ZodType = z.ZodType> {
  (params?: z.input<S>): LearnerChoice
  readonly spec: LearnerSpec<S>
}

/**
 * Defines a learner plugin.
 * @throws ArgumentFault naming the members that are missing; ZodError from the returned factory when params do not fit
 */
export function defineLearner<S extends z.ZodType>(spec: LearnerSpec<S>): LearnerPlugin<S> {
  requireMembers('learner', spec, {
    ...{ id: 'string', version: 'number', summary: 'string', params: 'object', create: 'function' },
  })
  const { id, version } = spec
  const choose = (input?: z.input<S>): LearnerChoice => {
    const params = paramsOf(spec.params, input, { kind: 'learner', id: spec.id })
    return {
      ...{ id, version, params: params as Record<string, unknown> },
      create: (options) => spec.create({ ...options, params }),
    }
  }
  return Object.assign(choose, { spec })
}

/** Names of the weights that reinforcement changes, and of the critic's, which has an optimiser of its own. */
export function learning({
  network,
  trainable,
  statedTrains = false,
}: Pick<AlgorithmOptions, 'network' | 'trainable' | 'statedTrains'>) {
  const names = Object.keys(network.variables)
  return {
    policy: names.filter((name) => trains(name, trainable) || (statedTrains && name.startsWith('stated/'))),
    critic: names.filter((name) => name.startsWith('critic/')),
  }
}

/** Adam steps of policy and critic, and the weight of the entropy bonus per nat. */
export interface PolicyGradientRates {
  readonly policy: number
  readonly critic: number
  readonly entropy: number
}

/**
 * Gradient steps on Σ advantage · log π(act) over decisions, with an entropy bonus, the critic's squared error, and the
 * interventions' losses and gradients, which `step` asks for. On wasm it runs in the network's own kernels.
 */
export function policyGradient(options: Omit<AlgorithmOptions, 'params' | 'rng'>, rates: PolicyGradientRates): PpoStep {
  const { network, reference, evidence } = options
  const made = {
    ...{ network, reference, evidence, ...learning(options) },
    rates: { policy: rates.policy, critic: rates.critic },
    config: { clip: 0, entropy: rates.entropy },
    objective: 'likelihood' as const,
  }
  return network.compiled ? compiledPpo(network.compiled, made) : tensorPpo(made)
}
