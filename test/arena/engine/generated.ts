/**
 * Random games as data: fast-check draws a description, `toGame` makes the Game, and failures shrink to a small one.
 */
import type { Game } from 'boardgame.io'
import fc from 'fast-check'
import { INVALID_MOVE, TurnOrder } from '#bgio/core'
import type { Driven } from './drive.ts'

/** One thing a move or hook does, when `G.n % every === 0`. */
type Op =
  | { readonly op: 'add' | 'roll' | 'alias' | 'replace' | 'refuse' | 'throw' | 'touch'; readonly every: number }
  | { readonly op: 'event'; readonly every: number; readonly type: string; readonly arg: unknown }

type Program = readonly Op[]
type Answer = { readonly every: number; readonly value: unknown } | null

const PHASES = ['a', 'b', 'c']
const STAGES = ['s', 't']

const every = fc.integer({ min: 1, max: 5 })
const limit = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 2 })
const stageArg = fc.oneof(
  fc.constantFrom<unknown>('s', 't', null, 'unknown'),
  fc.record({ stage: fc.constantFrom('s', 't', null) }, { requiredKeys: [] }).chain((arg) => withLimits(arg)),
)

function withLimits(arg: object) {
  return fc.record({ minMoves: limit, maxMoves: limit, moveLimit: limit }).map((limits) => ({
    ...arg,
    ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
  }))
}

const { activePlayers } = fc.letrec<{ activePlayers: any }>((tie) => ({
  activePlayers: fc.oneof(
    { maxDepth: 2 },
    fc.uniqueArray(fc.constantFrom('0', '1', '2')),
    fc
      .record(
        {
          currentPlayer: stageArg,
          others: stageArg,
          all: stageArg,
          value: fc.dictionary(fc.constantFrom('0', '1', '2'), stageArg),
          revert: fc.boolean(),
          next: tie('activePlayers').map((next: any) => (Array.isArray(next) ? { all: 's', maxMoves: 1 } : next)),
        },
        { requiredKeys: [] },
      )
      .chain(withLimits),
  ),
}))

const turnArg = fc.constantFrom<unknown>(undefined, { next: '1' }, { remove: true }, { next: '0', remove: true }, true)
const eventOp = fc.oneof(
  fc.record({ type: fc.constantFrom('endTurn', 'pass'), arg: turnArg }),
  fc.record({ type: fc.constantFrom('endPhase', 'endStage'), arg: fc.constant(undefined) }),
  fc.record({ type: fc.constant('setPhase'), arg: fc.constantFrom<unknown>(...PHASES, 'unknown') }),
  fc.record({ type: fc.constant('setStage'), arg: stageArg }),
  fc.record({ type: fc.constant('setActivePlayers'), arg: activePlayers }),
  fc.record({ type: fc.constant('endGame'), arg: fc.constantFrom<unknown>(undefined, 'won', { by: 1 }) }),
)

const plainOps = ['add', 'roll', 'alias', 'replace', 'touch'] as const
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom(...plainOps), every }) },
  {
    weight: 2,
    arbitrary: fc.tuple(eventOp, every).map(([event, n]) => ({ op: 'event' as const, every: n + 1, ...event })),
  },
)
const moveOp: fc.Arbitrary<Op> = fc.oneof(
  { weight: 5, arbitrary: op },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constantFrom('refuse' as const, 'throw' as const), every: every.map((n) => n + 1) }),
  },
)
const hook = fc.option(fc.array(op, { maxLength: 2 }), { nil: null, freq: 2 })
const move = fc.record({ program: fc.array(moveOp, { minLength: 1, maxLength: 4 }), noLimit: fc.boolean() })
const moves = fc.dictionary(fc.constantFrom('m', 'k', 'j'), move, { minKeys: 1, maxKeys: 3 })
const answer = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Answer> =>
  fc.option(fc.record({ every: fc.integer({ min: 3, max: 9 }), value }), { nil: null, freq: 2 })

const turn = fc.record({
  order: fc.constantFrom('DEFAULT', 'RESET', 'CONTINUE', 'ONCE', 'CUSTOM', 'CUSTOM_FROM', undefined),
  limits: withLimits({}),
  activePlayers: fc.option(activePlayers, { nil: undefined, freq: 2 }),
  onBegin: hook,
  onEnd: hook,
  onMove: hook,
  endIf: answer(fc.constantFrom<unknown>(true, { next: '1' }, { remove: true })),
  stages: fc.dictionary(
    fc.constantFrom(...STAGES),
    fc.record({ moves: fc.option(moves, { nil: undefined }), next: fc.constantFrom(undefined, ...STAGES) }),
  ),
})

const phase = fc.record({
  start: fc.boolean(),
  moves: fc.option(moves, { nil: undefined }),
  turn: fc.option(turn, { nil: undefined }),
  onBegin: hook,
  onEnd: hook,
  endIf: answer(fc.constantFrom<unknown>(true, ...PHASES.map((next) => ({ next })))),
  next: fc.constantFrom(undefined, ...PHASES),
})

