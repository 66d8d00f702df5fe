import type { BackendName } from '../../agents/backend.ts'
import type { BatteryRequest } from '../battery/request.ts'
import type { EventLevel, JobIO, JobProgress } from '../store/io.ts'
import type { JobTiming } from '../store/job-folder.ts'
import type { Job } from '../store/jobs.ts'
import type { StudyRequest } from '../studies/resolve.ts'
import type { TournamentRequest } from '../tournament/resolve.ts'

/**
 * One job, as a worker thread gets it. What it is part of travels as the request, never as functions; `hash` says that
 * it means the same here.
 */
export type Task = StudyTask | TournamentTask | BatteryTask

interface Common {
  readonly hash: string
  /** The folder that holds all jobs of the run. */
  readonly jobs: string
  readonly backend: BackendName
}

export interface StudyTask extends Common {
  readonly kind: 'study'
  readonly request: StudyRequest
  readonly job: Job
  readonly events: EventLevel
}

/** A block of a tournament's matches. */
export interface TournamentTask extends Common {
  readonly kind: 'tournament'
  readonly request: TournamentRequest
  readonly job: BlockJob
}

export interface BlockJob {
  readonly kind: 'block'
  readonly name: string
  readonly folder: string
  /** Its place among the tournament's chunks. */
  readonly index: number
}

/** Some items of a battery. */
export interface BatteryTask extends Common {
  readonly kind: 'battery'
  readonly request: BatteryRequest
  readonly job: ItemsJob
}

export interface ItemsJob {
  readonly kind: 'items'
  readonly name: string
  readonly folder: string
  /** Who the agent is told to be. */
  readonly group: string
  readonly from: number
  readonly to: number
}

/** Does a job: writes files into its folder and gives its result, plain JSON. */
export type Doing = (io: JobIO) => unknown

export type Outcome =
  | { readonly ok: true; readonly timing: JobTiming }
  | {
      readonly ok: false
      readonly error: string
      readonly stack: string
      /** Nothing can be written any more: not the job's fault, and no other job can do better. */
      readonly trouble?: string
      /** This program is not the one that the job is for: another may do it. */
      readonly refused?: true
      /** Nobody had begun it when the run was interrupted. */
      readonly returned?: true
    }

/** What workers tell while they run. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly job: string; readonly at: JobProgress }
  | { readonly type: 'printed'; readonly text: string }
