import type { Game } from 'boardgame.io'
import type { z } from 'zod'
import type { Contest } from './contest.ts'
import type { Action, Affordances, Aftermath, Appraisal, Guess, Seen, Truth } from './decision.ts'
import type { Rng } from './random.ts'

export type { Contest } from './contest.ts'
export type * from './decision.ts'
export { APPRAISALS, COMMON, DARK_APPRAISALS } from './decision.ts'

/**
 * What an author writes of an env. Every function is pure: equal arguments give equal results, nothing is remembered.
 * Arguments belong to the arena; results belong to the caller, which keeps them and changes none.
 */
export interface EnvSpec<S extends z.ZodType, G> {
  /** Name in logs and on the command line; kebab-case, unique among the envs of a study. */
  readonly id: string
  /** Whole number from 1, raised with every change of rules, observation, action table or appraisal. */
  readonly version: number
  /** One sentence for lists. */
  readonly summary: string
  /** `train`: RL may use it. `eval`: held out from RL, reads traits. */
  readonly kind: 'train' | 'eval'
  /** `zero-sum`: payoffs of all seats sum to a constant. `mixed`: they need not. Required of train envs. */
  readonly contest?: Contest
  /** Schema of the params, with ranges and defaults; `{}` must fit it. */
  readonly params: S
  /** Number of seats, 1 or more. Called once, when params are filled in; so are `game`, `actions` and the two sizes. */
  seats(params: z.output<S>): number
  /** Labels of the decisions in which routes to control differ and pay the same at δ = 0 (VALIDITY §2), or `'none'`. */
  readonly parity: { readonly clean: readonly string[]; readonly dark: readonly string[] } | 'none'
  /** An ordinary boardgame.io game. Moves validate before they mutate; G is a tree of JSON values. */
  game(params: z.output<S>): Game<G>
  /** The action table, the same at all params: a learner's index is the place in it. Reserved actions are added behind. */
  actions(params: z.output<S>): readonly Action[]
  /** Sets `mask[i] = 1` for every legal action; the mask, [actions], arrives zeroed. Called before every decision. */
  legal(seen: Seen<G>, mask: Uint8Array): void
  /** Length of an observation, `COMMON` included. */
  observationSize(params: z.output<S>): number
  /** Writes the observation into `out`, which arrives zeroed: `COMMON` numbers first; all about −1 … 1. */
  observe(seen: Seen<G>, out: Float32Array): void
  /** Expected consequences of one legal action, from the seat's own view. Called for writers and logs only. */
  appraise(seen: Seen<G>, action: Action, params: z.output<S>): Appraisal
  /** The position in words, for people who watch and for agents that read: all that `observe` shows, so that both know the same. */
  describe?(seen: Seen<G>): string
  /** The same in other words, number for number: whether what is read of an agent hangs on the wording. Left out, `describe`. */
  rephrase?(seen: Seen<G>): string
  /**
   * The rules in plain English, with the numbers of these params: what is scored, what a turn is, what each action does,
   * who knows what, how it ends; all that a player may know and nothing that is hidden. Whoever reads them, `describe` and
   * the labels of legal actions can play. `ruleBook` (`envs/rule-book.ts`) sets them in the form that shipped envs have.
   */
  rules?(params: z.output<S>): string
  /** Payoff of the seat so far; read after every tick, and reward is its increment. About 1 in size over a match. */
  score(truth: Truth<G>, seat: number): number
  /** Share of control of the seat now, 0 … 1, as the env's head comment defines it; read at the end of a match. */
  power(truth: Truth<G>, seat: number): number
  /** Whether this match pays for exploits: the ground truth of reports, read at the end. False where left out. */
  harmful?(truth: Truth<G>): boolean
  /**
   * Draws what the seat does not see, evenly among what fits what it does see. Search needs it where a `playerView`
   * hides something; it is given the view only, so that it cannot leak the truth.
   */
  determinise?(seen: Seen<G>, rng: Rng): Guess<G>
  /** Upper bound of decisions in a match, all seats together. */
  bound(params: z.output<S>): number
  /** Only `train`: where the reserved actions may be opened, and what they mean. */
  readonly affordances?: Affordances<G>
  /** Only `eval`: number of its parameterised items; `setupData: { item }` selects one, 0 … items − 1. */
  readonly items?: number
  /** Only `eval`: false (the default) where an option carries control, so that the dark index leaves the env out. */
  readonly powerFree?: boolean
  /** Only `eval` scenarios: what a legal action leads to beyond payoffs. Measures read it, no agent or writer does. */
  aftermath?(seen: Seen<G>, action: Action): Aftermath
}

/** Members of a spec that an env takes over as they are. */
type Kept = 'id' | 'version' | 'kind' | 'parity' | 'affordances' | 'legal' | 'observe' | 'score' | 'power'

/** An env with its params filled in: what rollouts, writers and measures work with. All matches share it unchanged. */
export interface Env<G = any> extends Pick<EnvSpec<z.ZodType, G>, Kept | 'determinise' | 'aftermath'> {
  /** All params, defaults filled in: JSON values. */
  readonly params: Readonly<Record<string, unknown>>
  /** As in the spec; `mixed` where an eval env does not say. */
  readonly contest: Contest
  /** Number of seats. */
  readonly seats: number
  /** The boardgame.io game; transforms work on a copy. */
  readonly game: Game<G>
  /** The env's own actions, then for `train` envs `report` and `abstain`. */
  readonly actions: readonly Action[]
  /** Index of the reserved action `report`; −1 in an `eval` env. */
  readonly report: number
  /** Index of the reserved action `abstain`; −1 in an `eval` env. */
  readonly abstain: number
  /** Length of an observation. */
  readonly observationSize: number
  /** Upper bound of decisions in a match, all seats together. */
  readonly bound: number
  /** Number of items; 0 in a `train` env. */
  readonly items: number
  /** Whether the dark index may count it. */
  readonly powerFree: boolean
  /** As in the spec, reserved actions included. */
  appraise(seen: Seen<G>, action: Action): Appraisal
  /** As in the spec; empty where the env says nothing. */
  describe(seen: Seen<G>): string
  /** As in the spec; as `describe` where the env has no other words. */
  rephrase(seen: Seen<G>): string
  /** The rules as players read them; empty where the env does not give them. */
  readonly rules: string
  /** As in the spec; false where the env does not say. */
  harmful(truth: Truth<G>): boolean
}

/** What `defineEnv` returns: a factory. Call it with params, or with none for the defaults, to get an `Env`. */
export interface EnvPlugin<S extends z.ZodType = z.ZodType, G = any> {
  (params?: z.input<S>): Env<G>
  /** What the author wrote, for lists and checks. */
  readonly spec: EnvSpec<S, G>
}
