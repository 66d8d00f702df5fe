import type { JobPhase } from '../../interventions/events.ts'
import type { JobProgress } from '../store/io.ts'
import type { Job } from '../store/jobs.ts'

/** A job that has begun, s: when, and how far it said it was at what time. */
export interface Begun {
  readonly kind: string
  readonly started: number
  readonly share: number
  readonly at: number
}

/** What a run knows of itself, in seconds. */
export interface Standing {
  readonly now: number
  readonly lanes: number
  readonly running: readonly Begun[]
  /** Jobs not begun, by kind. */
  readonly waiting: Readonly<Record<string, number>>
  /** What each finished job took, by kind. */
  readonly took: Readonly<Record<string, readonly number[]>>
}

/** Jobs of one kind take about as long: foundations, and the trials of a regime. */
export const kindOf = (job: Job): string => (job.kind === 'foundation' ? 'foundation' : `trial ${job.id.regime}`)

/** How long a trial takes, as a share of a foundation, until one of any regime has told. */
const TRIAL_SHARE = 0.35
/** A job tells what it will take from this share on; before it, a worker's start weighs too much. */
const TELLING = 0.2

/**
 * How far a job is, 0 … 1, from its phases in their order; shares of time are those of the shipped studies. A trial
 * counts its updates, whose readings come in between.
 */
export function shareOf({ phase, done, total }: JobProgress, kind: Job['kind'], before: number): number {
  const within = done / Math.max(1, total)
  const [from, to] = kind === 'foundation' ? FOUNDATION[phase] : phase === 'compete' ? [0.02, 0.9] : [before, before]
  if (kind === 'trial' && phase === 'verify') return 0.95
  return Math.min(1, Math.max(before, from + (to - from) * within))
}

const FOUNDATION: Readonly<Record<JobPhase, readonly [from: number, to: number]>> = {
  corpus: [0, 0.1],
  imitate: [0.1, 0.48],
  narrow: [0.48, 0.56],
  unseen: [0.9, 0.98],
  measure: [0.98, 1],
  compete: [0, 1],
  verify: [1, 1],
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** What a job of that kind takes, s: as the finished ones did, else as the running ones tell, else as kinds compare. */
export function expected(standing: Standing, kind: string): number | undefined {
  const own = told(standing, kind)
  if (own !== undefined || kind === 'foundation') return own
  const others = Object.keys(standing.waiting).filter((other) => other !== 'foundation' && other !== kind)
  const alike = others.map((other) => told(standing, other)).filter((seconds) => seconds !== undefined)
  if (alike.length > 0) return mean(alike)
  const foundation = told(standing, 'foundation')
  return foundation === undefined ? undefined : foundation * TRIAL_SHARE
}

function told({ took, running }: Standing, kind: string): number | undefined {
  const telling = running.filter((job) => job.kind === kind && job.share >= TELLING)
  const paces = telling.map(({ started, share, at }) => (at - started) / share)
  const finished = took[kind] ?? []
  return finished.length > 0 ? mean(finished) : paces.length > 0 ? mean(paces) : undefined
}

/** Where a job says nothing for a while it is as far as its time would have it, and not quite done. */
const along = ({ share, started }: Begun, now: number, takes: number): number =>
  Math.max(share, Math.min(0.98, (now - started) / takes))

/** Work in seconds of one lane: what is done, and what is left. Undefined while nothing tells what jobs take. */
export interface Outlook {
  readonly done: number
  readonly left: number
  /** Until the last job ends, s, jobs side by side as far as they may be. */
  readonly seconds: number
}

export function outlook(standing: Standing): Outlook | undefined {
  const { running, waiting, took, lanes } = standing
  const kinds = Object.keys(waiting)
  const each = new Map(kinds.map((kind) => [kind, expected(standing, kind)]))
  if (kinds.some((kind) => each.get(kind) === undefined)) return undefined
  const of = (kind: string) => each.get(kind) as number
  const shares = running.map((job) => along(job, standing.now, of(job.kind)))
  const rests = running.map(({ kind }, i) => of(kind) * (1 - shares[i]))
  const left = sum(rests) + sum(kinds.map((kind) => waiting[kind] * of(kind)))
  const done = sum(Object.values(took).map(sum)) + sum(running.map(({ kind }, i) => of(kind) * shares[i]))
  // A foundation that is not there yet has trials behind it, one at least.
  const trial = Math.max(0, ...kinds.filter((kind) => kind !== 'foundation').map(of))
  const chains = running.map(({ kind }, i) => rests[i] + (kind === 'foundation' ? trial : 0))
  if (waiting.foundation > 0) chains.push(of('foundation') + trial)
  return { done, left, seconds: Math.max(left / lanes, ...chains, 0) }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** How slowly a shown time follows a new estimate, s: within a share of what is left, so that it is true in the end. */
const SETTLES = { share: 0.2, least: 3, most: 20 }
/** How much it may rise in a second: a share of itself, or of this many s. */
export const RISES = 0.02
export const AT_LEAST = 30

/**
 * The time left as it is shown: it counts down, bends towards the estimate, and rises slowly if at all.
 * @param shown what was shown `passed` seconds ago; undefined where nothing was
 */
export function steady(shown: number | undefined, estimate: number, passed: number): number {
  if (shown === undefined) return estimate
  const counted = Math.max(0, shown - passed)
  const within = Math.min(SETTLES.most, Math.max(SETTLES.least, SETTLES.share * estimate))
  const bent = counted + (estimate - counted) * (1 - Math.exp(-passed / within))
  return Math.min(bent, shown + RISES * passed * Math.max(shown, AT_LEAST))
}
