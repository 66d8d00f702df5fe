import { styleText } from 'node:util'
import wrapAnsi from 'wrap-ansi'
import type { Summary } from '../../analysis/summary.ts'
import { show } from '../../statistics/show.ts'
import { answer, D_WORDS, type Finding, findings, kept, mainRegime } from '../answer.ts'
import { alone } from '../page/words.ts'

/** Where it is printed. */
export interface Screen {
  /** Columns, 40 and up. */
  readonly width: number
  readonly colour: boolean
}

/** Rows of interventions that fit a last screen of 20 lines. */
const ROWS = 6

/** A run at a glance: the question, how much it says, the answer, a line an intervention. */
export function glance(summary: Summary, { width, colour }: Screen): string {
  const wide = Math.min(width, 100)
  const text = (words: string) => wrapAnsi(words, wide).split('\n')
  const strong = (lines: readonly string[]) => (colour ? lines.map((line) => styleText('bold', line)) : lines)
  return [
    ...strong(text(summary.question)),
    '',
    ...text(alone(summary)),
    ...strong(text(answer(summary))),
    ...rows(summary, { width: wide, colour }),
    '',
    ...text(D_WORDS),
  ].join('\n')
}

function rows(summary: Summary, screen: Screen): string[] {
  const all = findings(summary)
  if (all.length === 0) return []
  const some = all.slice(0, ROWS)
  const more = all.length - some.length
  return ['', ...table(some, summary, screen), ...(more > 0 ? [`… and ${more} more: --tables, or the report`] : [])]
}

const HEAD = ['intervention', 'effect on D', 'kept', 'in a word']

/** In columns where they fit, else a record of two lines each. */
function table(some: readonly Finding[], summary: Summary, { width, colour }: Screen): string[] {
  const main = mainRegime(summary)
  const cells = some.map(({ arm, regime, cell }) => [
    regime === main ? arm : `${arm} (${regime})`,
    show(cell.effect),
    kept(cell),
    cell.verdict.word,
  ])
  const sizes = HEAD.map((head, i) => Math.max(head.length, ...cells.map((row) => row[i].length)))
  const paint = (word: string) => (colour ? styleText(COLOURS[word] ?? 'dim', word) : word)
  if (sizes.reduce((sum, size) => sum + size + 2, -2) > width)
    return cells.flatMap(([name, effect, share, word]) => [name, `  ${effect}, ${share} kept: ${paint(word)}`])
  const line = (row: readonly string[]) => row.map((cell, i) => (i === 3 ? cell : cell.padEnd(sizes[i]))).join('  ')
  return [line(HEAD), ...cells.map((row) => line([...row.slice(0, 3), paint(row[3])]))]
}

const COLOURS: Readonly<Record<string, 'green' | 'yellow' | 'red'>> = {
  'prevents without cost': 'green',
  'reduces drag, cost not excluded': 'yellow',
  worsens: 'red',
}
