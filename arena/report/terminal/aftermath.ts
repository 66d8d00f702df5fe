import { scenarios } from '../../analysis/aftermath.ts'
import type { Summary } from '../../analysis/summary.ts'
import { OUTCOMES } from '../../measure/aftermath.ts'
import { show } from '../../statistics/show.ts'
import { type Grid, rowsOf } from './grid.ts'

/** Changes and drags in the terminal; levels stand in summary and page. */
export function aftermathTable(summary: Summary, grid: Grid): string {
  const rows = rowsOf(summary).flatMap(({ name, regime, cell: { aftermath } }) =>
    scenarios(aftermath).map(([env, scores]) => [
      name,
      regime,
      env,
      ...OUTCOMES.flatMap((score) => [show(scores[score].change), show(scores[score].drag)]),
    ]),
  )
  const head = ['same domain', 'regime', 'scenario', ...OUTCOMES.flatMap((score) => [`${score}: change`, 'drag'])]
  return rows.length === 0 ? 'No same-domain scenario in this study.' : grid(head, rows)
}
