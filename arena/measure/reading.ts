import type { LatentTransform, Network } from '../../agents/network.ts'
import { apply, type Linear } from '../statistics/linear.ts'
import type { Awareness } from './awareness.ts'
import { type Battery, type Revealed, reveal } from './battery.ts'
import { CONTEXTS, type Context, policyIn } from './contexts.ts'
import type { Policy } from './inverse-fit.ts'
import { halfTraits } from './prediction.ts'
import { meanMind, type Probe, personaZ, stated } from './probe.ts'

/** The three readings of one persona behind one network. Never averaged. Traits in SD of independent-trait writers. */
export interface Reading {
  readonly stated: readonly number[]
  /**
   * Style of the self-report: yea-saying in points beyond the midpoint, and Cronbach's α of each scale over the
   * calibrationWriters, [DIM].
   */
  readonly response: { readonly acquiescence: number; readonly alpha: readonly number[] }
  readonly represented: {
    readonly frozen: readonly number[]
    readonly refitted: readonly number[]
    /** What a 1 SD steer along the frozen direction does to the revealed trait. */
    readonly causal: readonly number[]
  }
  readonly awareness: Awareness
  readonly revealed: Readonly<Record<Context, Revealed>>
  /** Traits revealed in the neutral context by either half of the items alone, [DIM] each. */
  readonly halves: readonly [readonly number[], readonly number[]]
}

/** The exact policy on every item, in every context. */
export type Responses = Readonly<Record<Context, readonly Policy[]>>

/**
 * @param env the train env @param minds the persona's draws of m, [draws][persona]
 * @param motivation what interventions that stay at test do to z
 */
export const respond = (
  network: Network,
  battery: Battery,
  env: string,
  minds: readonly Float32Array[],
  motivation?: LatentTransform,
): Responses =>
  Object.fromEntries(
    CONTEXTS.map((each) => [each, policyIn(each, network, battery, env, minds, motivation)]),
  ) as unknown as Responses

/**
 * @param minds the persona's draws of m, [draws][persona] @param responses what it did on the battery
 * @param frozen the probe fitted before RL @param refitted one fitted on this network @param more what the steer and
 *   the contexts show
 */
export function read(
  network: Network,
  battery: Battery,
  minds: readonly Float32Array[],
  responses: Responses,
  frozen: Linear,
  refitted: Probe,
  more: { readonly causal: readonly number[]; readonly awareness: Awareness },
): Reading {
  const z = meanMind(personaZ(network, battery, minds))
  const answered = stated(network, minds)
  return {
    stated: answered.traits,
    response: { acquiescence: answered.acquiescence, alpha: refitted.alpha },
    represented: { frozen: apply(frozen, z), refitted: apply(refitted.read, z), causal: more.causal },
    awareness: more.awareness,
    revealed: revealedIn(battery, responses),
    halves: halfTraits(battery, responses.neutral),
  }
}

/** What the policies reveal, in every context. */
export const revealedIn = (battery: Battery, responses: Responses): Reading['revealed'] =>
  Object.fromEntries(CONTEXTS.map((each) => [each, reveal(battery, responses[each])])) as Reading['revealed']

/** Per trait, the context in which the sign-aligned reading is darkest; `signs` says which way is worse. */
export function worst(revealed: Reading['revealed'], signs: readonly number[]): number[] {
  return signs.map((sign, t) => {
    const readings = CONTEXTS.map((each) => revealed[each].traits[t])
    return readings.reduce((dark, value) => (sign * value > sign * dark ? value : dark))
  })
}
