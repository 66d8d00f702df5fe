import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult, Stored, TrialResult } from '../store/results.ts'
import type { Settings } from '../study/settings.ts'

/** What one job is expected to take, on this machine and backend. */
export interface Cost {
  readonly seconds: number
  readonly bytes: number
}

/** How long an arm is reinforced and how often it is read, as its settings say. */
export type Pressed = Pick<Settings['compete'], 'updates' | 'measureEvery'>

export interface Forecast {
  readonly foundation: Cost
  /** A trial of each regime, by how hard its arm presses. */
  readonly trial: Readonly<Partial<Record<Regime, (compete: Pressed) => Cost>>>
  /** Tables, summary and report. */
  readonly conclusion: Cost
}

/** What the short jobs gave, and where they lie. */
export interface Samples {
  readonly root: string
  readonly foundation: FoundationResult
  readonly trials: Readonly<Partial<Record<Regime, Stored<TrialResult> & { readonly result: TrialResult }>>>
}
