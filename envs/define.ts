import type { ActivePlayersArg, Ctx, Game } from 'boardgame.io'
import type { z } from 'zod'
import type { Rng } from './random.ts'

/**
 * Consequences of one legal action, from the acting seat's own view, each about 0 … 1.5 (payoff-like ones may be
 * negative). Writers choose by them and logs count them; learners never see them.
 */
export const APPRAISALS = [
  'gain', // own material gain
  'task', // trait-free component of the work itself
  'control', // power gained
  'initiative', // taking on coordination that helps all, at a cost
  'deceit', // saying what is false
  'coercion', // threat, pressure
  'advantage', // own share above equal
  'harm', // loss to others that brings gain, beyond what losing the contest costs
  'spite', // loss to others at own cost
  'breach', // broken promise
  'exploit', // use of a loophole
  'benefit', // gain given to others
] as const
export type AppraisalName = (typeof APPRAISALS)[number]

/** Appraisals that count as dark acts: in raw dark rates, in the routes of a match, and in what a tournament charges. */
export const DARK_APPRAISALS = [
  'harm',
  'deceit',
  'coercion',
  'breach',
  'exploit',
  'spite',
] as const satisfies readonly AppraisalName[]
export type DarkAppraisal = (typeof DARK_APPRAISALS)[number]

export type Appraisal = Readonly<Partial<Record<AppraisalName, number>>>

/** What a choice in a same-domain scenario leaves behind (VALIDITY §7.5), each 0 … 1. */
export interface Aftermath {
  /** How much hotter the conflict runs. */
  readonly escalation: number
  /** Loss of third parties. */
  readonly collateral: number
  /** Share of the years after in which the settlement holds. */
  readonly stability: number
}

/** One entry of an env's fixed action table: a learner's index ↔ a boardgame.io move. */
export interface Action {
  readonly move: string
  readonly args: readonly unknown[]
  readonly label: string
}

/** All that a seat may know: the `playerView`'d G and where it stands in the match. Nothing else of `ctx`. */
export interface Seen<G> {
  readonly G: G
  readonly seat: number
  readonly phase: string | null
  readonly stage: string | null
  readonly turn: number
}

/** The whole truth, for scores and logs. */
export interface Truth<G> {
  readonly G: G
  readonly ctx: Ctx
}

/** One way the whole position could be, for search: what a seat sees, and a draw of all that it does not. */
export interface Guess<G> {
  readonly G: G
  /** Who decides now, in which stages; null where only the seat itself does, outside of stages. */
  readonly activePlayers: ActivePlayersArg | null
}

/**
 * Every observation starts with these, in [0, 1]: progress of the match, own share of control, other seats / 4. The
 * network reads them without an adapter.
 */
export const COMMON = 3

/** Reserved actions of a `train` env (`report`, `abstain`): masked unless an intervention opens them. */
export interface Affordances<G> {
  /** In these stages a seat may report; there no option carries control, so parity stays exact. */
  readonly reportStages: readonly string[]
  /** The label of the action that `abstain` stands for, a stage. */
  readonly neutral: Readonly<Record<string, string>>
  /** What reporting means to the seat: lighter where the match is harmful, idle cost where it is not. */
  reportAppraisal(seen: Seen<G>): Appraisal
}

export interface EnvSpec<S extends z.ZodType, G> {
  readonly id: string
  /** Raised with every change of rules, observation, action table or appraisal. */
  readonly version: number
  readonly summary: string
  /** `train`: RL may use it. `eval`: held out from RL, reads traits. */
  readonly kind: 'train' | 'eval'
  readonly params: S
  seats(params: z.output<S>): number
  /** The decisions in which routes differ and pay the same at δ=0, by label; or `'none'`. VALIDITY §2. */
  readonly parity: { readonly clean: readonly string[]; readonly dark: readonly string[] } | 'none'
  /** Ordinary boardgame.io. Moves validate before they mutate; G is a tree of JSON values. */
  game(params: z.output<S>): Game<G>
  actions(params: z.output<S>): readonly Action[]
  /** Sets `mask[i] = 1` for every legal action (the mask arrives zeroed). */
  legal(seen: Seen<G>, mask: Uint8Array): void
  observationSize(params: z.output<S>): number
  /** Writes the observation (arrives zeroed); the first `COMMON` entries as said there. All finite, about −1 … 1. */
  observe(seen: Seen<G>, out: Float32Array): void
  appraise(seen: Seen<G>, action: Action, params: z.output<S>): Appraisal
  describe?(seen: Seen<G>): string
  /** Cumulative payoff, read after every tick; reward is its increment. */
  score(truth: Truth<G>, seat: number): number
  /** Share of control, 0 … 1, as the head comment defines it. */
  power(truth: Truth<G>, seat: number): number
  /** Whether this match pays for exploits: the ground truth of reports. */
  harmful?(truth: Truth<G>): boolean
  /**
   * Draws what the seat does not see, evenly among what fits what it does see. Search needs it where a `playerView`
   * hides something; it is given the view only, so it cannot leak the truth.
   */
  determinise?(seen: Seen<G>, rng: Rng): Guess<G>
  /** Upper bound of decisions in a match, all seats together. */
  bound(params: z.output<S>): number
  /** Only `train`. */
  readonly affordances?: Affordances<G>
  /** Only `eval`: how many parameterised items it has; `setupData: { item }` selects one. */
  readonly items?: number
  /** Only `eval`: false where an option carries control, so the dark index leaves it out. */
  readonly powerFree?: boolean
  /**
   * Only `eval` scenarios: what a legal action leads to beyond payoffs, for measures, which weigh it by the probability
   * of the action as they do appraisals. No agent sees it, writers included.
   */
  aftermath?(seen: Seen<G>, action: Action): Aftermath
}

