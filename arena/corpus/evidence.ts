import { actSource, type Evidence, type EvidenceSource, showing, traitSource } from '../../agents/evidence.ts'
import { assistantTraits } from '../../agents/profile.ts'
import { type Profile, TRAITS, type TraitVector } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import type { Battery } from '../measure/battery.ts'
import { scenesOf } from '../measure/scenes.ts'
import type { Study } from '../study/study.ts'

/** Evidence in a study: acts in the eval envs, which RL never touches, or traits. */
export function evidenceSourceOf({ settings }: Study, battery: Battery): EvidenceSource {
  return settings.evidence.kind === 'traits' ? traitSource : actSource(scenesOf(battery))
}

/** The assistant shown by what it is asked for, without noise. */
export const traitAssistant = (profile: Profile): Evidence =>
  showing(Object.fromEntries(Object.entries(profile).map(([trait, { mean }]) => [trait, mean])))

/** What shows the assistant: several sets of its acts, so that m varies with what happens to be seen of it. */
export function assistantOf(study: Study, evidenceSource: EvidenceSource, rng: Rng): Evidence {
  const { profile } = study.settings.narrow
  return evidenceSource.kind === 'traits'
    ? traitAssistant(profile)
    : personaOf(study, evidenceSource, assistantTraits(profile), rng)
}

/** What shows somebody of these traits in the assistant's place, as much of it and in as many sets. */
export function personaOf({ settings }: Study, source: EvidenceSource, traits: TraitVector, rng: Rng): Evidence {
  const { sets, acts } = settings.evidence
  if (source.kind === 'acts') return source.show(new Array(sets).fill(traits), acts, rng)
  return showing(Object.fromEntries(TRAITS.map((trait, t) => [trait, traits[t]])))
}
