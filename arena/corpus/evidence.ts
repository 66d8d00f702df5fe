import { actWitness, type Evidence, type Scenes, showing, traitWitness, type Witness } from '../../agents/evidence.ts'
import { blockOf } from '../../agents/layout.ts'
import { assistantTraits } from '../../agents/profile.ts'
import type { Profile } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import type { Battery } from '../measure/battery.ts'
import type { Study } from '../study/study.ts'

/** Evidence in a study: acts in the eval envs, which RL never touches, or traits. */
export function witnessOf({ settings }: Study, battery: Battery): Witness {
  return settings.evidence.kind === 'traits' ? traitWitness : actWitness(scenesOf(battery))
}

/** Items of the battery that `shown` lets through, each env as often as the corpus shows it. */
export function scenesOf(battery: Battery, shown: (item: number) => boolean = () => true): Scenes {
  const { layout, dilemmas, inputs, weights } = battery
  const blocks = battery.sources.map(({ env }) => blockOf(layout, env.id).index)
  return { layout, dilemmas, inputs, blocks, weights: weights.map((weight, d) => (shown(d) ? weight : 0)) }
}

/** The assistant shown by what it is asked for, without noise. */
export const traitAssistant = (profile: Profile): Evidence =>
  showing(Object.fromEntries(Object.entries(profile).map(([trait, { mean }]) => [trait, mean])))

/** What shows the assistant: several sets of its acts, so that m varies with what happens to be seen of it. */
export function assistantOf({ settings }: Study, witness: Witness, rng: Rng): Evidence {
  const { sets, acts } = settings.evidence
  const { profile } = settings.narrow
  return witness.kind === 'traits'
    ? traitAssistant(profile)
    : witness.show(new Array(sets).fill(assistantTraits(profile)), acts, rng)
}
