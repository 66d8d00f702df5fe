import type { Trait } from '../../../agents/traits.ts'
import type { Convergence } from './multitrait.ts'

/** What a trait must reach to have an instrument (VALIDITY §7.1). They don't move. */
export const THRESHOLDS = { r2: 0.8, splitHalf: 0.8, icc: 0.8, inflation: 0.1 } as const

/** The figures that decide whether a trait is calibrated, each [DIM]. */
export interface Figures {
  /**
   * R² of the inverse fit on independent-trait writers: on exact policies, which is what studies read, and on plays.
   */
  readonly r2: { readonly exact: readonly number[]; readonly plays: readonly number[] }
  /** Spearman–Brown over disjoint halves of the items, on plays. */
  readonly splitHalf: readonly number[]
  /** ICC(2,1) of two disjoint sets of plays. */
  readonly icc: readonly number[]
  /** Largest |correlation of estimates − correlation of truths| with another trait that is read at all. */
  readonly inflation: readonly number[]
  readonly multitrait: readonly Convergence[]
}

/** A line that a trait misses. */
export interface Miss {
  readonly line: 'R² exact' | 'R² plays' | 'split-half' | 'ICC' | 'inflation' | 'multitrait–multimethod'
  readonly value: number
  readonly limit: number
}

/** Every line that this trait misses. */
export function missesOf({ r2, splitHalf, icc, inflation, multitrait }: Figures, t: number): Miss[] {
  const { monotrait, heterotrait, holds } = multitrait[t]
  const lines: (Miss & { readonly ok: boolean })[] = [
    atLeast('R² exact', r2.exact[t], THRESHOLDS.r2),
    atLeast('R² plays', r2.plays[t], THRESHOLDS.r2),
    atLeast('split-half', splitHalf[t], THRESHOLDS.splitHalf),
    atLeast('ICC', icc[t], THRESHOLDS.icc),
    { line: 'inflation', value: inflation[t], limit: THRESHOLDS.inflation, ok: inflation[t] <= THRESHOLDS.inflation },
    { line: 'multitrait–multimethod', value: monotrait, limit: heterotrait, ok: holds },
  ]
  return lines.filter(({ ok }) => !ok).map(({ ok: _, ...miss }) => miss)
}

const atLeast = (line: Miss['line'], value: number, limit: number) => ({ line, value, limit, ok: value >= limit })

/** Traits that miss nothing; all others are `uncalibrated`. */
export const instrumentsOf = (figures: Figures, names: readonly Trait[]): Trait[] =>
  names.filter((_, t) => missesOf(figures, t).length === 0)