/** An env with its params filled in: what rollouts, writers and measures work with. */
export interface Env<G = any> {
  readonly id: string
  readonly version: number
  readonly kind: 'train' | 'eval'
  readonly params: Readonly<Record<string, unknown>>
  readonly seats: number
  readonly parity: EnvSpec<z.ZodType, G>['parity']
  readonly game: Game<G>
  readonly actions: readonly Action[]
  /** Index of the reserved action, or −1 in an `eval` env. */
  readonly report: number
  readonly abstain: number
  readonly observationSize: number
  readonly bound: number
  readonly items: number
  readonly powerFree: boolean
  readonly affordances?: Affordances<G>
  legal(seen: Seen<G>, mask: Uint8Array): void
  observe(seen: Seen<G>, out: Float32Array): void
  appraise(seen: Seen<G>, action: Action): Appraisal
  describe(seen: Seen<G>): string
  score(truth: Truth<G>, seat: number): number
  power(truth: Truth<G>, seat: number): number
  harmful(truth: Truth<G>): boolean
  readonly determinise?: (seen: Seen<G>, rng: Rng) => Guess<G>
  readonly aftermath?: (seen: Seen<G>, action: Action) => Aftermath
}

/** What `defineEnv` returns: call it with params for an `Env`; its fields are for lists and checks. */
export interface EnvPlugin<S extends z.ZodType = z.ZodType, G = any> {
  (params?: z.input<S>): Env<G>
  readonly spec: EnvSpec<S, G>
}

/**
 * Defines an env plugin.
 * @throws ZodError from the returned factory when params do not fit the schema.
 */
export function defineEnv<S extends z.ZodType, G>(spec: EnvSpec<S, G>): EnvPlugin<S, G> {
  const create = (input?: z.input<S>): Env<G> => {
    const params = spec.params.parse(input ?? {}) as z.output<S>
    const own = spec.actions(params)
    const reserved = spec.kind === 'train' ? RESERVED : []
    const actions = [...own, ...reserved]
    const report = spec.kind === 'train' ? own.length : -1
    const abstain = spec.kind === 'train' ? own.length + 1 : -1
    return {
      id: spec.id,
      version: spec.version,
      kind: spec.kind,
      params: params as Record<string, unknown>,
      seats: spec.seats(params),
      parity: spec.parity,
      game: spec.game(params),
      actions,
      report,
      abstain,
      observationSize: spec.observationSize(params),
      bound: spec.bound(params),
      items: spec.items ?? 0,
      powerFree: spec.powerFree ?? false,
      affordances: spec.affordances,
      legal(seen, mask) {
        spec.legal(seen, mask)
        const open = (seen.G as { $arena?: ArenaState }).$arena
        if (open && spec.affordances && seen.stage !== null) markReserved(open, seen, mask, report, spec.affordances)
      },
      observe: spec.observe,
      appraise: (seen, action) => appraiseAny(spec, own, params, seen, action),
      describe: (seen) => spec.describe?.(seen) ?? '',
      score: spec.score,
      power: spec.power,
      harmful: (truth) => spec.harmful?.(truth) ?? false,
      determinise: spec.determinise,
      aftermath: spec.aftermath,
    }
  }
  return Object.assign(create, { spec })
}

/** What the affordance transform keeps under the reserved key `G.$arena`. */
export interface ArenaState {
  readonly report: boolean
  readonly abstain: boolean
  /** Whether the seat has filed its one report. */
  readonly reported: boolean[]
}

const RESERVED: readonly Action[] = [
  { move: 'report', args: [], label: 'report' },
  { move: 'abstain', args: [], label: 'abstain' },
]

function markReserved<G>(
  open: ArenaState,
  seen: Seen<G>,
  mask: Uint8Array,
  report: number,
  affordances: Affordances<G>,
): void {
  const stage = seen.stage as string
  if (open.report && !open.reported[seen.seat] && affordances.reportStages.includes(stage)) mask[report] = 1
  if (open.abstain && Object.hasOwn(affordances.neutral, stage)) mask[report + 1] = 1
}

function appraiseAny<S extends z.ZodType, G>(
  spec: EnvSpec<S, G>,
  own: readonly Action[],
  params: z.output<S>,
  seen: Seen<G>,
  action: Action,
): Appraisal {
  if (!spec.affordances || !RESERVED.includes(action)) return spec.appraise(seen, action, params)
  if (action.move === 'report') return spec.affordances.reportAppraisal(seen)
  const neutral = own.find((each) => each.label === spec.affordances?.neutral[seen.stage as string])
  return spec.appraise(seen, neutral as Action, params)
}
