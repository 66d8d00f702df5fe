import { flow, type Step, stepOf } from './flow.ts'
import type { Method, QueuedEvent, Run } from './run.ts'

type EventType = 'endStage' | 'setStage' | 'endTurn' | 'pass' | 'endPhase' | 'setPhase' | 'endGame' | 'setActivePlayers'

/** `events` as games see it: calls wait in a queue until the move or hook is done. */
export function createEventsApi(running: () => Run | undefined): Record<EventType, (arg?: unknown) => void> {
  const raise = (type: EventType, arg: unknown) => {
    const run = running()
    run?.events.push({ type, arg, phase: run.ctx.phase, turn: run.ctx.turn, calledFrom: run.calledFrom })
  }
  return {
    endStage: (arg) => raise('endStage', arg),
    setStage: (arg) => raise('setStage', arg),
    endTurn: (arg) => raise('endTurn', arg),
    pass: (arg) => raise('pass', arg),
    endPhase: (arg) => raise('endPhase', arg),
    setPhase: (arg) => raise('setPhase', arg),
    endGame: (arg) => raise('endGame', arg),
    setActivePlayers: (arg) => raise('setActivePlayers', arg),
  }
}

/** Carries out one event; a type boardgame.io does not know changes nothing. */
export function handleEvent(run: Run, type: string, arg: any, seat: string | undefined): void {
  const step = eventStep(run.ctx, type, arg, seat)
  if (step !== null) flow(run, step)
}

function eventStep({ turn, phase }: any, type: string, arg: any, seat: string | undefined): Step | null {
  switch (type) {
    case 'endStage':
      return stepOf('endStage', undefined, undefined, null, seat)
    case 'setStage':
      return stepOf('endStage', arg, undefined, null, seat)
    case 'setActivePlayers':
      return stepOf('updateActivePlayers', arg)
    case 'endTurn':
      return stepOf('endTurn', arg, turn, phase)
    case 'pass':
      return stepOf('endTurn', arg, turn, phase, undefined, true)
    case 'endPhase':
      return stepOf('endPhase', undefined, turn, phase)
    case 'setPhase':
      return stepOf('endPhase', { next: arg }, turn, phase)
    case 'endGame':
      return stepOf('endGame', arg, turn, phase)
    default:
      return null
  }
}

/** Carries out all queued events, also those they queue in turn. Returns the rule that was broken, if any. */
export function flushEvents(run: Run, seat: string | undefined, initialTurn: number): string | undefined {
  const maxEndedTurns = run.ctx.numPlayers * 100
  for (let i = 0; i < run.events.length; i++) {
    const event = run.events[i]
    if (run.ctx.turn - initialTurn >= maxEndedTurns)
      return 'too many turns ended in one action: is this an endless loop?'
    if (event.calledFrom === undefined)
      return `${event.type} was called outside of moves and onBegin, onEnd, onMove hooks`
    if (run.ctx.gameover) return undefined
    const broken = brokenRule(event.type, event.calledFrom)
    if (broken !== undefined) return broken
    if (!isOutdated(run.ctx, event)) handleEvent(run, event.type, event.arg, seat)
  }
  return undefined
}

const isStageEvent = (type: string) => type === 'endStage' || type === 'setStage' || type === 'setActivePlayers'
const isPhaseEvent = (type: string) => type === 'endPhase' || type === 'setPhase'

function brokenRule(type: string, from: Method): string | undefined {
  const inOnEnd = from === 'TURN_ON_END' || from === 'PHASE_ON_END'
  if (isStageEvent(type)) {
    if (inOnEnd) return `${type} is disallowed in onEnd hooks`
    if (from === 'PHASE_ON_BEGIN') return `${type} is disallowed in a phase's onBegin hook`
    if (from === 'TURN_ON_BEGIN' && type !== 'setActivePlayers') return `${type} is disallowed in turn.onBegin`
  }
  if (type === 'endTurn' && inOnEnd) return 'endTurn is disallowed in onEnd hooks: the turn is already ending'
  if (isPhaseEvent(type) && from === 'PHASE_ON_END') return `${type} is disallowed in a phase's onEnd hook`
  return undefined
}

/** The turn or phase an event was meant for is already over. `pass` and `endGame` always count. */
function isOutdated(ctx: any, { type, turn, phase }: QueuedEvent): boolean {
  if (isPhaseEvent(type)) return phase !== ctx.phase
  return (isStageEvent(type) || type === 'endTurn') && turn !== ctx.turn
}
