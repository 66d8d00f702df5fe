import { actSource, type Evidence, type EvidenceSource, showing, traitSourceOf } from '../../agents/evidence.ts'
import { assistantTraits } from '../../agents/profile.ts'
import { EIGHT, traitSetOf } from '../../agents/trait-set.ts'
import type { Profile, Trait, TraitVector } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import type { Battery } from '../measure/battery.ts'
import { scenesOf } from '../measure/scenes.ts'
import type { Study } from '../study/study.ts'

/** Evidence in a study: acts in the eval envs, which RL never touches, or traits. */
export function evidenceSourceOf({ settings }: Study, battery: Battery): EvidenceSource {
  return settings.evidence.kind === 'traits' ? traitSourceOf(battery.traits.names.length) : actSource(scenesOf(battery))
}

/** The assistant shown by what it is asked for, without noise. */
export const traitAssistant = (profile: Profile, names: readonly Trait[] = EIGHT.names): Evidence =>
  showing(Object.fromEntries(Object.entries(profile).map(([trait, { mean }]) => [trait, mean])), names)

/** What shows the assistant: several sets of its acts, so that m varies with what happens to be seen of it. */
export function assistantOf(study: Study, evidenceSource: EvidenceSource, rng: Rng): Evidence {
  const { profile } = study.settings.narrow
  const set = traitSetOf(study.settings)
  return evidenceSource.kind === 'traits'
    ? traitAssistant(profile, set.names)
    : personaOf(study, evidenceSource, assistantTraits(profile, set), rng)
}

/** What shows somebody of these traits in the assistant's place, as much of it and in as many sets. */
export function personaOf({ settings }: Study, source: EvidenceSource, traits: TraitVector, rng: Rng): Evidence {
  const { sets, acts } = settings.evidence
  if (source.kind === 'acts') return source.show(new Array(sets).fill(traits), acts, rng)
  const { names } = traitSetOf(settings)
  return showing(Object.fromEntries(names.map((trait, t) => [trait, traits[t]])), names)
}
