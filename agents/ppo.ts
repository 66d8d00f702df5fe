import { z } from 'zod'
import { type Rng, shuffled } from '../envs/random.ts'
import { tf } from './backend.ts'
import { type Evidence, evidenceTensor, personasIn } from './evidence.ts'
import { type LatentTransform, type Network, oneHot } from './network.ts'

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
      'Weight of the entropy bonus, per nat, 0 to 1 (Schulman et al. 2017, eq. 9); any pushes personas towards uniform play.',
    ),
  warmup: z.int().min(0).max(1000).default(2).describe('Updates at the start that train the critic alone, 0 to 1000.'),
})
export type PpoSettings = z.output<typeof PpoSettings>

/** What reinforcement may change. `motive` changes no weight and has its own learner. */
export type Trainable = 'encoder' | 'full'

/** One decision of the focal seat. */
export interface Transition {
  readonly input: Float32Array
  readonly mask: Float32Array
  /** Index over all action rows. */
  readonly action: number
  /** What it said of itself before, where networks narrate. */
  readonly token?: number
  /** Of both. */
  readonly logProbability: number
  readonly value: number
  readonly reward: number
}

export interface Trajectory {
  readonly transitions: readonly Transition[]
  /** The evidence set and the draw behind this episode's m, [persona]. */
  readonly set: number
  readonly noise: Float32Array
  readonly weight: number
}

/** Tensors of one minibatch, for the losses of interventions. */
export interface UpdateTensors {
  readonly input: tf.Tensor2D
  readonly weight: tf.Tensor1D
  /** Of acts alone, whatever is said before them; so is `reference`. */
  readonly logPolicy: tf.Tensor2D
  readonly reference: tf.Tensor2D
  readonly mask: tf.Tensor2D
  readonly z: tf.Tensor2D
}

