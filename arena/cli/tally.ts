import type { RunEvent } from '../run/run.ts'
import type { JobProgress } from '../store/io.ts'
import type { Job } from '../store/jobs.ts'
import { type Begun, kindOf, outlook, type Standing, shareOf, steady } from './outlook.ts'

export interface RunningJob extends Begun {
  readonly job: Job
  readonly progress?: JobProgress
}

export interface Tally {
  on(event: RunEvent): void
  readonly running: ReadonlyMap<string, RunningJob>
  /** Jobs finished or failed, and all there are. */
  readonly done: number
  readonly failed: number
  readonly total: number
  /** Share of the work that is done, 0 … 1; it never falls. */
  share(): number
  /** Time left as it is shown, s; undefined until a job tells what it takes. */
  secondsLeft(): number | undefined
}

/**
 * Counts a run's events for displays.
 * @param clock now, ms @param took what a job took that an earlier start finished, s
 */
export function createTally(clock: () => number = () => performance.now(), took?: (job: Job) => number): Tally {
  const running = new Map<string, RunningJob>()
  const seconds: Record<string, number[]> = {}
  const waiting: Record<string, number> = {}
  const counts = { done: 0, failed: 0, total: 0, lanes: 1 }
  let [shown, at, share]: [number | undefined, number, number] = [undefined, 0, 0]
  const now = () => clock() / 1000

  const note = (job: Job, whole: number) => {
    seconds[kindOf(job)] ??= []
    seconds[kindOf(job)].push(whole)
  }
  const plan = ({ plan, workers }: Extract<RunEvent, { type: 'planned' }>) => {
    const all: readonly Job[] = [...plan.foundations, ...plan.trials]
    for (const job of all) {
      const kind = kindOf(job)
      waiting[kind] ??= 0
      if (!job.finished) waiting[kind]++
      else {
        counts.done++
        if (took) note(job, took(job))
      }
    }
    Object.assign(counts, { total: all.length, lanes: workers })
  }
  const end = (job: Job) => {
    if (!running.delete(job.name)) waiting[kindOf(job)]--
    counts.done++
  }
  const hear = (name: string, progress: JobProgress) => {
    const known = running.get(name)
    if (known)
      running.set(name, { ...known, progress, share: shareOf(progress, known.job.kind, known.share), at: now() })
  }
  const standing = (): Standing => ({
    now: now(),
    lanes: counts.lanes,
    running: [...running.values()],
    waiting,
    took: seconds,
  })

  return {
    running,
    get done() {
      return counts.done
    },
    get failed() {
      return counts.failed
    },
    get total() {
      return counts.total
    },
    on(event) {
      if (event.type === 'planned') plan(event)
      if (event.type === 'lanes') counts.lanes = event.lanes
      if (event.type === 'started') {
        const kind = kindOf(event.job)
        waiting[kind]--
        running.set(event.job.name, { job: event.job, kind, started: now(), share: 0, at: now() })
      }
      if (event.type === 'progress') hear(event.job, event.at)
      if (event.type === 'finished') note(event.job, event.timing.seconds)
      if (event.type === 'finished' || event.type === 'failed') end(event.job)
      if (event.type === 'failed') counts.failed++
    },
    share() {
      const seen = outlook(standing())
      const of = seen ? seen.done / Math.max(1e-9, seen.done + seen.left) : counts.done / Math.max(1, counts.total)
      share = Math.max(share, Math.min(1, of))
      return share
    },
    secondsLeft() {
      const seen = outlook(standing())
      if (seen === undefined) return shown
      shown = steady(shown, seen.seconds, now() - at)
      at = now()
      return shown
    },
  }
}
