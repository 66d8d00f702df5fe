/**
 * boardgame.io's flow: what ends and begins after a move or an event. One step is taken at a time; after each, the
 * game, the phase or the turn may turn out to be over, which drops what that step wanted next.
 */
import { enterStage, leaveStage, setActivePlayers } from './active-players.ts'
import { callHook, readContext } from './call.ts'
import { cloneTree } from './clone.ts'
import type { MovePlan, TurnPlan } from './compile.ts'
import { EngineError } from './define.ts'
import { edit, phaseOf, type Run } from './run.ts'

type StepKind =
  | 'startGame'
  | 'startPhase'
  | 'startTurn'
  | 'updatePhase'
  | 'updateTurn'
  | 'updateStage'
  | 'updateActivePlayers'
  | 'endGame'
  | 'endPhase'
  | 'endTurn'
  | 'endStage'

export interface Step {
  readonly kind: StepKind
  readonly arg: any
  /** The turn, phase or seat the step was meant for, where that matters. */
  readonly turn: number | undefined
  readonly phase: string | null
  readonly seat: any
  readonly force: boolean
}

export const stepOf = (
  kind: StepKind,
  arg?: any,
  turn?: number,
  phase: string | null = null,
  seat?: any,
  force = false,
): Step => ({ kind, arg, turn, phase, seat, force })

const START_PHASE = stepOf('startPhase')

export function flow(run: Run, first: Step): void {
  const steps = [first]
  let endedPhases: (string | null)[] | null = null
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]
    if (step.kind === 'endPhase') {
      const { phase } = run.ctx
      endedPhases ??= []
      // Phases that end each other in a circle: upstream leaves all of them.
      if (endedPhases.includes(phase)) {
        edit(run).phase = null
        return
      }
      endedPhases.push(phase)
    }
    const queued = steps.length
    take(run, step, steps)
    if (step.kind === 'endGame') return
    const ending = whatEnds(run, step.kind)
    if (ending === null) continue
    if (steps.length > queued) steps.length = queued
    steps.push(ending)
  }
}

function take(run: Run, step: Step, next: Step[]): void {
  switch (step.kind) {
    case 'startGame':
      next.push(START_PHASE)
      break
    case 'startPhase':
      startPhase(run, next)
      break
    case 'startTurn':
      startTurn(run, step.seat)
      break
    case 'updatePhase':
      updatePhase(run, step, next)
      break
    case 'updateTurn':
      updateTurn(run, step, next)
      break
    case 'updateStage':
      updateStage(run, step)
      break
    case 'updateActivePlayers':
      setActivePlayers(run, edit(run), step.arg)
      break
    case 'endGame':
      endGame(run, step)
      break
    case 'endPhase':
      endPhase(run, step, next)
      break
    case 'endTurn':
      endTurn(run, step, next)
      break
    case 'endStage':
      endStage(run, step, next)
      break
  }
}

function whatEnds(run: Run, done: StepKind | 'afterMove'): Step | null {
  const ending = run.settled ? null : whatEndsMatch(run)
  if (ending !== null) return ending
  if (done !== 'afterMove' && done !== 'updateStage' && done !== 'updateActivePlayers') return null
  const turnOver = endsTurn(run, phaseOf(run).turn)
  return turnOver ? stepOf('endTurn', turnOver, run.ctx.turn, run.ctx.phase) : null
}

function whatEndsMatch(run: Run): Step | null {
  const { endIf } = run.plan
  const { draws } = run.alea
  const raised = run.events.length
  const gameover = endIf?.(readContext(run))
  if (gameover) return stepOf('endGame', gameover, run.ctx.turn, run.ctx.phase)
  const { endIf: phaseEndIf } = phaseOf(run)
  const phaseOver = phaseEndIf?.(readContext(run))
  if (phaseOver) return stepOf('endPhase', phaseOver, run.ctx.turn, run.ctx.phase)
  run.settled = run.alea.draws === draws && run.events.length === raised
  return null
}

