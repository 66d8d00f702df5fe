import type { Regime } from '../../interventions/define.ts'
import type { Study } from './study.ts'

/** One trial: an arm in a regime on a foundation. */
export interface TrialId {
  /** Name of the arm. */
  readonly arm: string
  /** What reinforcement may change. */
  readonly regime: Regime
  /** Index of the foundation, from 0. */
  readonly foundation: number
}

/** The trial's name in logs and folders, as "control.full.0". */
export const trialName = ({ arm, regime, foundation }: TrialId) => `${arm}.${regime}.${foundation}`

/** Every trial of the study, foundations outermost, so the first foundation's trials can start first. */
export function trialsOf(study: Study): TrialId[] {
  const foundations = Array.from({ length: study.settings.foundations }, (_, i) => i)
  return foundations.flatMap((foundation) =>
    Object.entries(study.arms).flatMap(([arm, { regimes }]) => regimes.map((regime) => ({ arm, regime, foundation }))),
  )
}
