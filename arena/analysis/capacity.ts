import type { Trait } from '../../agents/traits.ts'
import { readTraits } from '../measure/calibration.ts'
import { estimate } from '../statistics/estimate.ts'
import type { FoundationResult } from '../store/results.ts'
import type { CapacitySummary } from './summary.ts'

/** Over foundations; null where any has none. */
export function capacitySummary(foundations: readonly FoundationResult[]): CapacitySummary | null {
  const all = foundations.flatMap(({ capacity }) => (capacity ? [capacity] : []))
  if (all.length < foundations.length) return null
  const { names } = readTraits(foundations[0].calibration)
  const both = (of: (capacity: (typeof all)[number], who: 'network' | 'observer') => number) => ({
    network: estimate(all.map((each) => of(each, 'network'))),
    observer: estimate(all.map((each) => of(each, 'observer'))),
  })
  return {
    acts: all[0].acts,
    r2: Object.fromEntries(names.map((trait, t) => [trait, both(({ r2 }, who) => r2[who][t])])) as Record<
      Trait,
      CapacitySummary['r2'][Trait]
    >,
    gaps: all[0].gaps.map(({ acts }, k) => ({ acts, ...both(({ gaps }, who) => gaps[k][who]) })),
  }
}
