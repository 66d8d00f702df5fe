import type { Cell, Predicted } from '../analysis/summary.ts'
import { number, show, small } from '../statistics/show.ts'

/** What stands beside κ, in columns after arm and regime. */
export const PREDICTION_COLUMNS = [
  'predicted drag',
  'regime',
  'κ',
  'p, labels',
  'κ, S of same rank',
  'κ, S of another',
  'slope on Γ₀',
  'rank of S',
]

export function slopes(kappa: Cell['kappa'], { nulls, byAnother, byEntanglement, rank }: Predicted): string[] {
  return [
    kappa.estimate === null ? 'not identified' : show(kappa),
    nulls ? small(nulls.labels.p) : 'n/a',
    nulls ? `${nulls.rankMatched.range.map((x) => number(x, 2)).join(' … ')} (p ${small(nulls.rankMatched.p)})` : 'n/a',
    ...[byAnother, byEntanglement].map((e) => show(e)),
    show(rank, 1),
  ]
}
