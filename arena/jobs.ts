import type { RunFacts } from './analysis/summarise.ts'
import type { Summary } from './analysis/summary.ts'
import type { Manifest } from './store/manifest.ts'
import type { Study, TrialId } from './study/study.ts'
import type { EventLevel } from './trial/recorder.ts'

/** What a running job may do to the outside: write into its own folder, and say how far it is. */
export interface JobIO {
  /** An empty folder, renamed into place when the job is whole. */
  readonly dir: string
  /** `facts` unless said; changes no number. */
  readonly events?: EventLevel
  progress(at: JobProgress): void
}
export interface JobProgress {
  /** The phase that this much of was just done: corpus, imitate, narrow, measure, compete, verify. */
  readonly phase: string
  readonly done: number
  readonly total: number
  /** Matches played since the last call, and decisions taken. */
  readonly matches: number
}

/** The functions a worker runs. Results are plain JSON and hold no clock, path or version. */
export interface Science<F, T> {
  /** `arm`: whose corpus interventions apply; null for the foundation that all other arms share. */
  foundation(study: Study, index: number, arm: string | null, io: JobIO): Promise<F>
  /** `foundationDir`: the finished foundation's folder. */
  trial(study: Study, id: TrialId, foundationDir: string, io: JobIO): Promise<T>
  summarise(study: Study, foundations: readonly F[], trials: readonly (T | TrialFailure)[], run: RunFacts): Summary
  /** Writes the run's tables into an empty folder. */
  /** The report as one HTML file. */
  page(run: {
    readonly study: Study
    readonly summary: Summary
    readonly foundations: readonly F[]
    readonly trials: readonly Stored<T>[]
    readonly jobs: string
    readonly manifest: Manifest
  }): string
  tables(dir: string, foundations: readonly F[], trials: readonly Stored<T>[]): Promise<void>
}

/** A trial of a run: the name of its job's folder, and what came out. */
export interface Stored<T> {
  readonly folder: string
  readonly result: T | TrialFailure
}

export interface TrialFailure {
  readonly id: TrialId
  readonly error: string
}
