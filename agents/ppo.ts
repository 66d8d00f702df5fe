import { z } from 'zod'
import { Fault } from '../envs/fault.ts'
import { type Rng, shuffled } from '../envs/random.ts'
import { tf } from './backend.ts'
import { type Evidence, personasIn } from './evidence.ts'
import { requireFiniteWeights } from './finite.ts'
import { encodeQuestion } from './layout.ts'
import type { LatentTransform, Network } from './network.ts'
import { oneHot } from './tensor-ops.ts'

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

/** One decision of the focal seat, with what the network computed when it decided. */
export interface Transition {
  /** Input row under the cue of the update, [layout.input]. */
  readonly input: Float32Array
  /** 1 where an action was legal, [layout.actions]. */
  readonly mask: Float32Array
  /** The action taken, as an index over the action rows of all envs. */
  readonly action: number
  /** The narration token before the action, an index into TOKENS; absent where networks do not narrate. */
  readonly token?: number
  /** Log-probability of the action when it was taken; where networks narrate, of token and action together. */
  readonly logProbability: number
  /** The critic's value of the state when the action was taken, payoff units. */
  readonly value: number
  /** Reward after the action, as the hooks left it, payoff units. */
  readonly reward: number
}

/** One episode: the focal seat's decisions in order, and the draw of its motivation m. */
export interface Trajectory {
  readonly transitions: readonly Transition[]
  /** Index of the evidence set that m was drawn from. */
  readonly set: number
  /** Standard normal draw behind m, [persona]: m = mean + SD · noise of that set. */
  readonly noise: Float32Array
  /** Weight of its decisions in losses; 0 drops the episode. */
  readonly weight: number
  /** Whether its rewards are held against no value of the critic: they alone are good or bad. Left out, they are not. */
  readonly charged?: boolean
}

/** Tensors of one minibatch, for the losses of interventions. They belong to the update and are gone after it. */
export interface UpdateTensors {
  /** Input rows, [rows, layout.input]. */
  readonly input: tf.Tensor2D
  /** Weight of each decision, that of its episode, [rows]. */
  readonly weight: tf.Tensor1D
  /** Log-policy over actions, summed over narration tokens, [rows, actions]; `reference` likewise. */
  readonly logPolicy: tf.Tensor2D
  /** The same of the frozen checkpoint, without interventions on z. */
  readonly reference: tf.Tensor2D
  /** 1 where an action was legal, [rows, actions]. */
  readonly mask: tf.Tensor2D
  /** z before interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
  /** Answers to the questionnaire with the motivations of the first rows, [minds, ITEMS]; no gradient leaves their head. */
  answers(): tf.Tensor2D
}

