import type { Regime } from '../../interventions/define.ts'
import { independentDifference } from '../statistics/difference.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { Cell, Summary } from './summary.ts'

/** One figure in two runs. */
export interface Compared {
  readonly arm: string
  readonly regime: Regime
  readonly figure: 'drag of D' | 'effect on D'
  readonly first: Estimate
  readonly second: Estimate
  /** Second minus first, the runs taken as independent. */
  readonly difference: Estimate
  /** `differs` where the interval of the difference spans no 0. */
  readonly word: 'differs' | 'no difference shown' | 'not in both'
}

const NOWHERE: Estimate = { estimate: null, reason: 'the run has no such arm in this regime' }

/** The drag of every judged arm and the effect of those that are compared, in both runs. */
export function compareRuns(first: Summary, second: Summary): Compared[] {
  const names = [...new Set([first, second].flatMap(({ arms }) => Object.keys(arms)))]
  return names.flatMap((arm) => {
    const [a, b] = [first, second].map(({ arms }) => arms[arm] ?? {})
    const regimes = [...new Set([...Object.keys(a), ...Object.keys(b)])] as Regime[]
    return regimes.flatMap((regime) => ofCell(arm, regime, a[regime], b[regime]))
  })
}

function ofCell(arm: string, regime: Regime, first: Cell | undefined, second: Cell | undefined): Compared[] {
  const cell = first ?? second
  const dragged = [first, second].some((each) => each && each.drag.D?.final.revealed.neutral.estimate != null)
  if (!cell || cell.twinOf !== null || !dragged) return []
  const drag = of(arm, regime, 'drag of D', [first, second], ({ drag: own }) => own.D.final.revealed.neutral)
  if (cell.comparedWith === null) return [drag]
  return [drag, of(arm, regime, 'effect on D', [first, second], ({ effect }) => effect)]
}

function of(
  arm: string,
  regime: Regime,
  figure: Compared['figure'],
  cells: readonly [Cell | undefined, Cell | undefined],
  read: (cell: Cell) => Estimate,
): Compared {
  const [first, second] = cells.map((cell) => (cell ? read(cell) : NOWHERE))
  const difference = independentDifference(first, second)
  return { arm, regime, figure, first, second, difference, word: wordOf(difference) }
}

function wordOf(e: Estimate): Compared['word'] {
  if (e.estimate === null || !e.interval) return 'not in both'
  return e.interval[0] > 0 || e.interval[1] < 0 ? 'differs' : 'no difference shown'
}
