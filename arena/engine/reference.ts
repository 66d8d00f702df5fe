import type { Ctx, Game, State } from 'boardgame.io'
import { CreateGameReducer, InitializeGame, ProcessGameConfig } from '#bgio/internal'
import { cloneTree, isPlain, readConfig } from './clone.ts'
import type { Engine, EngineState, Match, Snapshot, StartOptions } from './define.ts'
import { refuseOldForm } from './old-form.ts'
import { copyData } from './plugin-data.ts'

type Reducer = ReturnType<typeof CreateGameReducer>
type Plugins = Record<string, { data: any }>

/**
 * boardgame.io's own reducer behind the engine's contract. The game is copied first (upstream writes into it), undo is
 * off (its stack grows with every move and nothing here reads it), and refusals are not printed.
 */
export function createReference<G>(game: Game<G>): Engine<G> {
  refuseOldForm(game)
  const processed = ProcessGameConfig({ ...game, ...withoutInheritedNames(game), disableUndo: true })
  const reduce = CreateGameReducer({ game: processed })
  const start = ({ seed, numPlayers, setupData }: StartOptions): Match<G> => {
    const initial = quietly(() => InitializeGame({ game: { ...processed, seed }, numPlayers, setupData }))
    return new Reference<G>(processed, reduce, initial)
  }
  return { mode: 'reference', start }
}

class Reference<G> implements Match<G> {
  private readonly game: Game<G>
  private readonly reduce: Reducer
  private held: State<G>

  constructor(game: Game<G>, reduce: Reducer, held: State<G>) {
    this.game = game
    this.reduce = reduce
    this.held = held
  }

  get G(): G {
    return this.held.G
  }

  get ctx(): Ctx {
    return this.held.ctx
  }

  act(seat: string, move: string, args: readonly unknown[] = []): boolean {
    return this.dispatch('MAKE_MOVE', seat, move, args)
  }

  event(seat: string, type: string, args: readonly unknown[] = []): boolean {
    return !(type in {}) && this.dispatch('GAME_EVENT', seat, type, args)
  }

  view(seat: string | null): G {
    return this.game.playerView!({ G: this.G, ctx: this.ctx, playerID: seat })
  }

  state(): EngineState<G> {
    const { G, ctx, plugins, _stateID } = this.held
    return { G, ctx, random: plugins.random.data, stateID: _stateID }
  }

  snapshot(): Snapshot<G> {
    const plugins: Record<string, unknown> = {}
    for (const [name, { data }] of Object.entries(this.held.plugins)) plugins[name] = copyData(data, name)
    return { ...this.state(), ctx: cloneTree(this.ctx, 'ctx'), plugins }
  }

  restore({ G, ctx, random, stateID, plugins }: Snapshot<G>): void {
    const all: Plugins = {}
    for (const [name, data] of Object.entries({ ...this.pluginData(), ...plugins, random }))
      all[name] = { data: copyData(data, name) }
    // The reducer mutates parts of ctx in place, plugins their data, and the snapshot must survive both.
    this.held = { G, ctx: cloneTree(ctx, 'ctx'), plugins: all, _undo: [], _redo: [], _stateID: stateID }
  }

  clone(): Match<G> {
    const copy = new Reference<G>(this.game, this.reduce, this.held)
    copy.restore(this.snapshot())
    return copy
  }

  private pluginData(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.held.plugins).map(([name, { data }]) => [name, data]))
  }

  private dispatch(type: 'MAKE_MOVE' | 'GAME_EVENT', seat: string, name: string, args: readonly unknown[]): boolean {
    const { activePlayers } = this.ctx
    if (activePlayers && !Object.hasOwn(activePlayers, seat)) return false
    const before = this.held._stateID
    const action = { type, payload: { type: name, args: cloneTree(args, 'args'), playerID: seat } }
    this.held = quietly(() => this.reduce(this.held, action as any)) as State<G>
    return this.held._stateID !== before
  }
}

/** Upstream finds moves with `in`; tables without a prototype make 'toString' unknown, as it is to the stepper. */
function withoutInheritedNames(game: Game<any>): Pick<Game<any>, 'moves' | 'phases' | 'turn'> {
  const { moves, phases, turn } = readConfig({ moves: game.moves, phases: game.phases, turn: game.turn })
  const turns = [turn, ...Object.values(phases ?? {}).map((phase) => phase.turn)]
  const stages = turns.flatMap((one) => Object.values(one?.stages ?? {}))
  for (const owner of [...Object.values(phases ?? {}), ...stages]) {
    if (owner.moves) owner.moves = bare(owner.moves)
  }
  return { moves: bare(moves ?? {}), phases, turn }
}

const bare = <T extends object>(table: T): T => (isPlain(table) ? Object.assign(Object.create(null), table) : table)

/** Upstream prints every refused action, in production too, through whatever `console` holds at that moment. */
function quietly<T>(run: () => T): T {
  const { error, log } = console
  console.error = (...words) => words[0] !== 'ERROR:' && error(...words)
  console.log = (...words) => String(words[0]).startsWith('INFO: ') || log(...words)
  try {
    return run()
  } finally {
    console.error = error
    console.log = log
  }
}
