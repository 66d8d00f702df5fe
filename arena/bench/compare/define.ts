/**
 * Two builds of Mettle, timed against each other on one machine in one sitting. A contest is one program that runs in a
 * child process for each build; builds take turns, and a row is what is said of the pairs.
 */

/** What a row is measured in; of `per s` more is better, of all others less. */
export type Unit = 'ms' | 's' | 'MB' | 'per s'

/** One line of the table. */
export interface Row {
  readonly id: string
  readonly what: string
  readonly unit: Unit
}

/** One run's figure of a row, in its unit. */
export interface Reading {
  /** By the clock. */
  readonly value: number
  /** By processor time of the process, and of its main thread where Node tells it. */
  readonly cpu?: number
  readonly thread?: number
  /** What tells the figure from that of another build: how many jobs it took. */
  readonly note?: string
}

/** Readings by row. */
export type Readings = Readonly<Record<string, Reading>>

export interface Contest {
  readonly rows: readonly Row[]
  /** Name of a program, and what it is asked for. */
  readonly program: string
  readonly ask?: Readonly<Record<string, unknown>>
  /** The same program asked for what stands beside it in the same build; the table prints how many times better the first is. */
  readonly beside?: { readonly name: string; readonly ask: Readonly<Record<string, unknown>> }
  /** A process of its own for every run. */
  readonly fresh?: boolean
  /** Rounds that are played and not counted. */
  readonly warm: number
  /** Run only with `--long`. */
  readonly long?: boolean
}

/** What a program gives a child process: one run of it. */
export type Run = () => Readings | Promise<Readings>

/** @param load the build's modules @param ask what is asked for @param dir an empty folder to write into */
export type Program = (load: Load, ask: Readonly<Record<string, any>>, place: Place) => Promise<Run>

/** Loads a module of the build by the path that it has in this one. @throws Absent */
export type Load = <M = any>(path: string) => Promise<M>

export interface Place {
  /** The build's folder. */
  readonly build: string
  /** An empty folder to write into. */
  readonly dir: string
}

/** The build lacks what a row is made of: no failure, but nothing to compare. */
export class Absent extends Error {
  override readonly name = 'Absent'
}

/** What a child process says to the one that started it. */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'ran'; readonly readings: Readings }
  | { readonly type: 'absent' | 'failed'; readonly why: string }
