import { tf } from '../../agents/backend.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import type { TraitVectors } from '../../interventions/define.ts'
import { type Battery, networkPolicies, reveal } from './battery.ts'

/** Draws of m behind each effect. */
const MINDS = 4

/**
 * What a trait's direction in z does: change of the revealed trait, in SD, for one SD more along the direction frozen
 * before RL, neutral context, [traits]. A probe that reads a trait where a steer moves nothing reads a bystander (VALIDITY
 * §7.3).
 */
export function causalEffect(
  network: Network,
  battery: Battery,
  minds: readonly Float32Array[],
  { directions, sd }: Pick<TraitVectors, 'directions' | 'sd'>,
  motivation: LatentTransform = (z) => z,
): number[] {
  const some = minds.slice(0, MINDS)
  const traitsUnder = (change: LatentTransform) =>
    reveal(battery, networkPolicies(network, battery, some, 'neutral', change)).traits
  const base = traitsUnder(motivation)
  return battery.traits.names.map((trait, t) => {
    const step = directions[trait].map((x) => x * sd[trait])
    return traitsUnder((z) => tf.add(motivation(z), tf.tensor1d(step)) as typeof z)[t] - base[t]
  })
}
