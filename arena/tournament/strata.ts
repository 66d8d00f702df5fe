import { type Cluster, STRANGERS } from './clusters.ts'

/**
 * Clusters pairing by pairing. Who met whom, and how often, was fixed before a match was played, so resamples keep it:
 * each pairing is resampled by itself. Among strangers all met under one chance seed, and are one stratum.
 */
export function strataOf(clusters: readonly Cluster[]): Cluster[][] {
  const strata = new Map<string, Cluster[]>()
  for (const cluster of clusters) {
    const key = pairingOf(cluster)
    const stratum = strata.get(key) ?? []
    strata.set(key, stratum)
    stratum.push(cluster)
  }
  return [...strata.values()]
}

function pairingOf({ sides: [{ player, versus }] }: Cluster): string {
  return versus === STRANGERS ? 'strangers' : [player, versus].sort((a, b) => a - b).join()
}

export const sizesOf = (strata: readonly (readonly unknown[])[]): number[] => strata.map(({ length }) => length)

/** Observations behind a player's figures, and the pairings they come from. */
export interface Behind {
  readonly n: number
  readonly strata: number
}

export function behind(strata: readonly (readonly Cluster[])[], player: number): Behind {
  const met = strata.map(
    (stratum) => stratum.filter(({ sides }) => sides.some((side) => side.player === player)).length,
  )
  return { n: met.reduce((sum, n) => sum + n, 0), strata: met.filter((n) => n > 0).length }
}
