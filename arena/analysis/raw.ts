import type { Regime } from '../../interventions/define.ts'
import { estimate, missing } from '../statistics/estimate.ts'
import { flipP } from '../statistics/significance.ts'
import type { TrialResult } from '../store/results.ts'
import { common, half, noDrag, type Pair, pairsOf, type Results } from './results.ts'
import type { Cell } from './summary.ts'
import { rawWord } from './verdict.ts'

/** Change of the raw dark rate, in SD of independent-trait writers. */
export const rawChange =
  (sd: number) =>
  ({ reading, untreated }: TrialResult): number =>
    (reading.revealed.neutral.raw - untreated.revealed.neutral.raw) / sd

/** Raw rates are acts and not trait coordinates: they are judged off the persona manifold too (VALIDITY §3.4). */
export function rawDragOf(results: Results, arm: string, regime: Regime): Cell['rawDrag'] {
  const pairs = pairsOf(results, arm, regime, rawChange(results.foundations[0].calibration.raw.sd))
  if (!pairs) {
    const none = missing(noDrag(results, arm, regime) ?? 'trials are missing')
    return { rewarded: none, punished: none, common: none, drag: none, word: 'not judged' }
  }
  const over = (of: (pair: Pair<number>) => number) => pairs.map(of)
  const drags = over(({ rewarded, punished }) => half(rewarded, punished))
  const [drag, p] = [estimate(drags), flipP(drags)]
  return {
    rewarded: estimate(over(({ rewarded }) => rewarded)),
    punished: estimate(over(({ punished }) => punished)),
    common: estimate(over(({ rewarded, punished }) => common(rewarded, punished))),
    drag,
    ...(p !== null && { p }),
    word: rawWord(drag, p),
  }
}
