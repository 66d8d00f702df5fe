/**
 * Plays one game in several engines side by side with random legal, illegal and malformed actions, and compares G, ctx,
 * PRNG state and stateID after every one of them.
 */
import type { Game } from 'boardgame.io'
import { difference } from '../../../arena/engine/compare.ts'
import { type Engine, EngineError, type Match } from '../../../arena/engine/define.ts'
import { begin, type Course, courseIn, type Recording, type Told } from './course.ts'

export type Action =
  | { readonly kind: 'move'; readonly seat: string; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'event'; readonly seat: string; readonly name: string; readonly args: readonly unknown[] }

/** A game to drive: `make` builds a fresh one, because boardgame.io writes into the games it is given. */
export interface Driven {
  readonly name: string
  readonly make: () => Game<any>
  readonly numPlayers: number
  readonly setupData?: unknown
  /** Arguments worth trying for any move; one is drawn for each. */
  readonly args: readonly (readonly unknown[])[]
  /** Moves that are legal somewhere, tried half of the time. */
  readonly known?: readonly { readonly move: string; readonly args: readonly unknown[] }[]
  /** Arguments worth trying for client-raised events; without it none are raised. */
  readonly eventArgs?: readonly (readonly unknown[])[]
  /** Trusted mode keeps its promise on this game. */
  readonly trusted?: boolean
}

export type Draw = (below: number) => number

/** A tiny generator for choosing actions (mulberry32); the engines under test never see it. */
export function drawFrom(seed: number): Draw {
  let a = seed | 0
  return (below) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const EVENTS = ['endStage', 'setStage', 'endTurn', 'pass', 'endPhase', 'setPhase', 'endGame', 'setActivePlayers']
const BAD_NAMES = ['nope', 'toString', '__proto__', 'constructor', '']
const BAD_SEATS = ['9', 'toString', '', 'null']

export function moveNames(game: Game<any>): string[] {
  const phases = Object.values(game.phases ?? {})
  const turns = [game.turn, ...phases.map((phase) => phase.turn)]
  const stages = turns.flatMap((turn) => Object.values(turn?.stages ?? {}))
  const tables = [game.moves, ...phases.map((phase) => phase.moves), ...stages.map((stage) => stage.moves)]
  return [...new Set(tables.flatMap((table) => Object.keys(table ?? {})))]
}

export function randomAction(driven: Driven, names: readonly string[], match: Match, draw: Draw): Action {
  const { activePlayers, currentPlayer } = match.ctx
  // Malformed endTurn events make numbers and objects the current player; seats of the contract are strings.
  const able = activePlayers ? Object.keys(activePlayers) : [String(currentPlayer)]
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)]
  const seat = draw(12) === 0 ? pick(BAD_SEATS) : draw(8) === 0 ? `${draw(driven.numPlayers)}` : pick(able)
  if (driven.eventArgs && draw(8) === 0) {
    return { kind: 'event', seat, name: draw(15) === 0 ? pick(BAD_NAMES) : pick(EVENTS), args: pick(driven.eventArgs) }
  }
  if (driven.known && draw(2) === 0) {
    const { move, args } = pick(driven.known)
    return { kind: 'move', seat, name: move, args }
  }
  return { kind: 'move', seat, name: draw(25) === 0 ? pick(BAD_NAMES) : pick(names), args: pick(driven.args) }
}

export type Outcome = { readonly done?: boolean; readonly threw?: boolean; readonly outside?: boolean }

export function perform(match: Match, action: Action): Outcome {
  const args = structuredClone(action.args)
  try {
    if (action.kind === 'event') return { done: match.event(action.seat, action.name, args) }
    return { done: match.act(action.seat, action.name, args) }
  } catch (error) {
    return isOutside(error) ? { outside: true } : { threw: true }
  }
}

/** Trusted mode says by name that an event against the rules is beyond it, where the reference rolls back. */
export const isOutside = (error: unknown) => error instanceof EngineError && error.code === 'event'

