/** What `mettle bench` prints; all rates are medians of interleaved repeats, in whole moves or decisions a second. */
export interface BenchReport {
  readonly schema: 1
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string; readonly platform: string }
  readonly engine: readonly EngineRate[]
  readonly rollout: readonly RolloutRate[]
  /** `control` first. */
  readonly interventions: readonly InterventionRate[]
  readonly trial: Readonly<Record<string, number>>
}

export interface EngineRate {
  readonly game: string
  readonly mode: 'trusted' | 'exact'
  /** Moves a second on one core. */
  readonly stepper: number
  /** boardgame.io's reducer, its Client, and its Simulate with random bots (null where it cannot play the game). */
  readonly reference: number
  readonly client: number
  readonly simulate: number | null
  /** stepper / reference. */
  readonly ratio: number
  /** Bytes allocated a move, starts of matches included. */
  readonly bytesPerMove: number
}

export interface RolloutRate {
  readonly env: string
  /** Who sits at the table, and what is on. */
  readonly setting: string
  /** Every decision is preceded by an observation. */
  readonly observation: boolean
  /** An event is raised for every decision. */
  readonly events: boolean
  readonly decisionsPerSecond: number
}

export interface InterventionRate {
  readonly id: string
  /** Rollout and update of one trial of `quick` in regime `full`. */
  readonly secondsPerUpdate: number
  /** Seconds per update over those of `control`. */
  readonly overhead: number
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]

export const now = (): number => performance.now() / 1000
