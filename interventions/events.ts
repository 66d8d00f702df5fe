import type { Trait } from '../agents/traits.ts'

/**
 * Events of one trial, in the order in which they come true. Each is a fact in the past tense: state changes first,
 * then the event is raised, and one that is raised while another is delivered waits its turn. Events are frozen; arrays
 * in them belong to the arena, so copy what must outlive the call. Each carries the ids of what it is part of.
 */
export type ArenaEvent =
  | PhaseStarted
  | MatchStarted
  | ActionTaken
  | ReportFiled
  | MatchEnded
  | RolloutCollected
  | EpisodeDropped
  | InterventionActed
  | UpdateApplied
  | TraitsMeasured
  | TrialEnded

/** Name of an event. */
export type EventType = ArenaEvent['type']

interface InTrial {
  /** The trial: arm, regime and foundation, as in "control.full.0". */
  readonly trial: string
}

interface InUpdate extends InTrial {
  /** The RL update that it belongs to, from 0. */
  readonly update: number
}

interface InMatch extends InUpdate {
  /** Place of the match in its rollout, from 0. */
  readonly match: number
}

/** What a job goes through: a foundation the first four and `measure`, a trial `compete`, `verify` and `measure`. */
export type JobPhase = 'corpus' | 'imitate' | 'narrow' | 'unseen' | 'compete' | 'verify' | 'measure'

/** A trial enters a phase: it competes, then verifies some of its matches, then is measured. */
export interface PhaseStarted extends InTrial {
  readonly type: 'phase.started'
  /** The phase that begins. */
  readonly phase: JobPhase
}

/** A training match was started. Events of a match are raised once its whole rollout was played, match by match. */
export interface MatchStarted extends InMatch {
  readonly type: 'match.started'
  /** Seed of the match: with env, params, transforms and actions it fixes the match. */
  readonly seed: string
  /** The seat that learns, 0 … seats − 1. */
  readonly focal: number
}

/** A seat's action was applied, in order of play. Built only while a plugin or recorder listens to every event. */
export interface ActionTaken extends InMatch {
  readonly type: 'action.taken'
  /** The seat that acted, 0 … seats − 1. */
  readonly seat: number
  /** Label of the action in the env's table. */
  readonly action: string
}

/** A seat took the reserved action `report`. Raised after its `action.taken`. */
export interface ReportFiled extends InMatch {
  readonly type: 'report.filed'
  /** The seat that reported, 0 … seats − 1. */
  readonly seat: number
  /** Whether the match was harmful in truth, which makes the report right. */
  readonly rigged: boolean
}

/** A training match ended. */
export interface MatchEnded extends InMatch {
  readonly type: 'match.ended'
  /** Payoff of each seat over the match, before interventions, [seats]. */
  readonly scores: readonly number[]
  /** Share of control of each seat at the end, 0 … 1, [seats]. */
  readonly power: readonly number[]
}

/** All matches of an update were played; no hook has changed their rewards yet. */
export interface RolloutCollected extends InUpdate {
  readonly type: 'rollout.collected'
  /** Number of matches. */
  readonly episodes: number
  /** Number of decisions of the focal seat, over all matches. */
  readonly decisions: number
  /** Mean payoff of the focal seat, payoff units per match. */
  readonly reward: number
  /** Mean share of control of the focal seat at the end of a match, 0 … 1. */
  readonly power: number
  /** z of each decision before interventions, [decisions, persona], row-major. The arena owns it; it is not logged. */
  readonly z: Float32Array
}

/** An episode ended up with weight 0 after all hooks, so that the update learns nothing from it. */
export interface EpisodeDropped extends InMatch {
  readonly type: 'episode.dropped'
}

/** An intervention measured something in an update. Raised after the update, once per intervention and metric. */
export interface InterventionActed extends InUpdate {
  readonly type: 'intervention.acted'
  /** Id of the intervention. */
  readonly intervention: string
  /** Name that it gave to `measure`. */
  readonly metric: string
  /** Mean of the values measured under that name, in the intervention's own unit. */
  readonly value: number
}

/** The learner finished an update, further training between updates included. */
export interface UpdateApplied extends InUpdate {
  readonly type: 'update.applied'
  /** The learner's metrics by name, as `losses/policy` or `motive/step`; means over minibatches. */
  readonly metrics: Readonly<Record<string, number>>
}

/** The agent was read against the held-out panel and on the eval envs; every `measureEvery` updates. */
export interface TraitsMeasured extends InTrial {
  readonly type: 'traits.measured'
  /** Number of updates done: 0 before RL. */
  readonly update: number
  /** Mean payoff of the focal seat, payoff units per match. */
  readonly reward: number
  /** Mean share of control of the focal seat at the end of a match, 0 … 1. */
  readonly power: number
  /** Revealed value of each trait and of the dark composite D in the neutral context, SD of human traits. */
  readonly revealed: Readonly<Partial<Record<Trait | 'D', number>>>
}

/** The trial is finished; the stream completes after it. */
export interface TrialEnded extends InTrial {
  readonly type: 'trial.ended'
  /** Whether it gave a result. */
  readonly ok: boolean
}