/** What interventions change in an update; each hook is left out where none touches it. */
export interface UpdateHooks {
  /** Changes z inside the forward pass of the network that learns. */
  readonly motivation?: LatentTransform
  /** Scalars that are added to the loss of each minibatch. */
  readonly losses?: (tensors: UpdateTensors) => tf.Scalar[]
  /** Changes the gradients of each minibatch, by weight name, before Adam sees them. */
  readonly gradients?: (gradients: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>
}

export interface Ppo {
  /**
   * Learns from one rollout: all epochs over its decisions.
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

/** Minds that the questionnaire is asked with, once per minibatch. */
const ASKED = 64

export function createPpo({
  network,
  reference,
  evidence,
  trainable,
  statedTrains = false,
  config,
  rng,
}: PpoOptions): Ppo {
  const { layout, persona } = network.spec
  const names = Object.keys(network.variables)
  const policyNames = names.filter((name) => trains(name, trainable) || (statedTrains && name.startsWith('stated/')))
  const criticNames = names.filter((name) => name.startsWith('critic/'))
  const variables = [...policyNames, ...criticNames].map((name) => network.variables[name])
  const policyAdam = tf.train.adam(config.learningRate[trainable])
  const criticAdam = tf.train.adam(config.criticRate)
  const setCount = personasIn(evidence)
  let rollouts = 0

  return { update, dispose: () => [policyAdam, criticAdam].forEach((adam) => void adam.dispose()) }

  function update(trajectories: readonly Trajectory[], hooks: UpdateHooks): Readonly<Record<string, number>> {
    const rows = withAdvantages(trajectories, config)
    const sums: Record<string, number> = {}
    let minibatches = 0
    const policyTrains = rollouts++ >= config.warmup
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const order = shuffled([...rows.keys()], rng)
      for (let from = 0; from < order.length; from += config.minibatch) {
        const chosen = order.slice(from, from + config.minibatch).map((i) => rows[i])
        for (const [name, value] of Object.entries(step(chosen, hooks, policyTrains)))
          sums[name] = (sums[name] ?? 0) + value
        minibatches += 1
      }
    }
    requireFiniteWeights(network.variables, `PPO, rollout ${rollouts}`)
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / minibatches]))
  }

  /** One gradient step on a minibatch; policy and critic have optimisers of their own. */
  function step(rows: readonly Row[], hooks: UpdateHooks, policyTrains: boolean): Record<string, number> {
    return tf.tidy(() => {
      const at = upload(rows)
      let metrics: Record<string, number> = {}
      const { grads } = tf.variableGrads(() => {
        const parts = losses(at, hooks)
        metrics = readings(parts)
        return tf.addN([parts.policy, parts.value, parts.extra]) as tf.Scalar
      }, variables)
      // Without a loss of an intervention nothing reaches the self-report head.
      const gradientOf = (at: tf.Variable) => grads[at.name] ?? tf.zerosLike(at)
      const named = Object.fromEntries(
        [...policyNames, ...criticNames].map((name) => [name, gradientOf(network.variables[name])]),
      )
      const changed = hooks.gradients ? hooks.gradients(named) : named
      if (policyTrains) policyAdam.applyGradients(byVariable(policyNames, changed))
      criticAdam.applyGradients(byVariable(criticNames, changed))
      return metrics
    })
  }

  /** Gradients under the names that tfjs gave the variables, as its optimisers ask for them. */
  function byVariable(subset: readonly string[], gradients: Readonly<Record<string, tf.Tensor>>): never {
    return Object.fromEntries(subset.map((name) => [network.variables[name].name, gradients[name]])) as never
  }

  /** Tensors of a minibatch: each [rows], or [rows, width]; `sets` and `taken` are one-hot. */
  function upload(rows: readonly Row[]) {
    const n = rows.length
    const pack = (width: number, of: (row: Row) => ArrayLike<number>) => {
      const out = new Float32Array(n * width)
      rows.forEach((row, i) => void out.set(of(row), i * width))
      return tf.tensor2d(out, [n, width])
    }
    const column = (of: (row: Row) => number) => tf.tensor1d(Float32Array.from(rows, of))
    const taken = new Float32Array(n * layout.actions)
    for (let i = 0; i < n; i++) taken[i * layout.actions + rows[i].action] = 1
    return {
      input: pack(layout.input, (row) => row.input),
      mask: pack(layout.actions, (row) => row.mask),
      noise: pack(persona, (row) => row.noise),
      sets: pack(setCount, (row) => Float32Array.from({ length: setCount }, (_, i) => (i === row.set ? 1 : 0))),
      taken: tf.tensor2d(taken, [n, layout.actions]),
      ...(network.spec.narration && { token: oneHot(rows.map(({ token }) => token ?? refuseMissingToken())) }),
      old: column((row) => row.logProbability),
      advantage: column((row) => row.advantage),
      target: column((row) => row.target),
      weight: column((row) => row.weight),
    }
  }

  /** All losses and readings of a minibatch, scalars: means over rows, weighted by episode. */
  function losses(at: ReturnType<typeof upload>, hooks: UpdateHooks): Record<string, tf.Tensor> {
    const m = minds(network, at)
    const { logits, z, moved, value } = network.forward(at.input, m, at.mask, hooks.motivation, at.token)
    const logPolicy = tf.logSoftmax(logits) as tf.Tensor2D
    const narration = at.token && network.narrate(moved)
    const total = tf.maximum(tf.sum(at.weight), 1)
    const mean = (x: tf.Tensor) => tf.div(tf.sum(tf.mul(x, at.weight)), total)

    // Clipped surrogate (eq. 7 of Schulman et al. 2017). With narration the ratio is that of token and action together.
    const logAction = tf.sum(tf.mul(logPolicy, at.taken), 1)
    const logToken = narration && tf.sum(tf.mul(narration, at.token as tf.Tensor2D), 1)
    const logProbability = logToken ? tf.add(logAction, logToken) : logAction
    const ratio = tf.exp(tf.sub(logProbability, at.old))
    const clipped = tf.clipByValue(ratio, 1 - config.clip, 1 + config.clip)
    const surrogate = tf.minimum(tf.mul(ratio, at.advantage), tf.mul(clipped, at.advantage))

    // Entropy of the action after the token that was drawn, plus that of the token: the bonus pays for both.
    const actionEntropy = tf.neg(tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), at.mask), logPolicy), 1))
    const entropy = narration ? tf.sub(actionEntropy, tf.sum(tf.mul(tf.exp(narration), narration), 1)) : actionEntropy
    const policy = tf.neg(mean(tf.add(surrogate, tf.mul(entropy, config.entropy))))

    // Squared error of the critic, unclipped; its gradient stops before trunk and z.
    const valueLoss = mean(tf.square(tf.sub(value, at.target)))

    // Interventions read policies over actions alone, so a network that narrates is asked again without the token.
    const extra = hooks.losses?.({
      input: at.input,
      weight: at.weight,
      logPolicy: at.token
        ? (tf.logSoftmax(network.forward(at.input, m, at.mask, hooks.motivation).logits) as tf.Tensor2D)
        : logPolicy,
      reference: referenceOf(at),
      mask: at.mask,
      z,
      answers: () => selfReport(m),
    })
    return {
      policy,
      value: valueLoss,
      extra: extra?.length ? tf.addN(extra) : tf.scalar(0),
      entropy: mean(entropy),
      kl: mean(tf.sub(at.old, logProbability)),
      clipped: mean(tf.cast(tf.greater(tf.abs(tf.sub(ratio, 1)), config.clip), 'float32')),
    }
  }

  /** Log-policy of the frozen checkpoint, with its own m from the same draw. Its variables are not trained. */
  function referenceOf(at: ReturnType<typeof upload>): tf.Tensor2D {
    return tf.logSoftmax(reference.forward(at.input, minds(reference, at), at.mask).logits)
  }

  /** m of each row, [rows, persona], computed again from its draw so that gradients reach the evidence encoder. */
  function minds(of: Network, { noise, sets: chosen }: ReturnType<typeof upload>): tf.Tensor2D {
    const { mean, logSd } = of.posterior(evidence)
    if (setCount === 1) return tf.add(mean, tf.mul(tf.exp(logSd), noise)) as tf.Tensor2D
    const ofRow = (x: tf.Tensor2D) => tf.matMul(chosen, x)
    return tf.add(ofRow(mean), tf.mul(ofRow(tf.exp(logSd)), noise)) as tf.Tensor2D
  }

  /** Answers to the questionnaire, asked with no cue, [minds, ITEMS]. */
  function selfReport(m: tf.Tensor2D): tf.Tensor2D {
    const asked = Math.min(ASKED, m.shape[0])
    const question = new Float32Array(layout.input)
    encodeQuestion(layout, 'neutral', question)
    const rows = tf.tile(tf.tensor2d(question, [1, layout.input]), [asked, 1]) as tf.Tensor2D
    return network.answers(network.z(rows, tf.slice(m, [0, 0], [asked, -1]) as tf.Tensor2D))
  }

  /** Numbers for the log. @throws Error naming the loss that is not finite */
  function readings({ policy, value, extra, entropy, kl, clipped }: Record<string, tf.Tensor>): Record<string, number> {
    const read = (x: tf.Tensor) => x.dataSync()[0]
    const out = {
      'losses/policy': read(policy),
      'losses/value': read(value),
      'losses/interventions': read(extra),
      'losses/entropy': read(entropy),
      'losses/approx_kl': read(kl),
      'losses/clip_fraction': read(clipped),
    }
    const broken = Object.entries(out).find(([, number]) => !Number.isFinite(number))
    if (broken)
      throw new Fault(
        'METTLE_DEFECT',
        `Expected finite losses, got ${broken[0]} = ${broken[1]} in PPO: lower the learning rate or check loss hooks`,
      )
    return out
  }
}

