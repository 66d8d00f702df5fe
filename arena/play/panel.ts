import { writer } from '../../agents/bots/writer.ts'
import type { Agent } from '../../agents/define.ts'
import type { Loadings } from '../../agents/loadings.ts'
import { EIGHT, people, type TraitSet } from '../../agents/trait-set.ts'
import { samplePersona } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import type { Pairing } from './rollout.ts'

/** Opponents, the same for every arm and every s. */
export interface Panel {
  readonly writers: readonly Agent[]
  /** The frozen checkpoint RL starts from, and the share of seats it takes. */
  readonly checkpoint?: { readonly agent: Agent; readonly share: number }
}

/** Frozen writers of the *decorrelated* population: their darkness says nothing about their power. */
export const writerPanel = (count: number, rng: Rng, loadings?: Loadings, set: TraitSet = EIGHT): Agent[] =>
  personasOf(count, rng, set).map((traits, i) => writer(`writer-${i}`, traits, loadings))

/** Traits of the panel's writers, in order. */
export function personasOf(count: number, rng: Rng, set: TraitSet = EIGHT): number[][] {
  const decorrelated = people(set, 0)
  return Array.from({ length: count }, () => samplePersona(decorrelated, rng))
}

/**
 * `count` matches of one focal seat against the panel; the focal agent takes every seat in turn. Chance seeds and
 * opponents follow from `rng` alone, so two policies meet the same matches (common random numbers).
 */
export function pair(focal: Agent, panel: Panel, seats: number, count: number, rng: Rng): Pairing[] {
  return Array.from({ length: count }, (_, match) => {
    const draw = rng.fork(match)
    const own = match % seats
    const agents = Array.from({ length: seats }, (_, seat) => (seat === own ? focal : opponent(panel, draw)))
    return { seed: draw.seed, agents, focal: own }
  })
}

function opponent({ writers, checkpoint }: Panel, rng: Rng): Agent {
  const asCheckpoint = rng.uniform() < (checkpoint?.share ?? 0)
  const which = rng.integer(writers.length)
  return asCheckpoint && checkpoint ? checkpoint.agent : writers[which]
}
