import { correlation } from './reliability.ts'

/** Estimates of one method, [writers][traits]. */
export type Estimates = readonly (readonly number[])[]

/** The multitrait–multimethod table of Campbell & Fiske (1959), read for one trait. */
export interface Convergence {
  /** The trait's smallest correlation with itself by another method. */
  readonly monotrait: number
  /** Largest |correlation| with another trait, by the same method or another, in the rows and columns of those. */
  readonly heterotrait: number
  /** Whether each monotrait value exceeds every heterotrait value in its own row and column. */
  readonly holds: boolean
}

/**
 * Convergent and discriminant validity of every trait.
 * @param methods estimates of the same writers by two or more methods @param traits whose columns count as other traits
 * @returns one number per column of the estimates
 */
export function multitrait(methods: readonly Estimates[], traits: readonly number[]): Convergence[] {
  const columns = methods.map((each) => each[0].map((_, t) => each.map((row) => row[t])))
  const r = (t: number, m: number, u: number, n: number) => Math.abs(correlation(columns[m][t], columns[n][u]))
  return columns[0].map((_, t) => {
    const others = traits.filter((u) => u !== t)
    const cells = pairs(methods.length).map(([m, n]) => ({
      own: correlation(columns[m][t], columns[n][t]),
      other: Math.max(0, ...others.flatMap((u) => [r(t, m, u, n), r(t, n, u, m), r(t, m, u, m), r(t, n, u, n)])),
    }))
    return {
      monotrait: Math.min(...cells.map(({ own }) => own)),
      heterotrait: Math.max(...cells.map(({ other }) => other)),
      holds: cells.every(({ own, other }) => own > other),
    }
  })
}

const pairs = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, m) => m).flatMap((m) =>
    Array.from({ length: m }, (_, n): [number, number] => [n, m]),
  )
