import type { Trait } from '../agents/traits.ts'

/** Every event is a frozen fact in the past tense and carries the ids of its parents: study, trial, and what is below. */
interface Parents {
  readonly trial: string
}
interface InUpdate extends Parents {
  /** RL update, from 0; −1 before the first. */
  readonly update: number
}
interface InMatch extends InUpdate {
  readonly match: number
}

export type ArenaEvent =
  | (Parents & { readonly type: 'phase.started'; readonly phase: 'measure' | 'compete' | 'verify' })
  | (InMatch & { readonly type: 'match.started'; readonly seed: string; readonly focal: number })
  | (InMatch & { readonly type: 'action.taken'; readonly seat: number; readonly action: string })
  | (InMatch & { readonly type: 'report.filed'; readonly seat: number; readonly rigged: boolean })
  | (InMatch & { readonly type: 'match.ended'; readonly scores: readonly number[]; readonly power: readonly number[] })
  | (InUpdate & {
      readonly type: 'rollout.collected'
      readonly episodes: number
      readonly decisions: number
      /** Mean payoff of the focal seat. */
      readonly reward: number
      /** Mean share of control of the focal seat at the end. */
      readonly power: number
      /** z of every recorded decision before interventions, [decisions, persona], row-major. Not logged. */
      readonly z: Float32Array
    })
  | (InMatch & { readonly type: 'episode.dropped' })
  | (InUpdate & {
      readonly type: 'intervention.acted'
      readonly intervention: string
      readonly metric: string
      readonly value: number
    })
  | (InUpdate & { readonly type: 'update.applied'; readonly metrics: Readonly<Record<string, number>> })
  | (InUpdate & {
      readonly type: 'traits.measured'
      readonly reward: number
      readonly power: number
      readonly revealed: Readonly<Partial<Record<Trait | 'D', number>>>
    })
  | (Parents & { readonly type: 'trial.ended'; readonly ok: boolean })

export type EventType = ArenaEvent['type']
