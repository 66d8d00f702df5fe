import type { Scenes } from '../../agents/evidence.ts'
import { blockOf } from '../../agents/layout.ts'
import type { Battery } from './battery.ts'

/** Items of the battery that `shown` lets through, each env as often as the corpus shows it. */
export function scenesOf(battery: Battery, shown: (item: number) => boolean = () => true): Scenes {
  const { layout, dilemmas, inputs, weights, loadings } = battery
  const blocks = battery.sources.map(({ env }) => blockOf(layout, env.id).index)
  return { layout, dilemmas, inputs, blocks, loadings, weights: weights.map((weight, d) => (shown(d) ? weight : 0)) }
}
