import { createRng, type Rng, shuffled } from '../../../envs/random.ts'
import type { Battery } from '../battery.ts'
import type { Policy } from '../inverse-fit.ts'

/** Shares of the options over so many plays of each item. */
export function sampled(policies: readonly Policy[], plays: number, rng: Rng): Float64Array[] {
  return policies.map((policy) => {
    const weights = Array.from(policy)
    const counts = new Float64Array(weights.length)
    for (let i = 0; i < plays; i++) counts[rng.weighted(weights)] += 1 / plays
    return counts
  })
}

/**
 * Disjoint halves of the items, drawn within each env: parameters alternate from item to item, so odd and even would
 * not do.
 */
export function halves({ sources }: Pick<Battery, 'sources'>): readonly [number[], number[]] {
  const rng = createRng('halves')
  const [one, two]: [number[], number[]] = [[], []]
  for (const items of byEnv(sources))
    shuffled(items, rng).forEach((d, i) => void (2 * i < items.length ? one : two).push(d))
  return [one, two]
}

/** As many items of each env as there are, up to `most`. */
export const someItems = ({ sources }: Pick<Battery, 'sources'>, most: number, rng: Rng): number[] =>
  byEnv(sources).flatMap((items) => shuffled(items, rng).slice(0, most))

function byEnv(sources: Battery['sources']): number[][] {
  const found = new Map<unknown, number[]>()
  sources.forEach(({ env }, d) => void found.set(env, [...(found.get(env) ?? []), d]))
  return [...found.values()]
}
