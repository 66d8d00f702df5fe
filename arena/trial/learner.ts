import { drawMind, type Mind, momentsOf, type Posterior, posteriorOf } from '../../agents/actor.ts'
import type { tf } from '../../agents/backend.ts'
import type { Cue } from '../../agents/cues.ts'
import type { Evidence, EvidenceSource } from '../../agents/evidence.ts'
import type { Algorithm, LearnerChoice } from '../../agents/learner.ts'
import { motiveStep } from '../../agents/motive.ts'
import type { Network } from '../../agents/network.ts'
import { createPpo, type Trainable } from '../../agents/ppo.ts'
import type { Gradients, UpdateTensors } from '../../agents/ppo-tensors.ts'
import { cholesky, type Population } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import type {
  Domain,
  Episode,
  GradientContext,
  MotiveSampler,
  Practice,
  Regime,
  TraitVectors,
} from '../../interventions/define.ts'
import type { Continuation } from '../corpus/continuation.ts'
import type { Played } from '../play/rollout.ts'
import type { Arm } from '../study/arm.ts'
import type { Settings } from '../study/settings.ts'
import { acrossCues } from './across-cues.ts'
import { askedAgain } from './asked-again.ts'
import { best, departure } from './logged.ts'
import { lossContext } from './loss-context.ts'
import type { Pipeline } from './pipeline.ts'
import { charged, trajectories } from './trajectories.ts'

/** What reinforcement changes in a regime: draws minds for episodes, and learns from them. */
export interface Learner {
  /** @param shown what is inferred from other evidence; left out, from what shows the assistant */
  mind(cue: Cue, rng: Rng, shown?: Posterior): Mind
  /** @returns metrics of the update, with what cues make of acts (`across-cues.ts`); of a log, `log/kl` too: how far the policy is from where it started, nats */
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
  /** What shows the persona that an intervention prompts for while it competes; left out, the assistant is shown. */
  readonly prompted?: Evidence
  readonly pipeline: Pipeline
  /** Decisions of the corpus, for losses. */
  readonly practice: Continuation['practice']
  readonly vectors: TraitVectors
  readonly population: Population
  readonly firstRow: number
  /** How it learns where matches are those of a log; left out, they are its own. */
  readonly log?: Arm['log']
  /** What learns in its weights; left out, PPO. */
  readonly chosen?: LearnerChoice
  readonly rng: Rng
}

export function createLearner(options: LearnerOptions): Learner {
  return options.regime === 'motive' ? motiveLearner(options) : weightLearner(options, options.regime)
}

/** The network is frozen; q moves as it is, unless an intervention has another sampler to offer, which is Gaussian. */
function motiveLearner({ network, evidence, prompted, pipeline, settings }: LearnerOptions): Learner {
  const posterior = posteriorOf(network, evidence)
  const prompt = prompted && posteriorOf(network, prompted)
  const start: MotiveSampler = momentsOf(posterior)
  const elsewhere = prompt && momentsOf(prompt).mean.map((mu, i) => mu - start.mean[i])
  let q = start
  const shown = () => (prompt && pipeline.has('persona') ? prompt : posterior)
  return {
    mind(cue, rng, other) {
      const offered = pipeline.motives(q)
      if (offered === q || other) {
        const { m, ...drawn } = drawMind(other ?? shown(), cue, rng)
        return { ...drawn, m: m.map((value, i) => value + offered.mean[i] - start.mean[i]) }
      }
      const { mean: mu, covariance } = offered
      const factor = cholesky(covariance)
      const noise = Float32Array.from(mu, () => rng.normal())
      const from = elsewhere && pipeline.has('persona') ? mu.map((x, i) => x + elsewhere[i]) : mu
      const m = Float32Array.from(from, (x, i) => factor[i].reduce((sum, l, j) => sum + l * noise[j], x))
      return { m, set: 0, noise, cue }
    },
    update(played, episodes) {
      const minds = played.map(({ memory }) => (memory as Mind).m)
      const { returns, weights } = returnsOf(episodes)
      const change = motiveStep(minds, returns, weights, pipeline.motives(q).covariance, settings.compete)
      const moved = { ...q, mean: q.mean.map((mu, i) => mu + change[i]) }
      // What hooks do to the covariance holds while they act, what they do to the mean stays.
      q = { ...moved, mean: pipeline.motives(moved).mean }
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

function algorithmOf(
  { network, reference, prompted, settings, log, chosen, rng, evidence }: LearnerOptions,
  trainable: Trainable,
): Algorithm {
  const { statedTrains } = settings.network
  const options = { network, reference, evidence: prompted ?? evidence, trainable, statedTrains, rng: rng.fork('ppo') }
  if (chosen) return chosen.create(options)
  return createPpo({
    ...{ ...options, config: settings.compete },
    ...(log === 'imitate' && { objective: 'likelihood' as const }),
  })
}

/** What one intervention draws from, so that none shifts what another is given. */
interface Given {
  readonly personas: Rng
  practice(domain?: Domain): Practice
}

function weightLearner(options: LearnerOptions, trainable: 'encoder' | 'full'): Learner {
  const { network, reference, evidence, prompted = evidence, pipeline, settings, vectors, log, rng } = options
  const config = settings.compete
  const algorithm = algorithmOf({ ...options, prompted }, trainable)
  const given = new Map<string, Given>()
  const givenTo = (intervention: string): Given => {
    const before = given.get(intervention)
    if (before) return before
    const [personas, practised] = [rng.fork('population').fork(intervention), rng.fork('practice').fork(intervention)]
    const own: Given = { personas, practice: (domain) => options.practice(practised, domain) }
    given.set(intervention, own)
    return own
  }
  let update = -1
  const hooks = {
    ...(pipeline.has('motivation') && { motivation: (z: tf.Tensor2D) => pipeline.motivation(z, 'update') }),
    ...(pipeline.has('loss') && {
      losses: (t: UpdateTensors) => pipeline.losses((id) => lossContext(t, { ...options, ...givenTo(id) })),
    }),
    ...(pipeline.has('gradients') && {
      gradients: (found: Gradients, of: GradientContext['of']) =>
        pipeline.gradients(found, (id) => ({ vectors, update, of, practice: givenTo(id).practice })),
    }),
  }
  const inferred = () => {
    const assistant = posteriorOf(network, evidence)
    return { assistant, shown: prompted === evidence ? assistant : posteriorOf(network, prompted) }
  }
  let posterior = inferred()
  // The reference is frozen, so that what it infers is found once.
  const start = log && { network: reference, posterior: posteriorOf(reference, prompted) }
  return {
    mind: (cue, source, other = pipeline.has('persona') ? posterior.shown : posterior.assistant) =>
      drawMind(other, cue, source),
    update(played, episodes) {
      update += 1
      const asking = { network, pipeline, ...(log && { logged: posterior.shown }) }
      const parts = { ...asking, firstRow: options.firstRow, said: askedAgain(played, asking) }
      const own = log === 'imitate' ? best(episodes, config.imitated) : episodes
      const apart = acrossCues(played, parts)
      const metrics = { ...algorithm.update(trajectories(played, own, parts), hooks), ...apart }
      posterior = inferred()
      if (!start) return metrics
      const now = { network, posterior: posterior.shown }
      return { ...metrics, 'log/kl': departure(played, now, start, pipeline.cue('update')) }
    },
    refresh() {
      posterior = inferred()
    },
    dispose: () => algorithm.dispose(),
  }
}
