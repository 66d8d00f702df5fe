import type { Summary } from '../../analysis/summary.ts'
import { PREFILL_COLUMNS, PREFILL_WORDS, prefillRows, ROUTER_COLUMNS, ROUTER_WORDS, routerRows } from '../on-demand.ts'
import { type Grid, rowsOf } from './grid.ts'

/** What routers do, and what prefills do; empty where no arm has these readings. */
export function onDemandTables(summary: Summary, grid: Grid): string {
  const rows = rowsOf(summary)
  const [routers, prefills] = [routerRows(rows), prefillRows(rows)]
  return [
    ...(routers.length > 0 ? [`${ROUTER_WORDS}\n${grid(ROUTER_COLUMNS, routers)}`] : []),
    ...(prefills.length > 0 ? [`${PREFILL_WORDS}\n${grid(PREFILL_COLUMNS, prefills)}`] : []),
  ].join('\n\n')
}
