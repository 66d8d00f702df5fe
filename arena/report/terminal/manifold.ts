import type { ManifoldSummary } from '../../analysis/manifold.ts'
import type { Summary } from '../../analysis/summary.ts'
import { number, show } from '../../statistics/show.ts'
import { type Grid, rowsOf } from './grid.ts'

/** In the terminal, beside the raw dark rate, which is judged whatever is found here. */
export function manifoldTable(summary: Summary, grid: Grid): string {
  const head = ['whose behaviour', 'regime', 'raw dark rate', 'residual KL', 'limit', 'off ellipsoid', 'finding']
  const rows = rowsOf(summary).map(({ name, regime, cell: { raw, manifold } }) => [
    name,
    regime,
    show(raw),
    show(manifold.excess, 3),
    number(manifold.limit, 3).replace('+', ''),
    outsideWords(manifold),
    manifold.finding,
  ])
  return grid(head, rows)
}

export const outsideWords = ({ outside }: ManifoldSummary): string =>
  outside === null ? 'n/a' : `${Math.round(outside.share * outside.n)} of ${outside.n}`
