import type { Alea, Mark } from './alea.ts'
import type { PhasePlan, Plan } from './compile.ts'
import type { Copier } from './copier.ts'
import { EngineError } from './define.ts'
import type { Past } from './past.ts'

/** Where code runs that may raise events; named as upstream names them. */
export type Method =
  | 'MOVE'
  | 'GAME_ON_END'
  | 'PHASE_ON_BEGIN'
  | 'PHASE_ON_END'
  | 'TURN_ON_BEGIN'
  | 'TURN_ON_MOVE'
  | 'TURN_ON_END'

export interface QueuedEvent {
  readonly type: string
  readonly arg: any
  readonly phase: string | null
  readonly turn: number
  readonly calledFrom: Method | undefined
}

/** What all matches of one engine share. */
export interface Site {
  readonly plan: Plan
  readonly copier: Copier
  /** Whether exact mode makes the next call of a function on a lazy copy. */
  readonly lazily: (past: Past) => boolean
  /** `random`, `log` and `events` as games see them; they act on the match that is running. */
  readonly apis: Readonly<Record<'random' | 'log' | 'events', any>>
  running: Run | undefined
}

/** The inside of one match. `ctx` is edited through `edit` only. */
export interface Run {
  readonly site: Site
  readonly plan: Plan
  readonly exact: boolean
  G: any
  ctx: any
  stateID: number
  /** No stage, count or limit was ever held by a seat beyond '0' to '7'; known in trusted mode only. */
  usualSeats: boolean
  readonly alea: Alea
  /** Where the PRNG stood before the current action. */
  readonly mark: Mark
  /** Where it stood before the current call, which may be made again. */
  readonly again: Mark
  /** A G that is frozen and has no lists with names. */
  known: unknown
  /** A G that lazy copies may stand for. */
  tidy: unknown
  /** The one context object of trusted mode. */
  readonly context: any
  events: QueuedEvent[]
  calledFrom: Method | undefined
  /**
   * Nothing changed since `endIf` of game and phase said that nothing ends, so asking them again would not tell more.
   */
  settled: boolean
  /** What broke a trusted match. */
  broken: unknown
}

/**
 * The ctx to write to. Exact mode replaces the object whenever upstream would, so that what games keep of it, and what
 * a refused action rolls back to, is the same; nested objects that upstream mutates in place are shared in both modes.
 */
export function edit(run: Run): any {
  run.settled = false
  if (run.exact) run.ctx = copyCtx(run.ctx)
  return run.ctx
}

const USUAL_KEYS = 13

/**
 * A shallow copy with the keys in their order; spelled out for the usual ctx, because spreading costs five times that.
 */
function copyCtx(ctx: any): any {
  let keys = 0
  let last = ''
  for (const key in ctx) {
    keys++
    last = key
  }
  if (keys !== USUAL_KEYS || last !== 'numMoves') return { ...ctx }
  return {
    numPlayers: ctx.numPlayers,
    turn: ctx.turn,
    currentPlayer: ctx.currentPlayer,
    playOrder: ctx.playOrder,
    playOrderPos: ctx.playOrderPos,
    phase: ctx.phase,
    activePlayers: ctx.activePlayers,
    _activePlayersMinMoves: ctx._activePlayersMinMoves,
    _activePlayersMaxMoves: ctx._activePlayersMaxMoves,
    _activePlayersNumMoves: ctx._activePlayersNumMoves,
    _prevActivePlayers: ctx._prevActivePlayers,
    _nextActivePlayers: ctx._nextActivePlayers,
    numMoves: ctx.numMoves,
  }
}

export function phaseOf({ plan, ctx }: Run): PhasePlan {
  if (!ctx.phase) return plan.outside
  const phase = plan.phases[ctx.phase]
  if (phase === undefined) throw new EngineError('game', `Expected a phase of this game, got '${ctx.phase}'`)
  return phase
}
