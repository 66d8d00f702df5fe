/** A number with its interval; a missing one says why. */
export type Estimate =
  | { readonly estimate: number; readonly interval: readonly [number, number] | null; readonly n: number }
  | { readonly estimate: null; readonly reason: string }

export interface Summary {
  readonly schema: 1
  readonly study: string
  readonly [key: string]: unknown
}
