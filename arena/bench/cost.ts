import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult, Stored, TrialResult } from '../store/results.ts'

/** What one job is expected to take, on this machine and backend. */
export interface Cost {
  readonly seconds: number
  readonly bytes: number
}

export interface Forecast {
  readonly foundation: Cost
  readonly trial: Readonly<Partial<Record<Regime, Cost>>>
  /** Tables, summary and report. */
  readonly conclusion: Cost
}

/** What the short jobs gave, and where they lie. */
export interface Samples {
  readonly root: string
  readonly foundation: FoundationResult
  readonly trials: Readonly<Partial<Record<Regime, Stored<TrialResult> & { readonly result: TrialResult }>>>
}
