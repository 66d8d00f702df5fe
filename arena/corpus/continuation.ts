import type { EvidenceSource } from '../../agents/evidence.ts'
import { type Imitator, imitator, late, meanMetrics } from '../../agents/imitate.ts'
import { LOADINGS } from '../../agents/loadings.ts'
import type { Network } from '../../agents/network.ts'
import { trains } from '../../agents/ppo.ts'
import { Fault } from '../../envs/fault.ts'
import type { Battery } from '../measure/battery.ts'
import type { FoundationResult } from '../store/results.ts'
import { foundationRng } from '../study/streams.ts'
import type { Study } from '../study/study.ts'
import type { TrialId } from '../study/trials.ts'
import { poolsOf } from './pools.ts'

/** Imitation that goes on within a trial. */
export interface Continuation {
  /**
   * Takes so many more steps of the narrowing's imitation, on the weights that the regime trains and at its step size.
   * @returns KL(writer ‖ network), nats per decision, over the last tenth of the steps
   * @throws Error in `motive`, which trains no weight
   */
  imitate(steps: number): number
  dispose(): void
}

export interface ContinuationOptions {
  readonly study: Study
  readonly id: TrialId
  readonly base: FoundationResult
  readonly network: Network
  readonly battery: Battery
  readonly evidenceSource: EvidenceSource
}

/** Plays the foundation's corpus again once it is asked for, from the same seed. */
export function createContinuation(options: ContinuationOptions): Continuation {
  let own: Imitator | undefined
  return {
    imitate(steps) {
      const { study, id } = options
      if (id.regime === 'motive') throw new Fault('METTLE_HOOK', 'Expected a regime that trains weights, got motive')
      const rate = study.settings.compete.learningRate[id.regime]
      const imitating = own ?? start(options, id.regime, rate)
      own = imitating
      const read = Array.from({ length: steps }, (_, step) => imitating.step(rate, late(step, steps)))
      return meanMetrics(read.filter((metrics) => metrics !== undefined)).gap
    },
    dispose: () => own?.dispose(),
  }
}

function start(
  { study, id, base, network, battery, evidenceSource }: ContinuationOptions,
  regime: 'encoder' | 'full',
  learningRate: number,
): Imitator {
  const { imitate, narrow } = study.settings
  const { population, cueStrength } = base
  const rng = foundationRng(study, id.foundation, id.arm)
  const pools = poolsOf(study, battery, population, rng.fork('corpus'))
  const corpus = { pools, population, evidenceSource, cueStrength, loadings: LOADINGS[study.settings.loadings] }
  const config = { ...imitate, learningRate, narrow: narrow.profile }
  return imitator(network, corpus, config, rng.fork('continuation'), (name) => trains(name, regime))
}
