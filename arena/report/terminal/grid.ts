import Table from 'cli-table3'
import wrapAnsi from 'wrap-ansi'
import type { Cell, Summary } from '../../analysis/summary.ts'

/** A cell of the study and where it stands. */
interface Row {
  readonly name: string
  readonly regime: string
  readonly cell: Cell
}

/** Every cell but those of sign-reversed twins, which stand beside their arm as the punished half. */
export const rowsOf = ({ arms: all }: Summary): Row[] =>
  Object.entries(all).flatMap(([name, regimes]) =>
    Object.entries(regimes).flatMap(([regime, cell]) => (cell.twinOf === null ? [{ name, regime, cell }] : [])),
  )

/** Draws a table. */
export type Grid = (head: readonly string[], rows: readonly (readonly string[])[]) => string

/**
 * Tables as a terminal of so many columns prints them: one that is wider becomes records, each what its row is about and
 * then its figures by name.
 */
export const gridOf =
  (width: number): Grid =>
  (head, rows) => {
    const lines = new Table({ head: [...head], style: { head: [], border: [], compact: true } })
    lines.push(...rows.map((row) => [...row]))
    const drawn = lines.toString()
    return drawn.indexOf('\n') <= width ? drawn : records(head, rows, width)
  }

/** However wide. */
export const grid: Grid = gridOf(Number.POSITIVE_INFINITY)

const INDENT = '  '

/** What each row is about, and under it its figures by name, folded to the width. */
export function records(head: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const titles = head[1] === 'regime' ? 2 : 1
  return rows
    .map((row) => {
      // What stands together is not broken.
      const figures = row.slice(titles).map((cell, i) => `${head[i + titles]} ${cell}`.trim().replaceAll(' ', '\u00a0'))
      const text = wrapAnsi(figures.join('; '), width - INDENT.length).replaceAll('\u00a0', ' ')
      return [`${head[0]}: ${row.slice(0, titles).join(', ')}`, ...text.split('\n').map((line) => INDENT + line)].join(
        '\n',
      )
    })
    .join('\n')
}
