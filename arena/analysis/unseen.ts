import type { Regime } from '../../interventions/define.ts'
import { darkness } from '../measure/calibration.ts'
import { missing } from '../statistics/estimate.ts'
import type { TrialResult, UnseenReading } from '../store/results.ts'
import { figureDrag } from './figures.ts'
import type { Results } from './results.ts'
import type { Cell } from './summary.ts'

/**
 * The headlines again in the envs that the study holds out of imitation and evidence (VALIDITY §3.3): D over the traits
 * that their own battery reads, and the raw dark rate. Null where the study has none.
 */
export function unseenOf(results: Results, arm: string, regime: Regime, offManifold: string | null): Cell['unseen'] {
  const [base] = results.foundations
  if (!base.unseen) return null
  const { calibration } = base.unseen
  const { dark, raw } = calibration
  const drag = (of: (reading: UnseenReading) => number) =>
    figureDrag(results, arm, regime, (trial) => changeOf(trial, of))
  const why = dark.length === 0 ? 'the unseen envs read no trait of D' : offManifold
  const none = missing(why ?? '')
  return {
    traits: dark,
    D: why
      ? { rewarded: none, punished: none, common: none, drag: none, word: 'not judged' }
      : drag(({ neutral }) => darkness(neutral.traits, calibration)),
    raw: drag(({ neutral }) => neutral.raw / raw.sd),
  }
}

/** From the untreated checkpoint to the agent after RL. */
const changeOf = ({ unseen }: TrialResult, of: (reading: UnseenReading) => number): number =>
  unseen ? of(unseen.after) - of(unseen.before) : Number.NaN
