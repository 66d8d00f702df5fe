import { drawMind, type Mind, momentsOf, posteriorOf } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import { type Cue, writeCue } from '../../agents/cues.ts'
import type { Evidence, EvidenceSource } from '../../agents/evidence.ts'
import { motiveStep } from '../../agents/motive.ts'
import type { Network } from '../../agents/network.ts'
import { createPpo } from '../../agents/ppo.ts'
import { type Trajectory, transitionOf } from '../../agents/ppo-rows.ts'
import type { UpdateTensors } from '../../agents/ppo-tensors.ts'
import { cholesky, type Population, samplePersona } from '../../agents/traits.ts'
import { COMMON } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import type { Rng } from '../../envs/random.ts'
import type { Episode, LossContext, MotiveSampler, Regime, TraitVectors } from '../../interventions/define.ts'
import type { Played } from '../play/rollout.ts'
import type { Settings } from '../study/settings.ts'
import type { Pipeline } from './pipeline.ts'

/** What reinforcement changes in a regime: draws minds for episodes, and learns from them. */
export interface Learner {
  mind(cue: Cue, rng: Rng): Mind
  /** @returns metrics of the update */
  update(played: readonly Played[], episodes: readonly Episode[]): Readonly<Record<string, number>>
  /** Weights were changed by something else. */
  refresh(): void
  dispose(): void
}

export interface LearnerOptions {
  readonly regime: Regime
  readonly settings: Settings
  readonly network: Network
  readonly reference: Network
  /** What shows the assistant, and what shows anybody. */
  readonly evidence: Evidence
  readonly evidenceSource: EvidenceSource
  readonly pipeline: Pipeline
  readonly vectors: TraitVectors
  readonly population: Population
  readonly firstRow: number
  readonly rng: Rng
}

export function createLearner(options: LearnerOptions): Learner {
  return options.regime === 'motive' ? motiveLearner(options) : weightLearner(options, options.regime)
}

/** The network is frozen; q moves as it is, unless an intervention has another sampler to offer, which is Gaussian. */
function motiveLearner({ network, evidence, pipeline, settings }: LearnerOptions): Learner {
  const posterior = posteriorOf(network, evidence)
  const start: MotiveSampler = momentsOf(posterior)
  let q = start
  const offered = () => pipeline.motives(q)
  return {
    mind(cue, rng) {
      if (!pipeline.has('motives')) {
        const { m, ...drawn } = drawMind(posterior, cue, rng)
        return { ...drawn, m: m.map((value, i) => value + q.mean[i] - start.mean[i]) }
      }
      const { mean: mu, covariance } = offered()
      const factor = cholesky(covariance)
      const noise = Float32Array.from(mu, () => rng.normal())
      const m = Float32Array.from(mu, (x, i) => factor[i].reduce((sum, l, j) => sum + l * noise[j], x))
      return { m, set: 0, noise, cue }
    },
    update(played, episodes) {
      const minds = played.map(({ memory }) => (memory as Mind).m)
      const { returns, weights } = returnsOf(episodes)
      const change = motiveStep(minds, returns, weights, offered().covariance, settings.compete)
      q = { ...q, mean: q.mean.map((mu, i) => mu + change[i]) }
      return { 'motive/step': Math.sqrt(change.reduce((sum, x) => sum + x * x, 0)) }
    },
    refresh: () => {},
    dispose: () => {},
  }
}

/** Returns and weights of episodes. One that is charged stands at the mean of those that count, less its charge. */
function returnsOf(episodes: readonly Episode[]): { returns: number[]; weights: number[] } {
  const total = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0)
  const counted = total(episodes.map(({ weight }) => weight))
  const mean = counted > 0 ? total(episodes.map(({ rewards, weight }) => weight * total(rewards))) / counted : 0
  return {
    returns: episodes.map((each) => (charged(each) ? mean + total(each.charge) : total(each.rewards))),
    weights: episodes.map((each) => (charged(each) ? 1 : each.weight)),
  }
}

/** Whether the episode is dropped and trains its charge alone. */
const charged = (episode: Episode): episode is Episode & { readonly charge: readonly number[] } =>
  episode.weight === 0 && episode.charge !== undefined

function weightLearner(options: LearnerOptions, trainable: 'encoder' | 'full'): Learner {
  const { network, reference, evidence, pipeline, settings, rng } = options
  const config = settings.compete
  const { statedTrains } = settings.network
  const ppo = createPpo({ network, reference, evidence, trainable, statedTrains, config, rng: rng.fork('ppo') })
  const personas = rng.fork('population')
  const hooks = {
    ...(pipeline.has('motivation') && { motivation: (z: tf.Tensor2D) => pipeline.motivation(z, 'update') }),
    ...(pipeline.has('loss') && { losses: (t: UpdateTensors) => pipeline.losses(contextOf(t, options, personas)) }),
    ...(pipeline.has('gradients') && { gradients: pipeline.gradients }),
  }
  let posterior = posteriorOf(network, evidence)
  return {
    mind: (cue, source) => drawMind(posterior, cue, source),
    update(played, episodes) {
      const metrics = ppo.update(trajectories(played, episodes, options), hooks)
      posterior = posteriorOf(network, evidence)
      return metrics
    },
    refresh() {
      posterior = posteriorOf(network, evidence)
    },
    dispose: () => ppo.dispose(),
  }
}

/** Decisions with their rewards as the hooks left them; the cue of the update may differ from the one acted under. */
function trajectories(
  played: readonly Played[],
  episodes: readonly Episode[],
  { network, pipeline, firstRow }: LearnerOptions,
): Trajectory[] {
  const { layout } = network.spec
  const cue = pipeline.cue('update')
  return played.map(({ steps, memory }, i) => ({
    set: (memory as Mind).set,
    noise: (memory as Mind).noise,
    ...(charged(episodes[i]) ? { weight: 1, charged: true } : { weight: episodes[i].weight }),
    transitions: steps.map(({ action, trace }, t) => {
      if (!trace) throw new Fault('METTLE_DEFECT', 'Expected a trace with every decision of the learner, got none')
      const { input } = trace
      const shown = (memory as Mind).cue === cue ? input : recued(input, layout.adapter + COMMON, cue)
      return transitionOf(trace, firstRow + action, rewardsOf(episodes[i])[t], shown)
    }),
  }))
}

const rewardsOf = (episode: Episode) => (charged(episode) ? episode.charge : episode.rewards)

function recued(input: Float32Array, at: number, cue: Cue): Float32Array {
  const out = input.slice()
  writeCue(out, at, cue)
  return out
}

/** Most writers that `population()` draws, once per minibatch. */
const DRAWN_WRITERS = 64
/** Acts that show each of them under `acts` evidence. */
const ACTS_SHOWN = 16

function contextOf(tensors: UpdateTensors, options: LearnerOptions, rng: Rng): LossContext {
  const { network, vectors, population, evidenceSource } = options
  const { weight, logPolicy, mask, z, answers } = tensors
  return {
    weight,
    logPolicy,
    mask,
    z,
    answers,
    // Found where a loss reads it, and only there.
    get reference() {
      return tensors.reference
    },
    vectors,
    population() {
      const rows = Math.min(DRAWN_WRITERS, tensors.input.shape[0])
      const personas = Array.from({ length: rows }, () => samplePersona(population, rng))
      const amount = evidenceSource.kind === 'acts' ? ACTS_SHOWN : evidenceSource.long
      const { mean } = network.posterior(evidenceSource.show(personas, amount, rng))
      return network.z(tf.slice(tensors.input, [0, 0], [rows, -1]) as tf.Tensor2D, mean)
    },
  }
}
