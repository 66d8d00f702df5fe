import type { Agent } from '../define.ts'
import type { TraitVector } from '../traits.ts'
import { choose, dilemma, preference } from '../writers.ts'

/** A scripted persona at the table: samples from its softmax policy. */
export function writer(id: string, traits: TraitVector): Agent<null> {
  const wants = preference(traits)
  return {
    id,
    start: () => null,
    decide: (asks) =>
      asks.map(({ env, seen, mask, rng }) => {
        const situation = dilemma(env, seen, mask)
        return { action: situation.legal[rng.weighted(choose(situation, wants))], memory: null }
      }),
  }
}
