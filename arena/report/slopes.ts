import type { Cell, Predicted, Predictor } from '../analysis/summary.ts'
import { number, r2 as share, show, small } from '../statistics/show.ts'

/** What stands beside κ, in columns after arm and regime. */
export const PREDICTION_COLUMNS = [
  'predicted drag',
  'regime',
  'κ',
  'cross-fitted',
  'p, labels',
  'κ, S of same rank',
  'κ, S of others',
  'slope on Σ, R²',
  'on S_q, R²',
  'on M̂, R²',
  'on Γ₀, R²',
  'rank of S',
]

export function slopes(kappa: Cell['kappa'], { nulls, byAnother, crossFit, predictors, rank }: Predicted): string[] {
  const { population, posterior, displacement, entanglement } = predictors
  return [
    kappa.estimate === null ? 'not identified' : show(kappa),
    crossFit.map((e) => (e.estimate === null ? 'n/a' : number(e.estimate, 2))).join(', '),
    nulls ? small(nulls.labels.p) : 'n/a',
    nulls ? `${nulls.rankMatched.range.map((x) => number(x, 2)).join(' … ')} (p ${small(nulls.rankMatched.p)})` : 'n/a',
    show(byAnother),
    ...[population, posterior, displacement, entanglement].map(explained),
    show(rank, 1),
  ]
}

const explained = ({ slope, r2 }: Predictor): string => (r2 === null ? show(slope) : `${show(slope)}, ${share(r2)}`)
