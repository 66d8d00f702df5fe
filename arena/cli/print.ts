import Table from 'cli-table3'
import wrapAnsi from 'wrap-ansi'
import { fileJson } from '../program/canonical.ts'
import { records } from '../report/terminal/grid.ts'

/** Results go to standard output and nothing else does. */
export const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)

/** The one JSON document of `--json`. */
export const printJson = (value: unknown): void => print(fileJson(value))

/** Narration goes to standard error, folded where that is a terminal. */
export const narrate = (text: string): void => void process.stderr.write(`${inLines(text, widthOf(process.stderr))}\n`)

/** How wide results may be: the terminal, if they go to one; a script gets every line whole. */
export const resultWidth = (): number => widthOf(process.stdout)

const widthOf = ({ isTTY, columns: wide }: NodeJS.WriteStream): number => (isTTY ? wide : Number.POSITIVE_INFINITY)

/** Each line folded between words; one that fits stays as it is. */
export const inLines = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (line.length > width ? folded(line, width, '') : line))
    .join('\n')

/** Text folded between words, every line but the first set in, the first as it is. */
export function folded(text: string, width: number, indent: string): string {
  if (!Number.isFinite(width)) return text
  const lead = /^ */.exec(text)?.[0] ?? ''
  return lead + wrapAnsi(text, width - indent.length).replaceAll('\n', `\n${indent}`)
}

/** Narrowest last column that is still read with ease. */
const NARROWEST = 24

/**
 * Columns without rules, as wide as they need to be.
 * @param width of the whole, in characters: the last column is folded between words to fit
 */
export function columns(rows: readonly (readonly string[])[], width = Number.POSITIVE_INFINITY): string {
  const count = Math.max(0, ...rows.map(({ length }) => length))
  const before = Array.from({ length: count - 1 }, (_, i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)) + 2)
  const last = Math.max(NARROWEST, width - before.reduce((sum, each) => sum + each, 0))
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
    ...(Number.isFinite(width) && { colWidths: [...before.map(() => null), last], wordWrap: true }),
  })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** A table whose first row is its heads: in columns where they fit, else in records. */
export const tableIn =
  (width: number) =>
  ([head, ...rows]: readonly (readonly string[])[]): string => {
    const text = columns([head, ...rows])
    return text.split('\n').every((line) => line.length <= width) ? text : records(head, rows, width)
  }
