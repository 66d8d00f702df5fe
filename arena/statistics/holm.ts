import { ArgumentFault } from '../../envs/fault.ts'
import { requireNumbers } from './input.ts'
import { stepDown } from './max-t.ts'

/**
 * Holm's adjusted p (1979): the k-th smallest of m times m − k + 1, never below the one before, at most 1. Holds the
 * family-wise rate under any dependence. An empty family has no p.
 * @throws ArgumentFault on a p outside [0, 1].
 */
export function holm(ps: readonly number[]): number[] {
  requireNumbers('Holm', ps, 0)
  for (const p of ps) if (p < 0 || p > 1) throw new ArgumentFault(`Holm: expected p in [0, 1], got ${p}`)
  const rising = ps.map((_, i) => i).sort((a, b) => ps[a] - ps[b])
  const scaled = [...ps]
  rising.forEach((index, rank) => {
    scaled[index] = ps[index] * (ps.length - rank)
  })
  return stepDown(rising, scaled)
}
