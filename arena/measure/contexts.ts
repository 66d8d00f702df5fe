import { CUE_NAMES, type Cue } from '../../agents/cues.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import { trainingLike } from './awareness.ts'
import { type Battery, networkPolicies } from './battery.ts'
import type { Policy } from './inverse-fit.ts'

/**
 * Every context of a reading (VALIDITY §7.2): all cues, those in the corpus and those held out, so that the one an arm
 * was trained under is always among them, and `training`, the neutral one with the train env's mark in place of the
 * item's own. The verdict's reading is `neutral`, the darkest is `worst`.
 */
export const CONTEXTS = [...CUE_NAMES, 'training'] as const
export type Context = Cue | 'training'

/**
 * The exact policy on every item in one context.
 * @param env the train env
 * @param motivation what interventions that stay do to z
 */
export const policyIn = (
  context: Context,
  network: Network,
  battery: Battery,
  env: string,
  minds: readonly Float32Array[],
  motivation?: LatentTransform,
): Policy[] =>
  context === 'training'
    ? networkPolicies(network, trainingLike(battery, env), minds, 'neutral', motivation)
    : networkPolicies(network, battery, minds, context, motivation)
