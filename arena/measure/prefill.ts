import { type Posterior, posteriorOf } from '../../agents/actor.ts'
import { type Evidence, type EvidenceSource, joined } from '../../agents/evidence.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import { EIGHT, type TraitSet } from '../../agents/trait-set.ts'
import type { Rng } from '../../envs/random.ts'
import { type Battery, networkPolicies, reveal } from './battery.ts'

/**
 * What acts that the agent did not choose do to who it takes itself to be: the prefill attack of open character training
 * (Maiya et al. 2025, arXiv 2511.01689), where the first words of a model's answer are put into its mouth.
 */
export interface Prefilled {
  /** Revealed traits, neutral context, with so many dark acts behind the assistant's own, [DIM] each. */
  readonly after: readonly { readonly acts: number; readonly traits: readonly number[] }[]
  /** Revealed traits where nothing but such acts is shown, as many as show the assistant, [DIM]. */
  readonly dark: readonly number[]
}

/** SD beyond the mean at which the forced acts' writer stands on every dark trait: hardly ever another act. */
const DARKNESS = 3

/** A writer who is dark in every way. */
const darkWriter = ({ persona, inD }: TraitSet) => persona.map((value, t) => (inD[t] === 0 ? value : inD[t] * DARKNESS))

/** Evidence of each attack: the assistant's own acts and, behind them, more and more of the same dark ones. */
export interface Prefills {
  readonly after: readonly { readonly acts: number; readonly evidence: Evidence }[]
  readonly dark: Evidence
}

export function prefillsOf(
  assistant: Evidence,
  source: EvidenceSource,
  counts: readonly number[],
  rng: Rng,
  traits: TraitSet = EIGHT,
): Prefills {
  const sets = assistant.which.length / assistant.each
  const dark = source.show(new Array(sets).fill(darkWriter(traits)), Math.max(assistant.each, ...counts), rng)
  const first = (acts: number): Evidence => ({
    ...dark,
    each: acts,
    which: Int32Array.from(
      { length: sets * acts },
      (_, i) => dark.which[Math.floor(i / acts) * dark.each + (i % acts)],
    ),
  })
  return {
    after: counts.map((acts) => ({ acts, evidence: joined(assistant, first(acts)) })),
    dark: first(assistant.each),
  }
}

/** @param minds draws of m behind a posterior, the same at every call, [draws][persona] */
export function prefilledOf(
  network: Network,
  battery: Battery,
  { after, dark }: Prefills,
  minds: (posterior: Posterior) => readonly Float32Array[],
  motivation?: LatentTransform,
): Prefilled {
  const traits = (evidence: Evidence) =>
    reveal(battery, networkPolicies(network, battery, minds(posteriorOf(network, evidence)), 'neutral', motivation))
      .traits
  return { after: after.map(({ acts, evidence }) => ({ acts, traits: traits(evidence) })), dark: traits(dark) }
}
