import { PERSONAS, type PersonaName } from '../../../agents/personas.ts'
import type { Trait } from '../../../agents/traits.ts'
import { type Battery, fitted, writerPolicies } from '../battery.ts'
import { darkness } from '../calibration.ts'

/** Named personas as the battery reads them, darkest last as they were set. */
export interface KnownGroups {
  readonly groups: readonly { readonly persona: PersonaName; readonly set: number; readonly read: number }[]
  /** Whether they are read in the order in which they were set. */
  readonly holds: boolean
}

/** @param dark the traits that D is the mean of */
export function knownGroups(battery: Battery, dark: readonly Trait[]): KnownGroups {
  const groups = Object.entries(PERSONAS).map(([persona, { traits }]) => ({
    persona: persona as PersonaName,
    set: darkness(traits, dark),
    read: darkness(fitted(battery, writerPolicies(battery, traits)).traits, dark),
  }))
  groups.sort((a, b) => a.set - b.set)
  return { groups, holds: groups.every(({ read }, i) => i === 0 || read > groups[i - 1].read) }
}
