import type { EventLevel } from '../store/io.ts'
import type { StudyRequest } from '../studies/resolve.ts'
import type { QueuePlace } from './hand.ts'
import type { Registered } from './registered.ts'
import type { Settled } from './settle.ts'

/** All that is settled before anything starts. */
export interface Prepared extends Settled {
  readonly request: StudyRequest
  readonly folder: string
  readonly workers: number
  readonly events: EventLevel
  readonly registered?: Registered
  /** Where workers are that run the jobs, in place of threads here. */
  readonly queue?: QueuePlace
}