export interface Report {
  readonly steps: number
  readonly accepted: number
  readonly refused: number
  readonly threw: number
  readonly gameovers: number
  /** Distinct (phase, stages) situations seen. */
  readonly situations: Set<string>
}

export interface DriveOptions {
  readonly steps: number
  readonly seed: number
  /** The reference, or what it did in an earlier drive of the same game and seed. */
  readonly reference: Engine | Recording
  readonly tested: Engine
  /** A match is abandoned after so many actions. @default 200 */
  readonly perMatch?: number
}

/** Throws with the game, the actions and the path of the difference as soon as the engines differ. */
export function drive(driven: Driven, { steps, seed, reference, tested, perMatch = 200 }: DriveOptions): Report {
  const names = moveNames(driven.make())
  const courseOf = 'mode' in reference ? (match: number) => courseIn(driven, names, reference, seed, match) : reference
  const report = { steps: 0, accepted: 0, refused: 0, threw: 0, gameovers: 0, situations: new Set<string>() }
  for (let match = 0; report.steps < steps; match++)
    playOne(driven, names, courseOf(match), Math.min(perMatch, steps - report.steps), report, tested)
  return report
}

function playOne(
  driven: Driven,
  names: readonly string[],
  course: Course,
  steps: number,
  report: { -readonly [K in keyof Report]: Report[K] },
  tested: Engine,
): void {
  const ours = begin(tested, { seed: course.seed, numPlayers: driven.numPlayers, setupData: driven.setupData })
  const theirs = course.start
  if (typeof theirs === 'string' || typeof ours === 'string') {
    report.steps++
    if (theirs === ours || (ours === 'outside' && tested.mode === 'trusted')) return
    throw disagreement(driven, [], `at the start: reference ${shown(theirs)}, stepper ${shown(ours)}`)
  }
  const actions: Action[] = []
  expectSame(driven, theirs, ours, actions)
  for (let i = 0; i < steps; i++) {
    const { detours, action, outcome, told, left } = course.step(i)
    if (detours !== undefined) detour(driven, names, ours, drawFrom(detours))
    actions.push(action)
    const mine = perform(ours, action)
    if (mine.outside && tested.mode === 'trusted') return
    const differs = difference(outcome, mine, 'outcome')
    if (differs) throw disagreement(driven, actions, differs)
    report.steps++
    // A thrown error breaks a trusted match by contract.
    if (outcome.threw && tested.mode === 'trusted') return
    expectSame(driven, told, ours, actions)
    report.accepted += outcome.done === true ? 1 : 0
    report.refused += outcome.done === false ? 1 : 0
    report.threw += outcome.threw ? 1 : 0
    const { phase, activePlayers, gameover } = told.state.ctx
    report.situations.add(JSON.stringify([phase, activePlayers]))
    if (gameover !== undefined) report.gameovers++
    if (left) return
  }
}

const shown = (begun: unknown) => (typeof begun === 'string' ? begun : 'began')

/** Plays on in a clone and in the match itself, then restores it: neither may leave a trace in what follows. */
function detour(driven: Driven, names: readonly string[], match: Match, draw: Draw): void {
  const snapshot = match.snapshot()
  for (const one of [match.clone(), match]) {
    for (let i = 0; i < 3; i++) {
      const { threw, outside } = perform(one, randomAction(driven, names, one, draw))
      if (threw || outside) break
    }
  }
  match.restore(snapshot)
}

function expectSame(driven: Driven, theirs: Told, ours: Match, actions: readonly Action[]): void {
  const differs =
    difference(theirs.state, ours.state(), 'state') ??
    difference(theirs.seat, ours.view('0'), 'view(0)') ??
    difference(theirs.spectator, ours.view(null), 'view(null)')
  if (differs) throw disagreement(driven, actions, differs)
}

const disagreement = (driven: Driven, actions: readonly Action[], differs: string) =>
  new Error(`${driven.name}: reference and stepper differ after ${actions.length} actions: ${differs}
last actions: ${JSON.stringify(actions.slice(-5))}`)
