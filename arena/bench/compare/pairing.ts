import type { Reading, Unit } from './define.ts'

/** Median of ratios of pairs, and the least and the greatest of them. */
export interface Ratio {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Who runs first in a round: the order turns round each time, so that a drift of the machine favours nobody. */
export const order = <T>(round: number, contenders: readonly T[]): T[] =>
  round % 2 === 0 ? [...contenders] : [...contenders].reverse()

/** Of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** How many times better the first of each pair is. */
export function ratioOf(unit: Unit, own: readonly number[], others: readonly number[]): Ratio {
  const ratios = own.map((value, i) => (unit === 'per s' ? value / others[i] : others[i] / value))
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) }
}

/** What is told by processor time as by the clock; null where a reading lacks it. */
export function ratiosOf(unit: Unit, own: readonly Reading[], others: readonly Reading[]) {
  const of = (name: 'value' | 'cpu' | 'thread') => {
    const [a, b] = [own, others].map((all) => all.flatMap((each) => each[name] ?? []))
    return a.length === own.length && b.length === own.length ? ratioOf(unit, a, b) : null
  }
  return { wall: of('value'), cpu: of('cpu'), thread: of('thread') }
}

export type Ratios = ReturnType<typeof ratiosOf>
