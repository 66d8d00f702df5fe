import type { Appraisal } from '../../envs/define.ts'
import type { MatchRecord } from '../play/record.ts'
import type { DecisionRecord, KeptHead, KeptMatch } from '../store/matches.ts'

/** What the page reads, from our endpoint or from the files of an export: `data/run.json` and `data/matches/<job>.json`. */
export interface RunData {
  readonly schema: 1
  readonly kind: 'study' | 'tournament' | 'matches'
  readonly title: string
  readonly question: string
  /** Whether it is watched while it grows. */
  readonly live: boolean
  /** Jobs all told, finished or not; null where nobody knows. */
  readonly total: number | null
  readonly jobs: readonly JobData[]
  readonly verdicts: readonly Verdict[]
  /** Foundations so far, on which trials stand; null where nothing is trained. */
  readonly foundations: { readonly finished: number; readonly running: number } | null
  /** What the run found, in words; null while it goes on, and where there is no study. */
  readonly answer: string | null
}

/** Where matches of people are kept, and the arm they are listed under. */
export const PLAYED = 'played'

export interface JobData {
  /** Names its file of matches. */
  readonly folder: string
  readonly arm: string
  /** The arm that is the same but for its sign, power punished: drag is read against it. Null where there is none. */
  readonly reversed: string | null
  readonly regime: string | null
  readonly foundation: number | null
  readonly env: string
  readonly state: 'running' | 'finished'
  /** Why it does not read; left out where it does. */
  readonly problem?: string
  /** Traits and performance along training. */
  readonly path: readonly PathData[]
  /** Changes with what the job has written. */
  readonly version: string
}

export interface PathData {
  readonly update: number
  readonly reward: number
  readonly power: number
  /** By name, D among them, SD. */
  readonly traits: Readonly<Record<string, number>>
}

export interface Verdict {
  readonly arm: string
  readonly regime: string
  /** Drag prevented, with its interval, in words; empty where the arm is compared with none. */
  readonly effect: string
  readonly word: string
}

/** What a person may play, and against whom. */
export interface Playable {
  readonly env: string
  readonly seats: number
  readonly agents: readonly string[]
}

/** Matches of one job. */
export interface MatchesData {
  readonly head: Head
  readonly matches: readonly MatchData[]
}

export type Head = Pick<KeptHead, 'env' | 'version' | 'params' | 'transforms'> &
  Partial<Pick<KeptHead, 'writers' | 'traits'>>

/** A match as it is told; what runs of older builds, tournaments and people did not record is absent. */
export type MatchData = MatchRecord & {
  readonly n: number
  readonly seats: readonly string[]
  readonly focal: number | null
  readonly facts: Facts
  /** Scores of the replay, by seat, where they are not those that were recorded: the match is not reproduced. */
  readonly replayed?: readonly number[]
} & Partial<Pick<KeptMatch, 'update' | 'kind' | 'match' | 'weight' | 'cue' | 'm' | 'stated' | 'decisions'>>

/** What a match list filters by. */
export interface Facts {
  readonly actions: number
  /** The focal seat's rank by payoff, 1 the best; null where no seat is focal. */
  readonly rank: number | null
  /** How the focal seat went about it: the dark deed it did most of, or clean. */
  readonly route: string
  /** Sum of dark appraisals of the focal seat's acts, all seats' where none is focal. */
  readonly darkness: number
  /** The darkest act of the focal seat, of any seat where none is focal. */
  readonly darkest: { readonly at: number; readonly seat: number; readonly label: string; readonly dark: number } | null
  /** The largest change of any seat's share of control in one act. */
  readonly swing: number
  /** Seats that filed a report. */
  readonly reports: readonly number[]
}

/** One act of a match with what the acting seat had before it. */
export interface Act {
  readonly seat: number
  readonly action: number
  readonly label: string
  readonly stage: string | null
  readonly sentence: string
  readonly appraisal: Appraisal
  readonly dark: number
  /** The clean legal action with the largest gain of its own; null where none is clean. */
  readonly clean: Act['legal'][number] | null
  /** All that was legal, each with what a writer in this place would have weighed. */
  readonly legal: readonly { readonly action: number; readonly label: string; readonly appraisal: Appraisal }[]
  /** Of the focal seat, where it was recorded. */
  readonly record: DecisionRecord | null
}
