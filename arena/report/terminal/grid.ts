import Table from 'cli-table3'
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

/** A table as the terminal prints it. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = new Table({ head: [...head], style: { head: [], border: [], compact: true } })
  lines.push(...rows.map((row) => [...row]))
  return lines.toString()
}
