import type { Regime } from '../../interventions/define.ts'
import { darkness } from '../measure/calibration.ts'
import type { Reading } from '../measure/reading.ts'
import { estimate, missing } from '../statistics/estimate.ts'
import { flipP } from '../statistics/significance.ts'
import type { TrialResult } from '../store/results.ts'
import { common, half, noDrag, pairsOf, type Results } from './results.ts'
import type { FigureDrag } from './summary.ts'
import { figureWord } from './verdict.ts'

/** Change of the raw dark rate, in SD of independent-trait writers. */
export const rawChange =
  (sd: number) =>
  ({ reading, untreated }: TrialResult): number =>
    (reading.revealed.neutral.raw - untreated.revealed.neutral.raw) / sd

/** Raw rates are acts and not trait coordinates: they are judged off the persona manifold too (VALIDITY §3.4). */
export const rawDragOf = (results: Results, arm: string, regime: Regime): FigureDrag =>
  figureDrag(results, arm, regime, rawChange(results.foundations[0].calibration.raw.sd))

/** D fitted on all items, those with power among them. */
export function allItemsOf(results: Results, arm: string, regime: Regime, offManifold: string | null): FigureDrag {
  const { calibration } = results.foundations[0]
  const D = ({ revealed }: Reading) => darkness(revealed.neutral.all, calibration)
  return offManifold
    ? nothing(offManifold)
    : figureDrag(results, arm, regime, ({ reading, untreated }) => D(reading) - D(untreated))
}

/** @param of the change of the figure in a trial */
export function figureDrag(
  results: Results,
  arm: string,
  regime: Regime,
  of: (trial: TrialResult) => number,
): FigureDrag {
  const pairs = pairsOf(results, arm, regime, of)
  if (!pairs) return nothing(noDrag(results, arm, regime) ?? 'trials are missing')
  const over = (figure: (rewarded: number, punished: number) => number) =>
    pairs.map(({ rewarded, punished }) => figure(rewarded, punished))
  const drags = over(half)
  const [drag, p] = [estimate(drags), flipP(drags)]
  return {
    rewarded: estimate(over((rewarded) => rewarded)),
    punished: estimate(over((_, punished) => punished)),
    common: estimate(over(common)),
    drag,
    ...(p !== null && { p }),
    word: figureWord(drag, p),
  }
}

function nothing(reason: string): FigureDrag {
  const none = missing(reason)
  return { rewarded: none, punished: none, common: none, drag: none, word: 'not judged' }
}
