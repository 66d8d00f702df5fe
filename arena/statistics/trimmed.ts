import jstat from 'jstat'
import { requireNumbers, requireShare } from './input.ts'
import { meanOf } from './linear.ts'
import { type Interval, LEVEL } from './resample.ts'

/**
 * Interquartile mean: what is left after ⌊n/4⌋ values are cut from either end, averaged; rliable's `aggregate_iqm`,
 * scipy's `trim_mean(x, .25)` (Agarwal et al. 2021). Of a table it is taken over all cells together.
 * @throws ArgumentFault on no values, or one that is not finite.
 */
export function iqm(values: readonly number[]): number {
  requireNumbers('IQM', values)
  const cut = Math.floor(values.length / 4)
  return meanOf(ascending(values).slice(cut, values.length - cut))
}

/**
 * Tukey–McLaughlin interval of the IQM: IQM ± t(h−1)·s_w·√n/h, with h values left after trimming and s_w the SD of the
 * winsorised values (Tukey & McLaughlin 1963; Wilcox 2012, §4.3, with the trimmed share as it is, 1 − h/n). It covers
 * the IQM of the population, which under skew is not its mean.
 * @throws ArgumentFault below 4 values, on a value that is not finite, on a level outside (0, 1).
 */
export function iqmInterval(values: readonly number[], level = LEVEL): Interval {
  requireNumbers('IQM interval', values, 4)
  requireShare('IQM interval, level', level)
  const n = values.length
  const cut = Math.floor(n / 4)
  const sorted = ascending(values)
  const winsorised = sorted.map((_, i) => sorted[Math.min(n - 1 - cut, Math.max(cut, i))])
  const middle = meanOf(winsorised)
  const squares = winsorised.reduce((sum, x) => sum + (x - middle) * (x - middle), 0)
  const left = n - 2 * cut
  const error = Math.sqrt((squares / (n - 1)) * n) / left
  const half = jstat.studentt.inv((1 + level) / 2, left - 1) * error
  return [iqm(values) - half, iqm(values) + half]
}

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b)
