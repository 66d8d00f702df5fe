import type { JobPhase } from '../../interventions/events.ts'

/** What a running job may do to the outside: write into its own folder, and say how far it is. */
export interface JobIO {
  /** An empty folder, renamed into place when the job is whole. */
  readonly dir: string
  /** `facts` unless said; changes no number. */
  readonly events?: EventLevel
  progress(at: JobProgress): void
}

/** How far a job is. */
export interface JobProgress {
  /** What so much was just done of. */
  readonly phase: JobPhase
  readonly done: number
  readonly total: number
  /** Matches played since the last call, and decisions taken. */
  readonly matches: number
}

/** What goes into events.jsonl: nothing, all but the per-match and per-decision events, or everything. */
export const EVENT_LEVELS = ['none', 'facts', 'all'] as const

export type EventLevel = (typeof EVENT_LEVELS)[number]
