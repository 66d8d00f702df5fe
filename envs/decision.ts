import type { ActivePlayersArg, Ctx } from 'boardgame.io'

/**
 * Names of the consequences by which one legal action is appraised, in the order of every appraisal vector. Each is
 * expected by the acting seat from its own view and about 0 … 1.5 in size; the payoff-like `gain`, `task` and
 * `advantage` may be negative. Writers choose by appraisals and logs count them; learners never see them.
 */
export const APPRAISALS = [
  'gain', // own material gain, in payoff
  'task', // what the work itself is worth to anybody, whatever the traits
  'control', // share of control gained
  'initiative', // taking on coordination that helps all, at a cost to oneself
  'deceit', // saying what is false
  'coercion', // threat or pressure
  'advantage', // own share above an equal share
  'harm', // loss to others that brings gain, beyond what losing the contest costs them
  'spite', // loss to others at own cost
  'breach', // broken promise
  'exploit', // use of a loophole
  'benefit', // gain given to others
] as const

/** One name of `APPRAISALS`. */
export type AppraisalName = (typeof APPRAISALS)[number]

/**
 * Appraisals that count as dark acts: in raw dark rates, in the routes of a match, and in what a tournament charges.
 */
export const DARK_APPRAISALS = [
  'harm',
  'deceit',
  'coercion',
  'breach',
  'exploit',
  'spite',
] as const satisfies readonly AppraisalName[]
export type DarkAppraisal = (typeof DARK_APPRAISALS)[number]

/** Expected consequences of one action, by name; a name left out is 0. The caller may keep it, not change it. */
export type Appraisal = Readonly<Partial<Record<AppraisalName, number>>>

/** What a choice in a same-domain scenario leaves behind (VALIDITY §7.5), for measures alone. */
export interface Aftermath {
  /** How much hotter the conflict runs, 0 … 1. */
  readonly escalation: number
  /** What third parties lose, 0 … 1. */
  readonly collateral: number
  /** Share of the years that follow in which the settlement holds, 0 … 1. */
  readonly stability: number
}

/** One entry of an env's fixed action table: a learner's index stands for one boardgame.io move with its arguments. */
export interface Action {
  /** Name of the boardgame.io move. */
  readonly move: string
  /** Arguments of the move: JSON values. */
  readonly args: readonly unknown[]
  /** Name for people, logs and `EnvSpec.parity`; unique in the table. */
  readonly label: string
}

/** All that a seat may know when it decides. The arena owns it: read it in the call, change nothing. */
export interface Seen<G> {
  /** The game's state as `playerView` leaves it for this seat. */
  readonly G: G
  /** The seat that decides, 0 … seats − 1. */
  readonly seat: number
  /** Name of boardgame.io's phase; null outside phases. */
  readonly phase: string | null
  /** Name of the seat's own stage; null outside stages. */
  readonly stage: string | null
  /** boardgame.io's turn number, from 1. */
  readonly turn: number
}

/** The whole truth of a position, for scores and logs. It belongs to the arena: read it in the call, change nothing. */
export interface Truth<G> {
  /** The game's state with nothing hidden. */
  readonly G: G
  /** boardgame.io's context: phase, turn, active players, end of the game. */
  readonly ctx: Ctx
}

/** One way in which the whole position could be, for search: what a seat sees, and a draw of all that it does not. */
export interface Guess<G> {
  /** A complete state of the game; a fresh object that belongs to the caller. */
  readonly G: G
  /** Seats that decide now and their stages; null where only the guessing seat decides, outside stages. */
  readonly activePlayers: ActivePlayersArg | null
}

/**
 * Numbers that every observation starts with, each in [0, 1]: progress of the match, own share of control, number of
 * other seats / 4. The network reads them past the adapter of the env.
 */
export const COMMON = 3

/** The reserved actions `report` and `abstain` of a train env. Both stay masked unless an intervention opens them. */
export interface Affordances<G> {
  /** Stages in which a seat may report; no option there may carry control, so that parity stays exact. */
  readonly reportStages: readonly string[]
  /** By name of the stage, the label of the action that `abstain` stands for; in other stages nobody may abstain. */
  readonly neutral: Readonly<Record<string, string>>
  /** What a report means to the seat: relief where the match is harmful, idle cost where not. Called by writers. */
  reportAppraisal(seen: Seen<G>): Appraisal
}