function refuseMissingToken(): never {
  throw new Fault(
    'METTLE_DEFECT',
    'Expected a token with every transition of a network that narrates, got none: record `token` with it',
  )
}

/** A decision with its advantage (standardised) and the target of its value. */
interface Row extends Transition {
  readonly set: number
  readonly noise: Float32Array
  readonly weight: number
  advantage: number
  readonly target: number
}

/**
 * All decisions of a rollout with generalised advantages. The last decision of an episode ends it: nothing is
 * bootstrapped. Targets of the value are advantage + value; charged rewards are advantages as they are; then advantages are standardised over the weighted rows.
 */
function withAdvantages(trajectories: readonly Trajectory[], { gamma, lambda }: PpoSettings): Row[] {
  const rows: Row[] = []
  for (const { transitions, set, noise, weight, charged } of trajectories) {
    let advantage = 0
    for (let t = transitions.length - 1; t >= 0; t--) {
      const { reward, value } = transitions[t]
      const next = transitions[t + 1]?.value ?? 0
      const expected = charged ? 0 : gamma * next - value
      advantage = reward + expected + gamma * lambda * advantage
      rows.push({ ...transitions[t], set, noise, weight, advantage, target: advantage + value })
    }
  }
  let sum = 0
  let squares = 0
  let total = 0
  for (const row of rows) {
    sum += row.weight * row.advantage
    squares += row.weight * row.advantage * row.advantage
    total += row.weight
  }
  const mean = total > 0 ? sum / total : 0
  const sd = total > 0 ? Math.sqrt(Math.max(0, squares / total - mean * mean)) : 1
  for (const row of rows) row.advantage = (row.advantage - mean) / (sd + 1e-8)
  return rows
}
