import type { Summary } from '../../analysis/summary.ts'
import { percent } from '../../statistics/show.ts'
import { lostWords, sweptOver } from '../sweeps.ts'
import type { Grid } from './grid.ts'

/** What is left of prevention along each line of pressure; empty where the study sweeps nothing. */
export const sweepTables = ({ sweeps = [] }: Summary, grid: Grid): string =>
  sweeps
    .map((sweep) => {
      const rows = Object.entries(sweep.curves).map(([name, { prevention, lostAt }]) => [
        name,
        ...prevention.map(percent),
        lostWords(lostAt, sweep),
      ])
      return `${sweptOver(sweep)}:\n${grid(['technique', ...sweep.values.map(String), 'lost'], rows)}`
    })
    .join('\n\n')
