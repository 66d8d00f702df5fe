import { freeze, produce } from 'immer'
import { INVALID_MOVE } from '#bgio/core'
import type { Alea } from './alea.ts'
import type { Hook, PhasePlan, Plan } from './compile.ts'
import { EngineError } from './define.ts'

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

/** The inside of one match. `ctx` is edited through `edit` only. */
export interface Run {
  readonly plan: Plan
  readonly exact: boolean
  G: any
  ctx: any
  stateID: number
  readonly alea: Alea
  readonly apis: Readonly<Record<'random' | 'log' | 'events', any>>
  /** The one context object of trusted mode. */
  readonly context: any
  events: QueuedEvent[]
  calledFrom: Method | undefined
  /** What broke a trusted match. */
  broken: unknown
}

/**
 * The ctx to write to. Exact mode replaces the object whenever upstream would, so that what games keep of it, and what
 * a refused action rolls back to, is the same; nested objects that upstream mutates in place are shared in both modes.
 */
export function edit(run: Run): any {
  if (run.exact) run.ctx = { ...run.ctx }
  return run.ctx
}

export function phaseOf(run: Run): PhasePlan {
  const plan = run.plan.phases[run.ctx.phase || '']
  if (plan === undefined) throw new EngineError('game', `Expected a phase of this game, got '${run.ctx.phase}'`)
  return plan
}

/** What `endIf`, `next` and `order` functions get, which may read but not change. */
export function readContext(run: Run): any {
  return run.exact ? { ...run.apis, G: run.G, ctx: run.ctx } : sharedContext(run, undefined)
}

function sharedContext(run: Run, seat: string | undefined): any {
  const { context } = run
  context.G = run.G
  context.ctx = run.ctx
  context.playerID = seat
  return context
}

export function callHook(run: Run, hook: Hook, method: Method, seat?: string): void {
  if (hook !== null) run.G = callWithG(run, hook, method, seat, NO_ARGS)
  // Upstream runs a default through immer here, which freezes what `setup` returned.
  else if (run.exact) freeze(run.G, true)
}

const NO_ARGS: readonly unknown[] = []

/** Runs a move or hook and returns the new G, or INVALID_MOVE. */
export function callWithG(
  run: Run,
  fn: (context: any, ...args: unknown[]) => unknown,
  method: Method,
  seat: string | undefined,
  args: readonly unknown[],
): any {
  run.calledFrom = method
  const G = run.exact ? callOnDraft(run, fn, seat, args) : callInPlace(run, fn, seat, args)
  run.calledFrom = undefined
  return G
}

function callInPlace(run: Run, fn: (...all: any[]) => unknown, seat: string | undefined, args: readonly unknown[]) {
  const context = sharedContext(run, seat)
  const result = args.length === 0 ? fn(context) : fn(context, ...args)
  return result === undefined ? run.G : result
}

function callOnDraft(run: Run, fn: (...all: any[]) => unknown, seat: string | undefined, args: readonly unknown[]) {
  let invalid = false
  const G = produce(run.G, (draft: any) => {
    const result = fn({ ...run.apis, G: draft, ctx: run.ctx, playerID: seat }, ...args)
    invalid = result === INVALID_MOVE
    return invalid ? undefined : result
  })
  return invalid ? INVALID_MOVE : G
}
