import { holm } from '../statistics/holm.ts'

/** Holm over the interventions' primary endpoint, the effect on revealed D in `full` (VALIDITY §5.4). */
export interface Family {
  readonly arms: readonly string[]
  adjusted(arm: string): number | null
}

/** Every arm that is compared keeps its place: one without a p (trials failed, off the manifold) counts with 1. */
export function family(effects: ReadonlyMap<string, number | null>): Family {
  const arms = [...effects.keys()]
  const adjusted = holm([...effects.values()].map((p) => p ?? 1))
  return { arms, adjusted: (arm) => adjusted[arms.indexOf(arm)] ?? null }
}
