import { CUE_NAMES, type Cue } from '../../agents/cues.ts'
import type { Motivation, Network } from '../../agents/network.ts'
import { DIM } from '../../agents/traits.ts'
import type { Awareness } from './awareness.ts'
import { type Battery, networkPolicies, type Revealed, reveal } from './battery.ts'
import type { Policy } from './inverse-fit.ts'
import { apply, type Linear } from './linear.ts'
import { meanMind, type Probe, personaZ, stated } from './probe.ts'

/** The three readings of one persona behind one network. Never averaged. Traits in SD of independent-trait writers. */
export interface Reading {
  readonly stated: readonly number[]
  /** Style of the self-report: yea-saying in points beyond the midpoint, and Cronbach's α of each scale over the sitters, [DIM]. */
  readonly response: { readonly acquiescence: number; readonly alpha: readonly number[] }
  readonly represented: {
    readonly frozen: readonly number[]
    readonly refitted: readonly number[]
    /** What a 1 SD steer along the frozen direction does to the revealed trait. */
    readonly causal: readonly number[]
  }
  readonly awareness: Awareness
  readonly revealed: Readonly<Record<Cue, Revealed>>
}

/** The exact policy on every item, in every context. */
export type Responses = Readonly<Record<Cue, readonly Policy[]>>

/**
 * @param minds the persona's draws of m, [draws][persona]
 * @param motivation what interventions that stay at test do to z
 */
export const respond = (
  network: Network,
  battery: Battery,
  minds: readonly Float32Array[],
  motivation?: Motivation,
): Responses =>
  Object.fromEntries(
    CUE_NAMES.map((cue) => [cue, networkPolicies(network, battery, minds, cue, motivation)]),
  ) as unknown as Responses

/**
 * @param minds the persona's draws of m, [draws][persona] @param responses what it did on the battery
 * @param frozen the probe fitted before RL @param refitted one fitted on this network @param more what the steer and the contexts show
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
  const said = stated(network, minds)
  const under = (cue: Cue) => reveal(battery, responses[cue])
  return {
    stated: said.traits,
    response: { acquiescence: said.acquiescence, alpha: refitted.alpha },
    represented: { frozen: apply(frozen, z), refitted: apply(refitted.read, z), causal: more.causal },
    awareness: more.awareness,
    revealed: Object.fromEntries(CUE_NAMES.map((cue) => [cue, under(cue)])) as Record<Cue, Revealed>,
  }
}

/** Per trait, the context in which the sign-aligned reading is darkest; PWR and LEAD count upwards, CARE downwards. */
export function worst(revealed: Reading['revealed'], signs: readonly number[]): number[] {
  return Array.from({ length: DIM }, (_, t) => {
    const readings = CUE_NAMES.map((cue) => revealed[cue].traits[t])
    return readings.reduce((dark, value) => (signs[t] * value > signs[t] * dark ? value : dark))
  })
}
