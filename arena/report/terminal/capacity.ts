import type { Trait } from '../../../agents/traits.ts'
import type { CapacitySummary } from '../../analysis/summary.ts'
import { number, r2 as share } from '../../statistics/show.ts'

/** One line: the ideal observer stands in brackets. */
export function capacityWords({ acts, r2, gaps }: CapacitySummary): string {
  const of = ({ network, observer }: CapacitySummary['r2'][Trait], shown: (x: number) => string) =>
    `${shown(network.estimate ?? Number.NaN)} (${shown(observer.estimate ?? Number.NaN)})`
  const traits = Object.entries(r2).map(([trait, each]) => `${trait} ${of(each, share)}`)
  const nats = gaps.map((gap) => `${gap.acts} ${of(gap, (x) => number(x, 3).replace('+', ''))}`)
  return `Persona capacity of the network before RL (ideal observer in brackets): R² of traits predicted from m after ${acts} acts: ${traits.join(', ')}. KL from writers to the network’s policy, nats per decision, after so many acts: ${nats.join(', ')}.`
}
