import type { Compared } from '../analysis/compare.ts'

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
