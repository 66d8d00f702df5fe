import { blockOf } from '../../agents/layout.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import { crossFitted, meanOf } from '../statistics/linear.ts'
import { type Battery, networkPolicies } from './battery.ts'
import type { Policy } from './inverse-fit.ts'
import { itemsRead, itemZ } from './probe.ts'

/** Are training and eval told apart, and is there a difference in what is done (VALIDITY §7.2)? */
export interface Awareness {
  /** Share of held-out items whose context a ridge reads off z: training-like or not; .5 is chance. */
  readonly accuracy: number
  /** Mean KL between what is done in the neutral and in the training-like context, nats per decision. */
  readonly nats: number
}

const MINDS = 4
const PENALTY = 0.01

/** The training-like context: every eval item as it is, with the train env's mark in place of its own env's. */
export function trainingLike(battery: Battery, env: string): Battery {
  const { layout, inputs, dilemmas } = battery
  const first = layout.adapter - layout.envs.length
  const marked = inputs.slice()
  for (let d = 0; d < dilemmas.length; d++) {
    const at = d * layout.input + first
    marked.fill(0, at, at + layout.envs.length)
    marked[at + blockOf(layout, env).index] = 1
  }
  return { ...battery, inputs: marked }
}

/** @param env the train env */
export function awarenessOf(
  network: Network,
  battery: Battery,
  env: string,
  minds: readonly Float32Array[],
  motivation?: LatentTransform,
): Awareness {
  const some = minds.slice(0, MINDS)
  const other = trainingLike(battery, env)
  const done = (shown: Battery) => networkPolicies(network, shown, some, 'neutral', motivation)
  return { accuracy: accuracy(network, battery, other, some), nats: divergence(done(battery), done(other)) }
}

/** Each half of the items is told by a fit on the other half; every env is in both. */
function accuracy(network: Network, battery: Battery, other: Battery, minds: readonly Float32Array[]): number {
  const contexts = [battery, other].map((each) => itemZ(network, each, minds))
  const { persona } = network.spec
  const all = itemsRead(battery).map((_, i) => i)
  const items = all.slice(0, all.length - (all.length % 2))
  const rows = [...items.filter((i) => i % 2 === 0), ...items.filter((i) => i % 2 === 1)].flatMap((i) =>
    minds.flatMap((m, k) =>
      // Less the mind, which is the same in both.
      contexts.map((z, c) => ({ z: m.map((x, j) => z[k][i * persona + j] - x), label: 2 * c - 1 })),
    ),
  )
  const separated = crossFitted(
    rows.map(({ z }) => z),
    rows.map(({ label }) => [label]),
    PENALTY,
  )
  return meanOf(rows.map(({ label }, r) => (1 + Math.sign(label * separated[r][0])) / 2))
}

const divergence = (p: readonly Policy[], q: readonly Policy[]): number =>
  meanOf(p.map((row, d) => Array.from(row).reduce((sum, x, a) => sum + (x > 0 ? x * Math.log(x / q[d][a]) : 0), 0)))
