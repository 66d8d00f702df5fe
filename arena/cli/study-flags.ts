import { BACKENDS, type BackendName } from '../../agents/backend.ts'
import { addressOf } from '../queue/address.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'
import { EVENT_LEVELS, type EventLevel } from '../store/io.ts'
import type { StudyRequest } from '../studies/resolve.ts'
import { integer } from './integer.ts'
import { sharedFolder } from './shared-folder.ts'

/** As commander hands them over. */
export interface StudyFlags {
  readonly seed?: string
  readonly foundations?: string
  readonly workers?: string
  readonly set: readonly string[]
  readonly out?: string
  readonly backend?: string
  readonly events?: string
  readonly profile?: boolean
  readonly queue?: string
  readonly shared?: string
  readonly registration?: string
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly tables?: boolean
  readonly tensorboard?: boolean
}

const MOST_WORKERS = 512

/** @throws Refusal naming the flag. */
export function requestOf(
  ref: string,
  { seed, foundations, set }: Pick<StudyFlags, 'seed' | 'foundations' | 'set'>,
): StudyRequest {
  const short = [
    ...(seed === undefined ? [] : [`seed=${integer('--seed', seed, 0, 2_147_483_647)}`]),
    ...(foundations === undefined ? [] : [`foundations=${integer('--foundations', foundations, 1, 1000)}`]),
  ]
  return { ref, set: [...short, ...set] }
}

export const workersOf = ({ workers }: StudyFlags, fallback: number): number =>
  workers === undefined ? fallback : integer('--workers', workers, 1, MOST_WORKERS)

/** The address of the queue, and the folder that workers see too. */
export function queueFlags({ queue, shared, workers }: Pick<StudyFlags, 'queue' | 'shared' | 'workers'>) {
  if (queue === undefined) {
    if (shared !== undefined) refuse('--shared', '--queue beside it', 'none')
    return undefined
  }
  if (workers !== undefined)
    refuse('--workers', 'no number with --queue', workers, 'Each worker has its own: npx mettle worker --concurrency N')
  return { address: addressOf(queue), ...(shared !== undefined && { shared: sharedFolder(shared) }) }
}

/** The backend that the flag or else `METTLE_BACKEND` forces. */
export function backendOf({ backend }: Pick<StudyFlags, 'backend'>): BackendName | undefined {
  const [source, name] = backend === undefined ? ['METTLE_BACKEND', process.env.METTLE_BACKEND] : ['--backend', backend]
  if (!name) return undefined
  const found = BACKENDS.find((each) => each === name)
  return found ?? refuse(source, `one of ${BACKENDS.join(', ')}`, name, suggestion(name, BACKENDS))
}

/** What goes into events.jsonl. */
export function eventsOf({ events }: StudyFlags): EventLevel {
  const found = EVENT_LEVELS.find((level) => level === (events ?? 'facts'))
  return found ?? refuse('--events', `one of ${EVENT_LEVELS.join(', ')}`, events as string)
}
