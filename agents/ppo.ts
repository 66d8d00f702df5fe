import { z } from 'zod'
import { type Rng, shuffled } from '../envs/random.ts'
import { compiledPpo } from './compiled/ppo.ts'
import type { Evidence } from './evidence.ts'
import { requireFiniteWeights } from './finite.ts'
import type { Network } from './network.ts'
import { chosen, type Trajectory, withAdvantages } from './ppo-rows.ts'
import { type Objective, type PpoStep, tensorPpo, type UpdateHooks } from './ppo-tensors.ts'

const share = z.number().min(0).max(1)

/**
 * Proximal policy optimisation (PPO, Schulman et al. 2017) with generalised advantage estimation (GAE, Schulman et al.
 * 2016), read top to bottom.
 */
export const PpoSettings = z.strictObject({
  learningRate: z
    .strictObject({
      encoder: share.default(3e-4).describe('Adam step of the policy weights in the encoder regime, 0 to 1.'),
      full: share.default(1.5e-4).describe('Adam step of the policy weights in the full regime, 0 to 1.'),
    })
    .prefault({})
    .describe('Adam steps of the policy by regime; a large step makes behaviour that no persona shows.'),
  criticRate: share.default(3e-3).describe('Adam step of the critic, 0 to 1.'),
  epochs: z
    .int()
    .min(1)
    .max(100)
    .default(2)
    .describe('Passes over the decisions of a rollout in each update, 1 to 100.'),
  minibatch: z
    .int()
    .min(1)
    .max(65_536)
    .default(512)
    .describe('Decisions in each gradient step, 1 to 65536; the last step of a pass takes what is left.'),
  clip: z
    .number()
    .min(0)
    .max(10)
    .default(0.2)
    .describe('Clip ε of the probability ratio, which counts within 1 ± ε, 0 to 10 (Schulman et al. 2017, eq. 7).'),
  gamma: share.default(0.97).describe('Discount of reward per decision of the focal seat, 0 to 1.'),
  lambda: share
    .default(0.95)
    .describe('Weight λ of longer returns in generalised advantage estimation, 0 to 1 (Schulman et al. 2016).'),
  entropy: share
    .default(0)
    .describe(
      'Weight of the entropy bonus, per nat, 0 to 1 (Schulman et al. 2017, eq. 9); it pushes personas to uniform play.',
    ),
  warmup: z.int().min(0).max(1000).default(2).describe('Updates at the start that train the critic alone, 0 to 1000.'),
})
export type PpoSettings = z.output<typeof PpoSettings>

/** What reinforcement may change. `motive` changes no weight and has its own learner. */
export type Trainable = 'encoder' | 'full'

export interface Ppo {
  /**
   * Learns from one rollout: all epochs over its decisions. The contract of every learner: `Algorithm` of `learner.ts`.
   * @returns means over minibatches, `losses/…` as CleanRL names them
   * @throws Fault naming the loss or the weight that is not finite
   */
  update(trajectories: readonly Trajectory[], hooks: UpdateHooks): Readonly<Record<string, number>>
  dispose(): void
}

export interface PpoOptions {
  /** The network that learns. */
  readonly network: Network
  /** The frozen checkpoint that RL started from; interventions read its policy. */
  readonly reference: Network
  /** What shows the assistant: one persona in one or more sets. */
  readonly evidence: Evidence
  readonly trainable: Trainable
  /** Whether the losses of interventions train the self-report head; left out, nothing does. */
  readonly statedTrains?: boolean
  readonly config: PpoSettings
  /** `likelihood` imitates: every decision counts by its weight, whatever it brought. Left out, the surrogate. */
  readonly objective?: Objective
  readonly rng: Rng
}

/**
 * Whether the policy's loss trains a weight, by name. Adapters never train in compete, the self-report head by losses of
 * interventions alone and where a study says so; `encoder` trains persona inference and z alone. The critic has an optimiser of its own.
 */
export function trains(name: string, trainable: Trainable): boolean {
  if (name.startsWith('critic/') || name.startsWith('stated/') || name.startsWith('adapter/')) return false
  return trainable === 'full' || name.startsWith('persona/') || name.startsWith('z/')
}

export function createPpo(options: PpoOptions): Ppo {
  const { network, trainable, statedTrains = false, config, objective, rng } = options
  const names = Object.keys(network.variables)
  const learning = {
    ...options,
    policy: names.filter((name) => trains(name, trainable) || (statedTrains && name.startsWith('stated/'))),
    critic: names.filter((name) => name.startsWith('critic/')),
    rates: { policy: config.learningRate[trainable], critic: config.criticRate },
  }
  const learner: PpoStep = network.compiled ? compiledPpo(network.compiled, learning) : tensorPpo(learning)
  let rollouts = 0
  return { update, dispose: learner.dispose }

  function update(trajectories: readonly Trajectory[], hooks: UpdateHooks): Readonly<Record<string, number>> {
    const found = withAdvantages(network.spec, trajectories, config)
    const rows = objective === 'likelihood' ? { ...found, advantage: found.advantage.map(() => 1) } : found
    const sums: Record<string, number> = {}
    let minibatches = 0
    const policyTrains = rollouts++ >= config.warmup
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const order = shuffled(
        Array.from({ length: rows.count }, (_, row) => row),
        rng,
      )
      for (let from = 0; from < order.length; from += config.minibatch) {
        const minibatch = chosen(rows, order.slice(from, from + config.minibatch))
        for (const [name, value] of Object.entries(learner.step(minibatch, hooks, policyTrains)))
          sums[name] = (sums[name] ?? 0) + value
        minibatches += 1
      }
    }
    requireFiniteWeights(network, `PPO, rollout ${rollouts}`)
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / minibatches]))
  }
}