function endsTurn(run: Run, { maxMoves, endIf }: TurnPlan): any {
  if (maxMoves && (run.ctx.numMoves || 0) >= maxMoves) return true
  return endIf?.(readContext(run))
}

/** Counts a move that was made and lets what follows from it happen. */
export function afterMove(run: Run, seat: string, move: MovePlan): void {
  countMove(run, seat, move)
  const { _activePlayersMaxMoves: max, _activePlayersNumMoves: made } = run.ctx
  if (max && made[seat] >= max[seat]) endStage(run, stepOf('endStage', undefined, undefined, null, seat), null)
  callHook(run, phaseOf(run).turn.onMove, 'TURN_ON_MOVE', seat)
  const ending = whatEnds(run, 'afterMove')
  if (ending !== null) flow(run, ending)
}

function countMove(run: Run, seat: string, move: MovePlan): void {
  const ctx = edit(run)
  let { numMoves } = ctx
  const { _activePlayersNumMoves: made } = ctx
  if (move.counts) {
    if (seat === ctx.currentPlayer) numMoves++
    if (ctx.activePlayers) made[seat]++
  }
  ctx.numMoves = numMoves
  ctx._activePlayersNumMoves = made
}

function startPhase(run: Run, next: Step[]): void {
  callHook(run, phaseOf(run).onBegin, 'PHASE_ON_BEGIN')
  next.push(stepOf('startTurn'))
}

function startTurn(run: Run, seat: any): void {
  const { turn } = phaseOf(run)
  if (seat) {
    const ctx = edit(run)
    ctx.currentPlayer = seat
    if (turn.activePlayers) setActivePlayers(run, ctx, turn.activePlayers)
  } else beginOrder(run, turn)
  const ctx = edit(run)
  ctx.turn++
  ctx.numMoves = 0
  ctx._prevActivePlayers = []
  callHook(run, turn.onBegin, 'TURN_ON_BEGIN')
}

function beginOrder(run: Run, { order, activePlayers }: TurnPlan): void {
  const playOrder =
    order.playOrder === undefined
      ? everyone(run.ctx.numPlayers)
      : detached(run, order.playOrder(readContext(run)), 'turn.order.playOrder')
  const playOrderPos = order.first(readContext(run))
  const ctx = edit(run)
  ctx.currentPlayer = `${playOrder[playOrderPos]}`
  ctx.playOrderPos = playOrderPos
  ctx.playOrder = playOrder
  setActivePlayers(run, ctx, activePlayers || {})
}

/** The default order of play. */
export function everyone(numPlayers: number): string[] {
  const ids = []
  for (let i = 0; i < numPlayers; i++) ids.push(`${i}`)
  return ids
}

/** What a game returns into ctx may be a part of G, which trusted mode mutates. */
const detached = (run: Run, value: any, path: string) => (run.exact ? value : cloneTree(value, path))

function updatePhase(run: Run, { arg, phase }: Step, next: Step[]): void {
  if (arg?.next) {
    if (!(arg.next in run.plan.phases) && arg.next in {}) {
      throw new EngineError('event', `Expected a phase of this game, got the inherited name '${arg.next}'`)
    }
    // An unknown phase: upstream reports it and leaves the match outside every phase, in no turn.
    if (!(arg.next in run.plan.phases)) return
    edit(run).phase = arg.next
  } else {
    const { next: choose } = run.plan.phases[phase || '']
    const chosen = choose(readContext(run)) || null
    edit(run).phase = chosen
  }
  next.push(START_PHASE)
}

