import { COMPARISON_COLUMNS, type Comparison, comparisonRows } from '../comparison.ts'
import { type Grid, grid } from './grid.ts'

/** Settings that are printed; `--json` has all. */
const SETTINGS = 12

/** What differs, and how much it made. */
export const comparisonTable = ({ first, question, others }: Comparison, draw: Grid = grid): string =>
  [
    question,
    `First: ${first}`,
    ...others.flatMap(({ run, settings, figures }) => [
      '',
      `Beside it: ${run}`,
      ...(settings.length === 0 ? ['No setting differs.'] : ['What differs (first → this):']),
      ...settings.slice(0, SETTINGS).map((line) => `  ${line}`),
      ...(settings.length > SETTINGS ? [`  and ${settings.length - SETTINGS} more`] : []),
      draw(COMPARISON_COLUMNS, comparisonRows(figures)),
    ]),
    'Brackets are 95 % intervals; that of a difference takes the runs as independent (Welch).',
  ].join('\n')
