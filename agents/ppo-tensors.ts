import { ArgumentFault, Fault } from '../envs/fault.ts'
import { type Posterior, posteriorOf } from './actor.ts'
import { tf } from './backend.ts'
import { maskOf } from './compiled/options.ts'
import { logPolicyOnHeap } from './compiled/reading.ts'
import { type Evidence, personasIn } from './evidence.ts'
import { questionRow } from './layout.ts'
import { TOKENS } from './narration.ts'
import type { LatentTransform, Network } from './network.ts'
import type { Rows } from './ppo-rows.ts'

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
  /** z of the frozen checkpoint, [rows, persona]. */
  readonly referenceZ: tf.Tensor2D
  /** 1 where an action was legal, [rows, actions]. */
  readonly mask: tf.Tensor2D
  /** z before interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
  /** Answers to the questionnaire with the motivations of the first rows, [minds, ITEMS]; no gradient leaves their head. */
  answers(): tf.Tensor2D
  /** m of each row from its draw, [rows, persona]; gradients reach the evidence encoder. */
  minds(): tf.Tensor2D
}

/** Gradients by weight name. */
export type Gradients = Readonly<Record<string, tf.Tensor>>

/** What interventions change in an update; each hook is left out where none touches it. */
export interface UpdateHooks {
  /** Changes z inside the forward pass of the network that learns. */
  readonly motivation?: LatentTransform
  /** Scalars that are added to the loss of each minibatch. */
  readonly losses?: (tensors: UpdateTensors) => tf.Scalar[]
  /** Changes the gradients of each minibatch, by weight name, before Adam sees them. */
  readonly gradients?: (gradients: Gradients, of: (scalar: () => tf.Tensor) => Gradients) => Gradients
}

/** What one gradient step of PPO takes. */
export interface PpoLearning {
  /** The network that learns. */
  readonly network: Network
  /** The frozen checkpoint that RL started from; interventions read its policy. */
  readonly reference: Network
  /** What shows the assistant. */
  readonly evidence: Evidence
  /** Names of the weights that the policy's loss trains, and of the critic's. */
  readonly policy: readonly string[]
  readonly critic: readonly string[]
  /** Adam steps of both. */
  readonly rates: { readonly policy: number; readonly critic: number }
  readonly config: { readonly clip: number; readonly entropy: number }
  /** What the policy climbs; left out, the surrogate. */
  readonly objective?: Objective
}

/**
 * `surrogate`: PPO's clipped surrogate. `likelihood`: advantage times the log-probability of what was done, as it is now;
 * with advantages of 1 that is imitation.
 */
export type Objective = 'surrogate' | 'likelihood'

/** Gradient steps on minibatches; policy and critic have optimisers of their own. */
export interface PpoStep {
  /** @param policyTrains whether more than the critic moves @returns numbers for the log */
  step(rows: Rows, hooks: UpdateHooks, policyTrains: boolean): Record<string, number>
  dispose(): void
}

/** Minds that the questionnaire is asked with, once per minibatch. */
const ASKED = 64