export const description = fc.record({
  numPlayers: fc.integer({ min: 1, max: 4 }),
  moves,
  turn: fc.option(turn, { nil: undefined }),
  phases: fc.option(fc.dictionary(fc.constantFrom(...PHASES), phase), { nil: undefined }),
  endIf: answer(fc.constantFrom<unknown>('over', { winner: '0' })).filter((given) => given === null || given.every > 5),
  onEnd: hook,
  events: fc.boolean(),
})

export type Description = typeof description extends fc.Arbitrary<infer T> ? T : never

/** The description without what trusted mode excludes: aliasing, throwing, and refusing after a change. */
export function tidied<T>(from: T): T {
  if (Array.isArray(from)) return from.filter((one) => !UNTIDY.has(one?.op)).map(tidied) as T
  if (typeof from !== 'object' || from === null) return from
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, tidied(value)])) as T
}

const UNTIDY = new Set<string | undefined>(['alias', 'throw', 'refuse'])

export function toDriven(from: Description): Driven {
  return {
    name: `generated ${JSON.stringify(from)}`,
    make: () => toGame(structuredClone(from)),
    numPlayers: from.numPlayers,
    args: [[], [2], [{ x: 1 }]],
    eventArgs: from.events ? [[], ['a'], ['s'], [{ next: '0' }], [{ stage: 't' }], [['0']]] : undefined,
  }
}

function toGame({ moves, turn, phases, endIf, onEnd }: Description): Game<any> {
  const made = Object.entries(phases ?? {}).map(([name, given]) => [name, toPhase(given)])
  return defined({
    setup: ({ random }: any) => ({ n: random.D6(), rolls: [], order: ['1', '0'], a: { v: 0 }, b: { v: 1 } }),
    moves: toMoves(moves),
    turn: turn && toTurn(turn),
    phases: phases && Object.fromEntries(made),
    endIf: toAnswer(endIf),
    onEnd: toHook(onEnd),
  })
}

const toPhase = ({ start, moves, turn, onBegin, onEnd, endIf, next }: any) =>
  defined({
    start,
    next,
    moves: moves && toMoves(moves),
    turn: turn && toTurn(turn),
    onBegin: toHook(onBegin),
    onEnd: toHook(onEnd),
    endIf: toAnswer(endIf),
  })

const toTurn = ({ order, limits, activePlayers, onBegin, onEnd, onMove, endIf, stages }: any) =>
  defined({
    ...limits,
    activePlayers,
    order: toOrder(order),
    onBegin: toHook(onBegin),
    onEnd: toHook(onEnd),
    onMove: toHook(onMove),
    endIf: toAnswer(endIf),
    stages: Object.fromEntries(
      Object.entries<any>(stages).map(([name, stage]) => [
        name,
        defined({ moves: stage.moves && toMoves(stage.moves), next: stage.next }),
      ]),
    ),
  })

function toOrder(name: string | undefined) {
  if (name === 'CUSTOM') return TurnOrder.CUSTOM(['1', '0', '1'])
  if (name === 'CUSTOM_FROM') return TurnOrder.CUSTOM_FROM('order')
  return name && (TurnOrder as any)[name]
}

const toMoves = (given: any) =>
  Object.fromEntries(
    Object.entries<any>(given).map(([name, { program, noLimit }]) => {
      const run = (context: any, arg: unknown) => perform(program, context, arg)
      return [name, noLimit ? { move: run, noLimit } : run]
    }),
  )

const toHook = (program: Program | null) => (program === null ? undefined : (context: any) => perform(program, context))

const toAnswer = (given: Answer) =>
  given === null ? undefined : ({ G }: any) => (G.n % given.every === 0 ? structuredClone(given.value) : undefined)

const defined = <T extends object>(record: T): any =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

function perform(program: Program, { G, events, random, playerID }: any, arg?: unknown): unknown {
  let clean = true
  for (const step of program) {
    const due = G.n % step.every === 0
    // A new G is only allowed from a move or hook that has not touched the old one.
    if (due && step.op === 'replace' && clean) return { ...G, n: G.n + 1 }
    if (due && step.op === 'refuse') return INVALID_MOVE
    if (due && step.op === 'throw') throw new Error('generated')
    if (due) enact(step, { G, events, random, playerID }, arg)
    // Always on the way to ENOUGH: some descriptions are endless loops, upstream too.
    G.n++
    clean = false
  }
}

const ENOUGH = 300

function enact(step: Op, { G, events, random, playerID }: any, arg: unknown): void {
  if (step.op === 'event' && G.n < ENOUGH) events[step.type](structuredClone(step.arg))
  if (step.op === 'roll') G.rolls = [...G.rolls.slice(-2), random.D6()]
  if (step.op === 'alias') G.b = G.a
  if (step.op === 'touch') G.a.v = arg ?? playerID ?? -G.n
}