export interface UpdateHooks {
  readonly motivation?: LatentTransform
  readonly losses?: (tensors: UpdateTensors) => tf.Scalar[]
  readonly gradients?: (gradients: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>
}

export interface Ppo {
  /** One rollout's worth of epochs. @returns metrics, `losses/…` as CleanRL names them. */
  update(trajectories: readonly Trajectory[], hooks: UpdateHooks): Readonly<Record<string, number>>
  dispose(): void
}

export interface PpoOptions {
  readonly network: Network
  /** The frozen checkpoint RL starts from; its policy is what KL is measured against. */
  readonly reference: Network
  /** What shows the assistant. */
  readonly evidence: Evidence
  readonly trainable: Trainable
  readonly config: PpoSettings
  readonly rng: Rng
}

/** Adapters and the self-report head never train in compete; `encoder` moves the persona path alone. */
export function trains(name: string, trainable: Trainable): boolean {
  if (name.startsWith('critic/') || name.startsWith('stated/') || name.startsWith('adapter/')) return false
  return trainable === 'full' || name.startsWith('persona/') || name.startsWith('z/')
}

export function createPpo({ network, reference, evidence, trainable, config, rng }: PpoOptions): Ppo {
  const { layout, persona } = network.spec
  const names = Object.keys(network.variables)
  const policyNames = names.filter((name) => trains(name, trainable))
  const criticNames = names.filter((name) => name.startsWith('critic/'))
  const variables = [...policyNames, ...criticNames].map((name) => network.variables[name])
  const policyAdam = tf.train.adam(config.learningRate[trainable])
  const criticAdam = tf.train.adam(config.criticRate)
  const sets = personasIn(evidence)
  let rollouts = 0

  return { update, dispose: () => [policyAdam, criticAdam].forEach((adam) => void adam.dispose()) }

  function update(trajectories: readonly Trajectory[], hooks: UpdateHooks): Readonly<Record<string, number>> {
    const rows = flatten(trajectories, config)
    const sums: Record<string, number> = {}
    let minibatches = 0
    const actorTrains = rollouts++ >= config.warmup
    for (let epoch = 0; epoch < config.epochs; epoch++) {
      const order = shuffled([...rows.keys()], rng)
      for (let from = 0; from < order.length; from += config.minibatch) {
        const chosen = order.slice(from, from + config.minibatch).map((i) => rows[i])
        for (const [name, value] of Object.entries(step(chosen, hooks, actorTrains)))
          sums[name] = (sums[name] ?? 0) + value
        minibatches += 1
      }
    }
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / minibatches]))
  }

  function step(rows: readonly Row[], hooks: UpdateHooks, actorTrains: boolean): Record<string, number> {
    return tf.tidy(() => {
      const at = upload(rows)
      let metrics: Record<string, number> = {}
      const { grads } = tf.variableGrads(() => {
        const parts = losses(at, hooks)
        metrics = readings(parts)
        return tf.addN([parts.policy, parts.value, parts.extra]) as tf.Scalar
      }, variables)
      const named = Object.fromEntries(
        [...policyNames, ...criticNames].map((name) => [name, grads[network.variables[name].name]]),
      )
      const changed = hooks.gradients ? hooks.gradients(named) : named
      if (actorTrains) policyAdam.applyGradients(byVariable(policyNames, changed))
      criticAdam.applyGradients(byVariable(criticNames, changed))
      return metrics
    })
  }

  function byVariable(subset: readonly string[], gradients: Readonly<Record<string, tf.Tensor>>): never {
    return Object.fromEntries(subset.map((name) => [network.variables[name].name, gradients[name]])) as never
  }

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
      sets: pack(sets, (row) => Float32Array.from({ length: sets }, (_, i) => (i === row.set ? 1 : 0))),
      taken: tf.tensor2d(taken, [n, layout.actions]),
      ...(network.spec.narration && { token: oneHot(rows.map(({ token }) => token ?? refuseSilence())) }),
      old: column((row) => row.logProbability),
      advantage: column((row) => row.advantage),
      target: column((row) => row.target),
      weight: column((row) => row.weight),
    }
  }

  function losses(at: ReturnType<typeof upload>, hooks: UpdateHooks): Record<string, tf.Tensor> {
    const m = minds(network, at)
    const { logits, z, moved, value } = network.forward(at.input, m, at.mask, hooks.motivation, at.token)
    const logPolicy = tf.logSoftmax(logits) as tf.Tensor2D
    const narration = at.token && network.narrate(moved)
    const total = tf.maximum(tf.sum(at.weight), 1)
    const mean = (x: tf.Tensor) => tf.div(tf.sum(tf.mul(x, at.weight)), total)

    const ofAct = tf.sum(tf.mul(logPolicy, at.taken), 1)
    const logProbability = narration ? tf.add(ofAct, tf.sum(tf.mul(narration, at.token as tf.Tensor2D), 1)) : ofAct
    const ratio = tf.exp(tf.sub(logProbability, at.old))
    const clipped = tf.clipByValue(ratio, 1 - config.clip, 1 + config.clip)
    const surrogate = tf.minimum(tf.mul(ratio, at.advantage), tf.mul(clipped, at.advantage))
    const ofActs = tf.neg(tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), at.mask), logPolicy), 1))
    const entropy = narration ? tf.sub(ofActs, tf.sum(tf.mul(tf.exp(narration), narration), 1)) : ofActs
    const policy = tf.neg(mean(tf.add(surrogate, tf.mul(entropy, config.entropy))))
    const valueLoss = mean(tf.square(tf.sub(value, at.target)))

    const extra = hooks.losses?.({
      input: at.input,
      weight: at.weight,
      logPolicy: at.token
        ? (tf.logSoftmax(network.forward(at.input, m, at.mask, hooks.motivation).logits) as tf.Tensor2D)
        : logPolicy,
      reference: referenceOf(at),
      mask: at.mask,
      z,
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

  function referenceOf(at: ReturnType<typeof upload>): tf.Tensor2D {
    return tf.logSoftmax(reference.forward(at.input, minds(reference, at), at.mask).logits)
  }

  /** m of each row, through the posterior, so that gradients reach the evidence encoder. */
  function minds(of: Network, { noise, sets: chosen }: ReturnType<typeof upload>): tf.Tensor2D {
    const { mean, logSd } = of.posterior(evidenceTensor(evidence))
    if (sets === 1) return tf.add(mean, tf.mul(tf.exp(logSd), noise)) as tf.Tensor2D
    const ofRow = (x: tf.Tensor2D) => tf.matMul(chosen, x)
    return tf.add(ofRow(mean), tf.mul(ofRow(tf.exp(logSd)), noise)) as tf.Tensor2D
  }

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
    if (broken) throw new Error(`Expected finite losses, got ${broken[0]} = ${broken[1]}`)
    return out
  }
}

function refuseSilence(): never {
  throw new Error('Expected what was said before every act of a network that narrates, got nothing')
}

interface Row extends Transition {
  readonly set: number
  readonly noise: Float32Array
  readonly weight: number
  advantage: number
  readonly target: number
}

/** Generalised advantages, standardised over the weighted rows of the batch; value targets are advantage + value. */
function flatten(trajectories: readonly Trajectory[], { gamma, lambda }: PpoSettings): Row[] {
  const rows: Row[] = []
  for (const { transitions, set, noise, weight } of trajectories) {
    let advantage = 0
    for (let t = transitions.length - 1; t >= 0; t--) {
      const { reward, value } = transitions[t]
      const next = transitions[t + 1]?.value ?? 0
      advantage = reward + gamma * next - value + gamma * lambda * advantage
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
