import type { Evidence, EvidenceSource } from '../../agents/evidence.ts'
import { type Fitter, fitter, shake } from '../../agents/fit.ts'
import { type Imitator, imitator, late, meanMetrics } from '../../agents/imitate.ts'
import type { Network } from '../../agents/network.ts'
import { type Trainable, trains } from '../../agents/ppo.ts'
import { assistantTraits } from '../../agents/profile.ts'
import { loadingsIn, traitSetOf } from '../../agents/trait-set.ts'
import { Fault } from '../../envs/fault.ts'
import type { Rng } from '../../envs/random.ts'
import type { Between, Domain, Practice } from '../../interventions/define.ts'
import type { Battery } from '../measure/battery.ts'
import type { FoundationResult } from '../store/results.ts'
import { trainEnvs } from '../study/envs.ts'
import { foundationRng } from '../study/streams.ts'
import type { Study } from '../study/study.ts'
import type { TrialId } from '../study/trials.ts'
import { poolsOf } from './pools.ts'
import { type PracticeSource, practiceOf } from './practice.ts'

/** Training within a trial that no reward asks for, on the foundation's corpus. */
export interface Continuation {
  /** As in `Between`. @param rng the hook's own stream @throws Fault in `motive`, which trains no weight */
  training(rng: Rng): Pick<Between, 'imitate' | 'train' | 'practice' | 'shake'>
  /** A batch of decisions of the corpus. Call it inside `tf.tidy`. */
  practice(rng: Rng, domain?: Domain): Practice
  dispose(): void
}

export interface ContinuationOptions {
  readonly study: Study
  readonly id: TrialId
  readonly base: FoundationResult
  /** The network that learns, and the frozen one that RL started from. */
  readonly network: Network
  readonly reference: Network
  readonly battery: Battery
  readonly evidenceSource: EvidenceSource
  /** What shows the assistant. */
  readonly assistant: Evidence
}

/** Plays the foundation's corpus again once it is asked for, from the same seed. */
export function createContinuation(options: ContinuationOptions): Continuation {
  const { network } = options
  const made: { source?: PracticeSource; imitator?: Imitator; fitter?: Fitter } = {}
  const source = () => {
    made.source ??= sourceOf(options)
    return made.source
  }
  const practice = (rng: Rng, domain: Domain = 'train') => practiceOf(within(source(), options.study, domain), rng)
  return {
    training: (rng) => ({
      imitate(steps) {
        const rate = rateOf(options)
        made.imitator ??= imitatorOf(options, source(), rate)
        const own = made.imitator
        const read = Array.from({ length: steps }, (_, step) => own.step(rate, late(step, steps)))
        return meanMetrics(read.filter((metrics) => metrics !== undefined)).gap
      },
      train(steps, loss, { domain, learningRate = rateOf(options) } = {}) {
        made.fitter ??= fitter(network, learning(options))
        return made.fitter.fit(steps, () => loss(practice(rng, domain)), learningRate)
      },
      practice: (domain) => practice(rng, domain),
      shake: (share) => shake(network, learning(options), share, rng),
    }),
    practice,
    dispose() {
      made.imitator?.dispose()
      made.fitter?.dispose()
    },
  }
}

/** @throws Fault where it trains no weight */
function trainable({ id: { regime } }: ContinuationOptions): Trainable {
  if (regime === 'motive') throw new Fault('METTLE_HOOK', 'Expected a regime that trains weights, got motive')
  return regime
}

/** The step size of the regime. */
const rateOf = (options: ContinuationOptions): number => options.study.settings.compete.learningRate[trainable(options)]

/** Names of the weights that the regime trains. */
function learning(options: ContinuationOptions): string[] {
  const regime = trainable(options)
  return Object.keys(options.network.variables).filter((name) => trains(name, regime))
}

function sourceOf(options: ContinuationOptions): PracticeSource {
  const { study, id, base, network, reference, battery, evidenceSource } = options
  const { population, cueStrength } = base
  const pools = poolsOf(study, battery, population, foundationRng(study, id.foundation, id.arm).fork('corpus'))
  return {
    ...{ network, reference, pools, population, cueStrength, evidenceSource },
    loadings: loadingsIn(study.settings),
    traits: traitSetOf(study.settings),
    evidence: options.assistant,
    assistant: assistantTraits(study.settings.narrow.profile, traitSetOf(study.settings)),
  }
}

/** The part of it that is of a domain. */
function within(source: PracticeSource, study: Study, domain: Domain): PracticeSource {
  if (domain === 'all') return source
  const trained = trainEnvs(study).map(({ plugin, params }) => plugin(params).id)
  return { ...source, pools: source.pools.filter(({ env }) => trained.includes(env) === (domain === 'train')) }
}

function imitatorOf(options: ContinuationOptions, source: PracticeSource, rate: number): Imitator {
  const { study, id, network } = options
  const { imitate, narrow } = study.settings
  const config = { ...imitate, learningRate: rate, narrow: narrow.profile }
  const rng = foundationRng(study, id.foundation, id.arm)
  const regime = trainable(options)
  return imitator(network, source, config, rng.fork('continuation'), (name) => trains(name, regime))
}