/** PPO's step in tensors, for backends other than wasm; the reference for `compiled/ppo.ts`. */
export function tensorPpo({ network, reference, evidence, policy, critic, rates, ...learning }: PpoLearning): PpoStep {
  const { config, objective = 'surrogate' } = learning
  const { layout } = network.spec
  const variables = [...policy, ...critic].map((name) => network.variables[name])
  const policyAdam = tf.train.adam(rates.policy)
  const criticAdam = tf.train.adam(rates.critic)
  const frozen = frozenPolicy(reference, evidence)
  return { step, dispose: () => [policyAdam, criticAdam].forEach((adam) => void adam.dispose()) }

  /** One gradient step on a minibatch; policy and critic have optimisers of their own. */
  function step(rows: Rows, hooks: UpdateHooks, policyTrains: boolean): Record<string, number> {
    return tf.tidy(() => {
      const at = upload(rows)
      let metrics: Record<string, number> = {}
      const { grads } = tf.variableGrads(() => {
        const parts = losses(rows, at, hooks)
        metrics = readingsOf(
          Object.fromEntries(Object.entries(parts).map(([name, x]) => [name, x.dataSync()[0]])) as Readings,
        )
        return tf.addN([parts.policy, parts.value, parts.extra]) as tf.Scalar
      }, variables)
      // Without a loss of an intervention nothing reaches the self-report head.
      const gradientOf = (at: tf.Variable) => grads[at.name] ?? tf.zerosLike(at)
      const named = Object.fromEntries(
        [...policy, ...critic].map((name) => [name, gradientOf(network.variables[name])]),
      )
      const changed = hooks.gradients
        ? hooks.gradients(named, gradientsBy(network.variables, [...policy, ...critic]))
        : named
      if (policyTrains) policyAdam.applyGradients(byVariable(policy, changed))
      criticAdam.applyGradients(byVariable(critic, changed))
      return metrics
    })
  }

  /** Gradients under the names that tfjs gave the variables, as its optimisers ask for them. */
  function byVariable(subset: readonly string[], gradients: Readonly<Record<string, tf.Tensor>>): never {
    return Object.fromEntries(subset.map((name) => [network.variables[name].name, gradients[name]])) as never
  }

  /** Tensors of a minibatch: each [rows], or [rows, width]; `taken` is one-hot. */
  function upload(rows: Rows) {
    const n = rows.count
    const hot = (which: Int32Array, width: number) =>
      tf.cast(tf.oneHot(tf.tensor1d(which, 'int32'), width), 'float32') as tf.Tensor2D
    const { mask } = maskOf(rows.options, layout.actions)
    return {
      input: tf.tensor2d(rows.input, [n, layout.input]),
      mask: tf.tensor2d(mask, [n, layout.actions]),
      taken: hot(rows.action, layout.actions),
      ...(rows.token && { token: hot(rows.token, TOKENS.length) }),
      old: tf.tensor1d(rows.old),
      advantage: tf.tensor1d(rows.advantage),
      target: tf.tensor1d(rows.target),
      weight: tf.tensor1d(rows.weight),
    }
  }

  /** All losses and readings of a minibatch, scalars: means over rows, weighted by episode. */
  function losses(rows: Rows, at: ReturnType<typeof upload>, hooks: UpdateHooks): Record<string, tf.Tensor> {
    const m = mindsOf(network, evidence, rows)
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
    const climbed = objective === 'surrogate' ? surrogate : tf.mul(logProbability, at.advantage)

    // Entropy of the action after the token that was drawn, plus that of the token: the bonus pays for both.
    const actionEntropy = tf.neg(tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), at.mask), logPolicy), 1))
    const entropy = narration ? tf.sub(actionEntropy, tf.sum(tf.mul(tf.exp(narration), narration), 1)) : actionEntropy
    const policy = tf.neg(mean(tf.add(climbed, tf.mul(entropy, config.entropy))))

    // Squared error of the critic, unclipped; its gradient stops before trunk and z.
    const valueLoss = mean(tf.square(tf.sub(value, at.target)))

    // Interventions read policies over actions alone, so a network that narrates is asked again without the token.
    const extra = hooks.losses?.({
      input: at.input,
      weight: at.weight,
      logPolicy: at.token
        ? (tf.logSoftmax(network.forward(at.input, m, at.mask, hooks.motivation).logits) as tf.Tensor2D)
        : logPolicy,
      get reference() {
        return frozen.logPolicy(rows, at)
      },
      get referenceZ() {
        return frozen.z(rows, at)
      },
      mask: at.mask,
      z,
      answers: () => selfReport(network, m),
      minds: () => m,
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
}

/** m of each row, [rows, persona], computed again from its draw so that gradients reach the evidence encoder. */
export function mindsOf(
  network: Network,
  evidence: Evidence,
  { count, noise, set }: Pick<Rows, 'count' | 'noise' | 'set'>,
): tf.Tensor2D {
  const sets = personasIn(evidence)
  const drawn = tf.tensor2d(noise, [count, network.spec.persona])
  const { mean, logSd } = network.posterior(evidence)
  if (sets === 1) return tf.add(mean, tf.mul(tf.exp(logSd), drawn)) as tf.Tensor2D
  const chosen = tf.cast(tf.oneHot(tf.tensor1d(set, 'int32'), sets), 'float32') as tf.Tensor2D
  const ofRow = (x: tf.Tensor2D) => tf.matMul(chosen, x)
  return tf.add(ofRow(mean), tf.mul(ofRow(tf.exp(logSd)), drawn)) as tf.Tensor2D
}

/** The engine would add up what is no scalar; and tensor ops say no rank, so no type forbids it. */
function scalarOf(loss: tf.Tensor): tf.Scalar {
  if (loss.rank === 0) return loss as tf.Scalar
  throw new ArgumentFault(`loss: expected a scalar, of shape [], got [${loss.shape}]. tf.mean and tf.sum make one`)
}

/** Gradients of a scalar by these weights; zeros where it does not depend on one. */
export const gradientsBy =
  (variables: Readonly<Record<string, tf.Variable>>, names: readonly string[]) =>
  (scalar: () => tf.Tensor): Gradients => {
    const leaves = names.map((name) => variables[name])
    const { grads } = tf.engine().gradients(() => scalarOf(scalar()), leaves, undefined, true)
    return Object.fromEntries(names.map((name, i) => [name, grads[i] ?? tf.zerosLike(leaves[i])]))
  }

/** The frozen checkpoint on a minibatch, with its own m from the same draws: log-policy, and z. */
export interface FrozenPolicy {
  logPolicy(rows: Rows, at: Asked): tf.Tensor2D
  z(rows: Rows, at: Asked): tf.Tensor2D
}
interface Asked {
  readonly input: tf.Tensor2D
  readonly mask: tf.Tensor2D
}

/** It is frozen, so that what it infers from the evidence is found once, when a loss first asks. */
export function frozenPolicy(reference: Network, evidence: Evidence): FrozenPolicy {
  const { persona, layout } = reference.spec
  let posterior: Posterior | undefined
  const minds = ({ set, noise }: Rows) => {
    posterior ??= posteriorOf(reference, evidence)
    const known = posterior
    return noise.map((x, i) => {
      const { mean, sd } = known[set[Math.floor(i / persona)]]
      return mean[i % persona] + sd[i % persona] * x
    })
  }
  const tensor = (m: Float32Array) => tf.tensor2d(m, [m.length / persona, persona])
  return {
    logPolicy(rows, { input, mask }) {
      const m = minds(rows)
      if (reference.compiled)
        return tf.tensor2d(logPolicyOnHeap(reference.compiled, rows, m), [rows.count, layout.actions])
      return tf.logSoftmax(reference.forward(input, tensor(m), mask).logits) as tf.Tensor2D
    },
    z: (rows, { input }) => reference.z(input, tensor(minds(rows))),
  }
}

/** Answers to the questionnaire, asked with no cue, [minds, ITEMS]. @param m of the minibatch, [rows, persona] */
export function selfReport(network: Network, m: tf.Tensor2D): tf.Tensor2D {
  const { layout } = network.spec
  const asked = Math.min(ASKED, m.shape[0])
  const rows = tf.tile(tf.tensor2d(questionRow(layout), [1, layout.input]), [asked, 1]) as tf.Tensor2D
  return network.answers(network.z(rows, tf.slice(m, [0, 0], [asked, -1]) as tf.Tensor2D))
}

/** Losses of a minibatch and what is logged beside them: means over rows, weighted by episode. */
export type Readings = Readonly<Record<'policy' | 'value' | 'extra' | 'entropy' | 'kl' | 'clipped', number>>

/** Under the names of CleanRL. @throws Fault naming the loss that is not finite */
export function readingsOf({ policy, value, extra, entropy, kl, clipped }: Readings): Record<string, number> {
  const out = {
    'losses/policy': policy,
    'losses/value': value,
    'losses/interventions': extra,
    'losses/entropy': entropy,
    'losses/approx_kl': kl,
    'losses/clip_fraction': clipped,
  }
  const broken = Object.entries(out).find(([, number]) => !Number.isFinite(number))
  if (broken)
    throw new Fault(
      'METTLE_DEFECT',
      `Expected finite losses, got ${broken[0]} = ${broken[1]} in PPO: lower the learning rate or check loss hooks`,
    )
  return out
}
