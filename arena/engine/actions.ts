import { INVALID_MOVE } from '#bgio/core'
import { isActive } from './active-players.ts'
import { callWithG } from './call.ts'
import { cloneTree } from './clone.ts'
import type { MovePlan } from './compile.ts'
import { EngineError } from './define.ts'
import { flushEvents, handleEvent } from './events.ts'
import { afterMove } from './flow.ts'
import { phaseOf, type Run } from './run.ts'

/** The move a name means to a seat now, or null if it means none or the seat may not act. */
export function findMove(run: Run, seat: string, name: string): MovePlan | null {
  if (!mayAct(run, seat)) return null
  const { activePlayers } = run.ctx
  const phase = phaseOf(run)
  const stage = activePlayers?.[seat]
  const stageMoves = stage === undefined || stage === null ? null : (phase.turn.stages[stage]?.moves ?? null)
  return (stageMoves ?? phase.moves ?? run.plan.moves)[name] ?? null
}

export function mayAct(run: Run, seat: string): boolean {
  if (run.broken !== undefined)
    throw new EngineError('broken', 'An earlier error broke this match', { cause: run.broken })
  return run.ctx.gameover === undefined && isActive(run.ctx, seat)
}

/**
 * Makes a move, or leaves the match as it was and returns false; an error of the game does the latter and comes
 * through.
 */
export function playMove(run: Run, seat: string, move: MovePlan, args: readonly unknown[]): boolean {
  const before = begin(run)
  try {
    const done = makeMove(run, seat, move, owned(args))
    return done ? commit(run) : rollBack(run, before)
  } catch (error) {
    return fail(run, before, error)
  } finally {
    run.site.running = before.running
  }
}

export function playEvent(run: Run, seat: string, type: string, args: readonly unknown[]): boolean {
  const before = begin(run)
  const { turn } = run.ctx
  try {
    handleEvent(run, type, owned(args)[0], seat)
    return flush(run, seat, turn) ? commit(run) : rollBack(run, before)
  } catch (error) {
    return fail(run, before, error)
  } finally {
    run.site.running = before.running
  }
}

function makeMove(run: Run, seat: string, move: MovePlan, args: readonly unknown[]): boolean {
  const { turn } = run.ctx
  if (move.run !== null) {
    const G = callWithG(run, move.run, 'MOVE', seat, args)
    if (G === INVALID_MOVE) return false
    run.G = G
  }
  afterMove(run, seat, move)
  return flush(run, seat, turn)
}

function flush(run: Run, seat: string, turn: number): boolean {
  if (run.events.length === 0) return true
  const broken = flushEvents(run, seat, turn)
  if (broken !== undefined && !run.exact) throw new EngineError('event', `Expected events by their rules: ${broken}`)
  return broken === undefined
}

/** Moves may store their arguments in G, which must not make the caller's table of actions a part of G. */
function owned(args: readonly unknown[]): readonly unknown[] {
  for (let i = 0; i < args.length; i++) {
    if (typeof args[i] === 'object' && args[i] !== null) return cloneTree(args, 'args')
  }
  return args
}

interface Before {
  readonly G: any
  readonly ctx: any
  /** Set where a move of one match plays another. */
  readonly running: Run | undefined
}

function begin(run: Run): Before {
  run.alea.save(run.mark)
  if (run.events.length > 0) run.events = []
  const { running } = run.site
  run.site.running = run
  return { G: run.G, ctx: run.ctx, running }
}

function commit(run: Run): true {
  run.stateID++
  return true
}

function rollBack(run: Run, before: Before): false {
  run.alea.rewind(run.mark)
  run.calledFrom = undefined
  run.settled = false
  if (!run.exact) return false
  run.G = before.G
  run.ctx = before.ctx
  return false
}

function fail(run: Run, before: Before, error: unknown): never {
  rollBack(run, before)
  if (!run.exact) run.broken = error
  throw error
}
