import type { Game } from 'boardgame.io'
import { TurnOrder } from '#bgio/core'
import { isPlain, readConfig } from './clone.ts'
import { EngineError } from './define.ts'
import { refuseOldForm } from './old-form.ts'

/** A game's function, or null where upstream would run a default that does nothing. */
export type Hook = ((context: any) => any) | null

export interface MovePlan {
  /** Null for an entry that is no function: upstream counts it as a move that changes nothing. */
  readonly run: ((context: any, ...args: unknown[]) => unknown) | null
  readonly counts: boolean
}

export type MoveTable = Readonly<Record<string, MovePlan>>

export interface StagePlan {
  readonly moves: MoveTable | null
  readonly next: unknown
}

export interface TurnPlan {
  readonly order: { first(context: any): any; next(context: any): any; playOrder?(context: any): any }
  readonly activePlayers: any
  readonly minMoves: number | undefined
  readonly maxMoves: number | undefined
  readonly onBegin: Hook
  readonly onMove: Hook
  readonly onEnd: Hook
  readonly endIf: Hook
  readonly stages: Readonly<Record<string, StagePlan>>
}

export interface PhasePlan {
  readonly moves: MoveTable | null
  readonly onBegin: Hook
  readonly onEnd: Hook
  readonly endIf: Hook
  readonly next: (context: any) => any
  readonly turn: TurnPlan
}

/** A game read once: no defaults left to fill in, no inherited names, null for every hook that does nothing. */
export interface Plan {
  readonly game: Game<any>
  readonly moves: MoveTable
  /** By name; '' is what holds outside every phase. */
  readonly phases: Readonly<Record<string, PhasePlan>>
  /** `phases['']`. */
  readonly outside: PhasePlan
  readonly startingPhase: string | null
  readonly endIf: Hook
  readonly onEnd: Hook
}

export function compile(game: Game<any>): Plan {
  refuseOldForm(game)
  refuseName(game.name)
  const config: Game<any> = readConfig({ moves: game.moves, phases: game.phases, turn: game.turn })
  const phases: Record<string, PhasePlan> = Object.create(null)
  let startingPhase: string | null = null
  for (const [name, phase] of Object.entries<any>({ ...config.phases, '': {} })) {
    if (phase.start === true) startingPhase = name
    phases[name] = compilePhase(phase, config.turn, `phases.${name}`)
  }
  return {
    game,
    moves: compileMoves(config.moves ?? {}, 'moves'),
    phases,
    outside: phases[''],
    startingPhase,
    endIf: asHook(game.endIf || undefined, 'endIf'),
    onEnd: asHook(game.onEnd || undefined, 'onEnd'),
  }
}

/** Upstream refuses it too, as a part of a server's addresses. */
function refuseName(name: unknown): void {
  if (name === undefined || (typeof name === 'string' && !name.includes(' '))) return
  throw new EngineError(
    'game',
    `Expected game.name to be a text without spaces, got ${JSON.stringify(name)}: use - or _`,
  )
}

function compilePhase(phase: any, gameTurn: any, where: string): PhasePlan {
  return {
    moves: phase.moves === undefined ? null : compileMoves(phase.moves, `${where}.moves`),
    onBegin: asHook(phase.onBegin, `${where}.onBegin`),
    onEnd: asHook(phase.onEnd, `${where}.onEnd`),
    endIf: asHook(phase.endIf, `${where}.endIf`),
    next:
      asHook(typeof phase.next === 'function' ? phase.next : undefined, `${where}.next`) ?? (() => phase.next || null),
    turn: compileTurn(phase.turn ?? gameTurn ?? {}, `${where}.turn`),
  }
}

function compileTurn(turn: any, where: string): TurnPlan {
  const stages: Record<string, StagePlan> = Object.create(null)
  for (const [name, stage] of Object.entries<any>(turn.stages ?? {})) {
    const moves = stage.moves === undefined ? null : compileMoves(stage.moves, `${where}.stages.${name}.moves`)
    stages[name] = { moves, next: stage.next }
  }
  return {
    order: turn.order ?? TurnOrder.DEFAULT,
    activePlayers: turn.activePlayers,
    minMoves: turn.moveLimit || turn.minMoves,
    maxMoves: turn.moveLimit || turn.maxMoves,
    onBegin: asHook(turn.onBegin, `${where}.onBegin`),
    onMove: asHook(turn.onMove, `${where}.onMove`),
    onEnd: asHook(turn.onEnd, `${where}.onEnd`),
    endIf: asHook(turn.endIf, `${where}.endIf`),
    stages,
  }
}

function compileMoves(moves: Readonly<Record<string, any>>, where: string): MoveTable {
  const table: Record<string, MovePlan> = Object.create(null)
  for (const [name, move] of Object.entries(moves)) {
    if (move !== null) table[name] = compileMove(move, `${where}.${name}`)
  }
  return table
}

function compileMove(move: any, where: string): MovePlan {
  const run = move instanceof Object && move.move !== undefined ? move.move : move
  return {
    run: run instanceof Function ? (asHook(run, where) as MovePlan['run']) : null,
    counts: !move || typeof move === 'function' || move.noLimit !== true,
  }
}

function asHook(hook: unknown, where: string): Hook {
  if (hook === undefined) return null
  if (typeof hook !== 'function')
    throw new EngineError('game', `Expected ${where} to be a function, got ${typeof hook}`)
  const kind = Object.prototype.toString.call(hook)
  if (kind !== '[object Function]')
    throw new EngineError('game', `Expected ${where} to be an ordinary function, got ${kind}`)
  return hook as Hook
}

/** Why only the reference reducer can run a game, or undefined. */
export function needsReference(game: Game<any>): string | undefined {
  const plugins = game.plugins ?? []
  if (plugins.length > 0) return `custom plugins: ${plugins.map((plugin) => plugin.name).join(', ')}`
  const odd = configObjects(game).find(([, value]) => value !== undefined && !isPlain(value))
  return odd && `${odd[0]} is not a plain object, so names could be inherited`
}

function configObjects(game: Game<any>): [string, unknown][] {
  const phases = Object.entries(game.phases ?? {})
  const turns = [
    ['turn', game.turn] as const,
    ...phases.map(([name, phase]) => [`phases.${name}.turn`, phase.turn] as const),
  ]
  return [
    ['moves', game.moves],
    ['phases', game.phases],
    ...phases.flatMap(([name, phase]): [string, unknown][] => [
      [`phases.${name}`, phase],
      [`phases.${name}.moves`, phase.moves],
    ]),
    ...turns.flatMap(([name, turn]) => turnObjects(name, turn)),
  ]
}

function turnObjects(name: string, turn: any): [string, unknown][] {
  const stages = Object.entries<any>(turn?.stages ?? {})
  return [
    [name, turn],
    [`${name}.stages`, turn?.stages],
    ...stages.flatMap(([stage, config]): [string, unknown][] => [
      [`${name}.stages.${stage}`, config],
      [`${name}.stages.${stage}.moves`, config?.moves],
    ]),
  ]
}
