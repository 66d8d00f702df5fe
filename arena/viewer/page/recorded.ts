import type { Ctx, Game, LogEntry, State } from 'boardgame.io'
import { Client } from '#bgio/client'
import { Debug } from '#bgio/debug'
import { CreateGameReducer, InitializeGame, ProcessGameConfig } from '#bgio/internal'
import type { Env } from '../../../envs/define.ts'
import { createReference } from '../../engine/reference.ts'
import type { Act, MatchData } from '../data.ts'
import { walk } from '../walk.ts'
import { factsIn } from './decision-facts.ts'

/** A match after its first so many acts; frame 0 is its start. */
export interface Frame {
  readonly G: any
  readonly ctx: Ctx
  readonly plugins: State['plugins']
  readonly power: readonly number[]
  readonly scores: readonly number[]
}

/** A match rebuilt by boardgame.io's own reducer, and its log as the Debug panel may replay it. */
export interface Recorded {
  readonly game: Game
  readonly frames: readonly Frame[]
  readonly acts: readonly Act[]
  readonly log: readonly LogEntry[]
  readonly initial: State
  readonly final: State
}

/** Whoever watches what is over sees everything; no undo, whose stack grows with every act. */
const OPEN: Partial<Game> = { playerView: ({ G }) => G, disableUndo: true }

/** @throws Error naming the act that the rules refuse */
export function rebuild(env: Env, transformed: Game, match: MatchData): Recorded {
  const acts: Act[] = []
  walk(env, createReference(transformed), match, (act) => acts.push(act))
  const { setup } = transformed
  const game: Game = {
    ...transformed,
    seed: match.seed,
    ...OPEN,
    setup: (at) => setup?.(at, match.setupData),
  }
  const processed = ProcessGameConfig(game)
  const reduce = CreateGameReducer({ game: processed })
  let state = InitializeGame({ game: processed, numPlayers: env.seats }) as State
  const initial = detached(state)
  const frames = [frameOf(env, state)]
  const log: LogEntry[] = []
  for (const { seat, action, ...act } of acts) {
    const { move, args } = env.actions[action]
    const made = { type: 'MAKE_MOVE', payload: { type: move, args: [...args], playerID: String(seat) } }
    state = reduce(state, made as never) as State
    log.push(...labelled(state.deltalog ?? [], factsIn({ seat, action, ...act }, match)))
    frames.push(frameOf(env, state))
  }
  return { game, frames, acts, log, initial, final: { ...state, _undo: [], _redo: [], deltalog: [] } }
}

/** Events that a move raised are entries of their own; marked automatic, the panel replays them with their move and not again. */
const labelled = (entries: readonly LogEntry[], metadata: object): LogEntry[] =>
  entries.map((entry, i) => (i === 0 ? { ...entry, metadata } : { ...entry, automatic: true }))

const frameOf = (env: Env, { G, ctx, plugins }: State): Frame => {
  const seats = [...Array(env.seats).keys()]
  const truth = { G, ctx }
  return {
    G,
    ctx: structuredClone(ctx),
    plugins,
    power: seats.map((seat) => env.power(truth, seat)),
    scores: seats.map((seat) => env.score(truth, seat)),
  }
}

/** The reducer writes into the ctx it is given, and the panel replays from this state again and again: each read is a copy. */
function detached(state: State): State {
  const ctx = structuredClone(state.ctx)
  return Object.defineProperty({ ...state, _undo: [], _redo: [], deltalog: [] }, 'ctx', {
    enumerable: true,
    get: () => structuredClone(ctx),
  })
}

export type PanelClient = ReturnType<typeof Client>

/** boardgame.io's client on the match, with its Debug panel in `target`. Subscribe before it starts: upstream gives ids twice. */
export function mountPanel(
  { game, log, initial, final }: Recorded,
  seats: number,
  target: HTMLElement,
  onState: (client: PanelClient) => void,
): PanelClient {
  const client = Client({ game, numPlayers: seats, debug: { impl: Debug, target, hideToggleButton: true } })
  client.store.dispatch({ type: 'SYNC', state: final, log, initialState: initial, clientOnly: true } as never)
  client.subscribe(() => onState(client))
  client.start()
  return client
}
