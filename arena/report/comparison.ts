import type { Compared } from '../analysis/compare.ts'
import { show } from '../statistics/show.ts'

/** Runs beside the first of them. */
export interface Comparison {
  readonly first: string
  readonly question: string
  readonly others: readonly {
    readonly run: string
    /** `path: was → is` for each setting that differs. */
    readonly settings: readonly string[]
    readonly figures: readonly Compared[]
  }[]
}

export const COMPARISON_COLUMNS = ['arm', 'regime', 'figure', 'first', 'this', 'difference', 'in a word']

/** A row a figure, as text. */
export const comparisonRows = (figures: readonly Compared[]): string[][] =>
  figures.map(({ arm, regime, figure, first, second, difference, word }) => [
    ...[arm, regime, figure],
    ...[first, second, difference].map((e) => show(e)),
    word,
  ])