function updateTurn(run: Run, { arg, seat }: Step, next: Step[]): void {
  const { order } = phaseOf(run).turn
  let { playOrderPos } = run.ctx
  let currentPlayer = seat
  let over = false
  if (arg && arg !== true) {
    for (const key of Object.keys(arg)) {
      if (key === 'remove') currentPlayer = `${run.ctx.playOrder[playOrderPos]}`
      if (key !== 'next') continue
      playOrderPos = run.ctx.playOrder.indexOf(arg.next)
      currentPlayer = arg.next
    }
  } else {
    const chosen = order.next(readContext(run))
    over = chosen === undefined
    if (!over) {
      playOrderPos = chosen
      currentPlayer = `${run.ctx.playOrder[playOrderPos]}`
    }
  }
  const ctx = edit(run)
  ctx.playOrderPos = playOrderPos
  ctx.currentPlayer = currentPlayer
  next.push(over ? stepOf('endPhase', undefined, ctx.turn, ctx.phase) : seatStep('startTurn', currentPlayer))
}

const seatStep = (kind: StepKind, seat: any, arg?: any) => stepOf(kind, arg, undefined, null, seat)

function updateStage(run: Run, { arg, seat }: Step): void {
  const choice = typeof arg === 'string' || arg === null ? { stage: arg } : arg
  if (typeof choice === 'object') enterStage(run, edit(run), seat, choice)
}

function endGame(run: Run, { arg }: Step): void {
  endPhase(run, stepOf('endPhase'), null)
  edit(run).gameover = arg === undefined ? true : detached(run, arg, 'ctx.gameover')
  callHook(run, run.plan.onEnd, 'GAME_ON_END')
}

function endPhase(run: Run, { arg, turn }: Step, next: Step[] | null): void {
  endTurn(run, stepOf('endTurn', undefined, turn, null, undefined, true), null)
  const { phase } = run.ctx
  next?.push(stepOf('updatePhase', arg, undefined, phase))
  if (phase === null) return
  callHook(run, phaseOf(run).onEnd, 'PHASE_ON_END')
  edit(run).phase = null
}

function endTurn(run: Run, { arg, turn, force }: Step, next: Step[] | null): void {
  if (turn !== run.ctx.turn) return
  const { currentPlayer, numMoves, phase } = run.ctx
  const plan = phaseOf(run).turn
  if (!force && plan.minMoves && (numMoves || 0) < plan.minMoves) return
  const before = run.G
  callHook(run, plan.onEnd, 'TURN_ON_END')
  next?.push(seatStep('updateTurn', currentPlayer, arg))
  const left = arg?.remove ? withoutPlayer(run.ctx.playOrder, currentPlayer) : null
  if (left?.length === 0) {
    next!.push(stepOf('endPhase', undefined, turn, phase))
    dropTurnEnd(run, plan, before)
    return
  }
  // Exact mode replaces ctx here also where nothing changes, as upstream does.
  if (!run.exact && left === null && run.ctx.activePlayers === null) return
  const ctx = edit(run)
  ctx.activePlayers = null
  if (left === null) return
  ctx.playOrder = left
  if (ctx.playOrderPos > left.length - 1) ctx.playOrderPos = 0
}

// biome-ignore lint/suspicious/noDoubleEquals: a playOrder of numbers matches a player's id upstream
const withoutPlayer = (playOrder: unknown[], player: unknown) => playOrder.filter((id) => id != player)

/** Upstream forgets what `turn.onEnd` did to G when the last player of the order is removed. */
function dropTurnEnd(run: Run, plan: TurnPlan, before: any): void {
  if (!run.exact && plan.onEnd !== null) {
    throw new EngineError('event', "endTurn({ remove: true }) of the last player needs mode 'exact' with a turn.onEnd")
  }
  run.G = before
}

function endStage(run: Run, step: Step, next: Step[] | null): void {
  const seat = step.seat || run.ctx.currentPlayer
  const { activePlayers, _activePlayersNumMoves: made, _activePlayersMinMoves: min } = run.ctx
  const inStage = activePlayers !== null && Object.hasOwn(activePlayers, seat)
  let { arg } = step
  if (!arg && inStage) arg = phaseOf(run).turn.stages[activePlayers[seat]]?.next || arg
  next?.push(seatStep('updateStage', seat, arg))
  if (!inStage) return
  if (min?.[seat] && (made[seat] || 0) < min[seat]) return
  leaveStage(run, edit(run), seat)
}
