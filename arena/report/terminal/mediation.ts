import { WAYS } from '../../analysis/mediation.ts'
import type { Summary } from '../../analysis/summary.ts'
import { percent, show } from '../../statistics/show.ts'
import { type Grid, rowsOf } from './grid.ts'

/** D through z and through the heads, in the terminal; the page has every trait. */
export function mediationTable(summary: Summary, grid: Grid): string {
  const rows = rowsOf(summary).flatMap(({ name, regime, cell: { mediation } }) => {
    if (!('traits' in mediation)) return []
    const { share, ...amounts } = mediation.traits.D
    const numbers = WAYS.map((way) => show(amounts[way]))
    return [
      [name, regime, mediation.of, ...numbers, percent(share.z), percent(share.head), percent(mediation.misaligned)],
    ]
  })
  const head = [
    'how D came to move',
    'regime',
    'of',
    'z',
    'heads',
    'interaction',
    'z, share',
    'heads, share',
    'misaligned',
  ]
  return rows.length === 0 ? 'No change of D could be split between z and heads.' : grid(head, rows)
}
