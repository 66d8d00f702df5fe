import type { Regime } from '../../interventions/define.ts'
import { meanOf } from '../statistics/linear.ts'
import { number } from '../statistics/show.ts'
import { complete, type Results } from './results.ts'
import { trainedRise } from './retention.ts'

/** Share of control's rise in training reward from which an arm counts as having learned (VALIDITY §3.2, §5.2). */
export const LEARNED = 0.5

/**
 * Why the row of a control in another env says little, or null: a contest that was hardly learned moves nothing,
 * whatever it pays for. Rewards are payoffs of the seat; puzzle-race is scaled to those of boardroom.
 */
export function hardlyLearned(results: Results, arm: string, regime: Regime): string | null {
  const { train, role, twinOf } = results.study.arms[arm]
  if (!train || role !== 'control' || twinOf !== undefined) return null
  const [own, control] = [arm, 'control'].map((each) => complete(results, each, regime)?.map(trainedRise))
  if (!own || !control) return null
  const [rise, theirs] = [meanOf(own), meanOf(control)]
  return rise >= LEARNED * theirs
    ? null
    : `hardly learned: its reward rose by ${number(rise, 2)}, that of control by ${number(theirs, 2)}, and half of that is asked`
}
