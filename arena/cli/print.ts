import Table from 'cli-table3'
import { fileJson } from '../program/canonical.ts'

/** Results go to standard output and nothing else does. */
export const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)

/** The one JSON document of `--json`. */
export const printJson = (value: unknown): void => print(fileJson(value))

/** Narration goes to standard error. */
export const narrate = (text: string): void => void process.stderr.write(`${text}\n`)

/** Columns without rules, as wide as they need to be. */
export function columns(rows: readonly (readonly string[])[]): string {
  const gaps = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
    ].map((edge) => [edge, '']),
  )
  const table = new Table({
    chars: { ...gaps, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
