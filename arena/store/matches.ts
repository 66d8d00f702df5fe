import type { Cue } from '../../agents/cues.ts'
import type { MatchRecord } from '../play/record.ts'

/** Matches kept to be watched, of each evaluation and of the rollout before it. */
export const KEPT = 8

/** What stood behind one decision of the focal seat. */
export interface DecisionRecord {
  /** Action index and its probability, of all that were legal. */
  readonly policy: readonly (readonly [number, number])[]
  /**
   * Training reward still to come, discounted, by the critic; absent while nothing has trained it: before RL, in
   * `motive`, under `no-reward`.
   */
  readonly value?: number
  /** Traits as the probe frozen before RL reads them off the z of this decision, [DIM], SD. */
  readonly represented: readonly number[]
  /**
   * What it said of itself before (an index into TOKENS) and how likely that was; absent where networks do not narrate.
   */
  readonly narration?: { readonly token: number; readonly probability: number }
  /** How far interventions moved z, |z′ − z|; absent where it was left alone. */
  readonly moved?: number
}

/** A match of a trial with what the focal seat was while it played: a line of matches.jsonl. */
export interface KeptMatch extends MatchRecord {
  /** Updates done before it. */
  readonly update: number
  readonly kind: 'evaluation' | 'training'
  readonly match: number
  readonly focal: number
  /** Ids of the agents, by seat. */
  readonly seats: readonly string[]
  /** Weight its episode had in the update; training alone. 0: dropped. */
  readonly weight?: number
  readonly cue: Cue
  /** The draw of m it was played with, [persona]. */
  readonly m: readonly number[]
  /** What it says of itself, asked with that m under no cue, [DIM], SD. */
  readonly stated: readonly number[]
  /** One a decision of the focal seat, in order. */
  readonly decisions: readonly DecisionRecord[]
}

/** The first line of matches.jsonl. */
export interface KeptHead {
  readonly env: string
  readonly version: number
  readonly params: Readonly<Record<string, unknown>>
  readonly transforms: readonly { readonly id: string; readonly params: Readonly<Record<string, unknown>> }[]
  /** Names of the traits, where they are not the eight. */
  readonly traits?: readonly string[]
  /** Traits of the writers who sit there, by id: of the panel trained against and of the one held out. */
  readonly writers: Readonly<Record<'training' | 'evaluation', Readonly<Record<string, readonly number[]>>>>
}
