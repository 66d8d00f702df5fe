import jstat from 'jstat'
import type { Estimate } from './estimate.ts'
import { missing } from './estimate.ts'

/**
 * Difference of two means from runs of their own, with Welch's 95 % interval (Welch 1947). Standard errors are read off
 * the two intervals, half width over t(n−1), so that the printed figures are enough; where both runs share foundations
 * it is too wide, never too narrow.
 */
export function independentDifference(a: Estimate, b: Estimate): Estimate {
  if (a.estimate === null) return a
  if (b.estimate === null) return b
  const estimate = b.estimate - a.estimate
  if (!a.interval || !b.interval) return missing('one of the two has no interval')
  const [va, vb] = [a, b].map(({ interval, n }) => variance(interval as readonly [number, number], n))
  const n = Math.min(a.n, b.n)
  if (va + vb === 0) return { estimate, interval: [estimate, estimate], n }
  const df = square(va + vb) / (square(va) / (a.n - 1) + square(vb) / (b.n - 1))
  const half = jstat.studentt.inv(0.975, df) * Math.sqrt(va + vb)
  return { estimate, interval: [estimate - half, estimate + half], n }
}

const variance = ([low, high]: readonly [number, number], n: number): number =>
  square((high - low) / 2 / jstat.studentt.inv(0.975, n - 1))

const square = (x: number) => x * x
