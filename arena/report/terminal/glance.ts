import { styleText } from 'node:util'
import wrapAnsi from 'wrap-ansi'
import type { Summary } from '../../analysis/summary.ts'
import { show } from '../../statistics/show.ts'
import { answer, type Finding, findings, kept, mainRegime, wordsOfD } from '../answer.ts'
import { alone } from '../page/words.ts'

/** Where it is printed. */
export interface Screen {
  /** Columns, 40 and up. */
  readonly width: number
  readonly colour: boolean
}

/** Lines of the last screen, and of them those that the command line adds below: where to look, how to go on. */
const LINES = 20
const BELOW = 4

/** A run at a glance: the question, how much it says, the answer, a line for each intervention that fits. */
export function glance(summary: Summary, { width, colour }: Screen): string {
  const wide = Math.min(width, 100)
  const text = (words: string) => wrapAnsi(words, wide).split('\n')
  const strong = (lines: readonly string[]) => (colour ? lines.map((line) => styled('bold', line)) : lines)
  const above = [...strong(text(summary.question)), ...text(alone(summary)), ...strong(text(answer(summary)))]
  const below = text(wordsOfD(summary))
  const room = LINES - BELOW - above.length - below.length
  return [...above, ...rows(summary, { width: wide, colour }, room), ...below].join('\n')
}

/** A blank line, a head, rows, and how many more there are; one row at least. */
function rows(summary: Summary, screen: Screen, room: number): string[] {
  const all = findings(summary)
  if (all.length === 0) return []
  const some = all.slice(0, all.length <= room - 2 ? all.length : Math.max(1, room - 3))
  const more = all.length - some.length
  return ['', ...table(some, summary, screen), ...(more > 0 ? [`… and ${more} more: --tables, or the report`] : [])]
}

const HEAD = ['intervention', 'effect on D', 'kept', 'verdict']

/** Fewest columns of a name before rows are records. */
const NAME = 14

/** In columns, long names cut where they must be, else a record of two lines each. */
function table(some: readonly Finding[], summary: Summary, { width, colour }: Screen): string[] {
  const main = mainRegime(summary)
  const cells = some.map(({ arm, regime, cell }) => [
    named({ arm, regime, cell }, main),
    show(cell.effect),
    kept(cell),
    cell.verdict.word,
  ])
  const [longest, ...others] = HEAD.map((head, i) => Math.max(head.length, ...cells.map((row) => row[i].length)))
  const name = Math.min(longest, width - others.reduce((sum, size) => sum + size + 2, 0))
  const paint = (word: string) => (colour ? styled(COLOURS[word] ?? 'dim', word) : word)
  if (name < Math.min(longest, NAME))
    return cells.flatMap(([arm, effect, share, word]) => [arm, `  ${effect}, ${share} kept: ${paint(word)}`])
  const sizes = [name, ...others]
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 3 ? cell : shortened(cell, sizes[i]).padEnd(sizes[i]))).join('  ')
  return [line(HEAD), ...cells.map((row) => line([...row.slice(0, 3), paint(row[3])]))]
}

/** An arm with what a reader would not take for granted: another regime, another arm than control to compare with. */
function named({ arm, regime, cell: { comparedWith } }: Finding, main: string): string {
  const against = comparedWith === 'control' ? '' : `against ${comparedWith}`
  const notes = [regime === main ? '' : regime, against].filter(Boolean).join(', ')
  return notes ? `${arm} (${notes})` : arm
}

const shortened = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`

const styled = (format: Parameters<typeof styleText>[0], text: string) =>
  styleText(format, text, { validateStream: false })

const COLOURS: Readonly<Record<string, 'green' | 'yellow' | 'red'>> = {
  'prevents without cost': 'green',
  'reduces drag, cost not excluded': 'yellow',
  worsens: 'red',
}
