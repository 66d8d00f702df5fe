import type { TrialId } from '../study/trials.ts'

export interface Planned {
  readonly name: string
  /** Its folder under `jobs/`, named by the hash of all that made it. */
  readonly folder: string
  /** Done by an earlier run of the same command. */
  readonly finished: boolean
}

export interface FoundationJob extends Planned {
  readonly kind: 'foundation'
  readonly index: number
  /** The first arm whose corpus interventions or start made it; null for the one that all other arms share. */
  readonly arm: string | null
}

export interface TrialJob extends Planned {
  readonly kind: 'trial'
  readonly id: TrialId
  readonly on: FoundationJob
}

export type Job = FoundationJob | TrialJob

export interface Plan {
  readonly foundations: readonly FoundationJob[]
  /** In canonical order: summaries read them in it, whatever order they ran in. */
  readonly trials: readonly TrialJob[]
}
