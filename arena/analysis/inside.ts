import type { Trait } from '../../agents/traits.ts'
import { type Calibration, darkness, readTraits } from '../measure/calibration.ts'
import type { Reading } from '../measure/reading.ts'
import type { Estimate } from '../statistics/estimate.ts'
import { meanOf, sdOf } from '../statistics/linear.ts'
import type { TrialResult } from '../store/results.ts'
import { namesOf } from './levels.ts'
import type { Cell } from './summary.ts'

/**
 * What is known of the inside of an arm's networks beside the probes: steers, whether contexts are told apart, and how
 * it answers questions.
 */
export function insideOf(
  calibration: Calibration,
  per: (of: (trial: TrialResult) => number) => Estimate,
): Pick<Cell, 'steer' | 'awareness' | 'response' | 'split'> {
  const both = (of: (reading: Reading) => number) => ({
    before: per(({ untreated }) => of(untreated)),
    after: per(({ reading }) => of(reading)),
  })
  const [accuracy, nats] = [both(({ awareness }) => awareness.accuracy), both(({ awareness }) => awareness.nats)]
  return {
    steer: Object.fromEntries(
      namesOf(calibration).map((name) => [
        name,
        both(({ represented }) => steered(represented.causal, name, calibration)),
      ]),
    ),
    awareness: {
      before: { accuracy: accuracy.before, nats: nats.before },
      after: { accuracy: accuracy.after, nats: nats.after },
    },
    split: {
      ...both((reading) => splitOf(reading, calibration)),
      change: per(({ untreated, reading }) => splitOf(reading, calibration) - splitOf(untreated, calibration)),
    },
    response: {
      acquiescence: both(({ response }) => response.acquiescence),
      alpha: both(({ response }) => Math.min(...response.alpha)),
    },
  }
}

function steered(causal: readonly number[], name: string, calibration: Calibration): number {
  const { names } = readTraits(calibration)
  return meanOf((name === 'D' ? calibration.dark : [name as Trait]).map((trait) => causal[names.indexOf(trait)]))
}

/** SD of D over the contexts in which the agent was read. */
const splitOf = ({ revealed }: Reading, calibration: Calibration): number =>
  sdOf(Object.values(revealed).map(({ traits }) => darkness(traits, calibration)))
