import { type Posterior, posteriorOf } from '../../agents/actor.ts'
import { prefilledOf, prefillsOf } from '../measure/prefill.ts'
import { routedOf } from '../measure/router.ts'
import type { TrialResult } from '../store/results.ts'
import { foundationRng } from '../study/streams.ts'
import { atTest, minds } from './evaluate.ts'
import { assistantMinds } from './foundation.ts'
import type { Instruments, Subject, TrialIdentity } from './parts.ts'

/**
 * What only some studies read: what a router does, where networks have one, and what a prefill does, where settings ask
 * for it. Common random numbers: every reading is taken with the same draws.
 */
export function readOnDemand(
  identity: TrialIdentity,
  instruments: Instruments,
  subject: Subject,
  draws: readonly Float32Array[],
): Pick<TrialResult, 'router' | 'prefill'> {
  const { study, id } = identity
  const before = (shown: Posterior) => assistantMinds(shown, study, id.foundation, id.arm)
  return {
    ...routed(identity, instruments, subject, draws, before),
    ...prefilled(identity, instruments, subject, before),
  }
}

type Minds = (shown: Posterior) => readonly Float32Array[]

function routed(
  { env }: TrialIdentity,
  { battery, reference, assistant, once }: Instruments,
  { network, pipeline }: Subject,
  draws: readonly Float32Array[],
  before: Minds,
): Pick<TrialResult, 'router'> {
  if (!reference.spec.router) return {}
  const untreated = () => routedOf(reference, battery, env.id, before(posteriorOf(reference, assistant)))
  return {
    router: {
      before: once(`router in ${env.id}`, untreated),
      after: routedOf(network, battery, env.id, draws, atTest(pipeline)),
    },
  }
}

function prefilled(
  identity: TrialIdentity,
  { battery, evidenceSource, reference, assistant, once }: Instruments,
  subject: Subject,
  before: Minds,
): Pick<TrialResult, 'prefill'> {
  const { study, id } = identity
  const counts = study.settings.measure.prefill
  if (counts.length === 0) return {}
  const rng = foundationRng(study, id.foundation, id.arm).fork('prefill')
  const prefills = once(`prefills of ${counts}`, () =>
    prefillsOf(assistant, evidenceSource, counts, rng, battery.traits),
  )
  return {
    prefill: {
      before: once(`prefilled by ${counts}`, () => prefilledOf(reference, battery, prefills, before)),
      after: prefilledOf(
        subject.network,
        battery,
        prefills,
        (shown) => minds(identity, subject, shown),
        atTest(subject.pipeline),
      ),
    },
  }
}
