import { PERSONAS, type PersonaName } from '../../../agents/personas.ts'
import { type Battery, fitted, writerPolicies } from '../battery.ts'
import { type DarkTraits, darkness } from '../calibration.ts'

/** Named personas as the battery reads them, darkest last as they were set. */
export interface KnownGroups {
  readonly groups: readonly { readonly persona: PersonaName; readonly set: number; readonly read: number }[]
  /** Whether they are read in the order in which they were set. */
  readonly holds: boolean
}

export function knownGroups(battery: Battery, made: DarkTraits): KnownGroups {
  const groups = Object.entries(PERSONAS).map(([persona, { traits }]) => ({
    persona: persona as PersonaName,
    set: darkness(traits, made),
    read: darkness(fitted(battery, writerPolicies(battery, traits)).traits, made),
  }))
  groups.sort((a, b) => a.set - b.set)
  return { groups, holds: groups.every(({ read }, i) => i === 0 || read > groups[i - 1].read) }
}
