import type { RunEvent } from '../run/run.ts'
import type { JobProgress } from '../store/io.ts'
import type { Job } from '../store/jobs.ts'

export interface RunningJob {
  readonly name: string
  readonly kind: Job['kind']
  readonly started: number
  at?: JobProgress
}

export interface Tally {
  on(event: RunEvent): void
  readonly running: ReadonlyMap<string, RunningJob>
  /** Jobs finished or failed, and all there are. */
  readonly done: number
  readonly failed: number
  readonly total: number
  matchesPerSecond(): number
  /** Undefined until a foundation has finished. */
  secondsLeft(): number | undefined
}

/** How long a trial takes, as a share of a foundation, until one has finished. */
const TRIAL_SHARE = 0.35

/** Counts a run's events for displays. */
export function createTally(): Tally {
  const running = new Map<string, RunningJob>()
  const seconds = { foundation: [] as number[], trial: [] as number[] }
  const waiting = { foundation: 0, trial: 0 }
  const counts = { done: 0, failed: 0, total: 0, lanes: 1, matches: 0, started: now() }

  const plan = ({ plan, workers }: Extract<RunEvent, { type: 'planned' }>) => {
    const all = [...plan.foundations, ...plan.trials]
    for (const { kind, finished } of all) finished ? counts.done++ : waiting[kind]++
    Object.assign(counts, { total: all.length, lanes: workers, started: now() })
  }
  const end = ({ job }: { job: Job }) => {
    if (!running.delete(job.name)) waiting[job.kind]--
    counts.done++
  }
  const expected = (kind: Job['kind']): number | undefined => {
    if (seconds[kind].length > 0) return seconds[kind].reduce((a, b) => a + b, 0) / seconds[kind].length
    const foundation = kind === 'trial' ? expected('foundation') : undefined
    return foundation === undefined ? undefined : foundation * TRIAL_SHARE
  }

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
      if (event.type === 'started') {
        waiting[event.job.kind]--
        running.set(event.job.name, { name: event.job.name, kind: event.job.kind, started: now() })
      }
      if (event.type === 'progress') {
        const job = running.get(event.job)
        if (job) job.at = event.at
        counts.matches += event.at.matches
      }
      if (event.type === 'finished') {
        seconds[event.job.kind].push(event.timing.seconds)
        end(event)
      }
      if (event.type === 'failed') {
        counts.failed++
        end(event)
      }
    },
    matchesPerSecond: () => counts.matches / Math.max(1e-3, (now() - counts.started) / 1000),
    secondsLeft() {
      const [foundation, trial] = [expected('foundation'), expected('trial')]
      if (trial === undefined) return undefined
      const each = { foundation: foundation ?? 0, trial }
      const rests = [...running.values()].map(({ kind, started }) => Math.max(0, each[kind] - (now() - started) / 1000))
      const work = rests.reduce((a, b) => a + b, waiting.foundation * each.foundation + waiting.trial * each.trial)
      return Math.max(work / counts.lanes, ...rests)
    },
  }
}

const now = () => performance.now()
