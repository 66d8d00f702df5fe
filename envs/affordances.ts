import type { Game, Move, MoveMap } from 'boardgame.io'
import type { Env } from './define.ts'
import { mapValues } from './map-values.ts'
import type { ArenaState } from './reserved.ts'

/** Which reserved moves are open; one left out stays closed. */
export interface OpenAffordances {
  /** Whether a seat may report, once. */
  readonly report?: boolean
  /** Whether a seat may abstain. */
  readonly abstain?: boolean
}

/**
 * Game → Game: opens the reserved moves `report` and `abstain` of a train env. A report is an ordinary logged move that
 * changes nothing but `G.$arena` and leaves the seat's decision still to be taken; `abstain` plays the stage's neutral
 * action. The game is copied first, since boardgame.io writes defaults into the object that it is given.
 */
export function openAffordances(env: Env, open: OpenAffordances): (game: Game) => Game {
  return (game) => {
    const state = (seats: number): ArenaState => ({
      report: open.report === true,
      abstain: open.abstain === true,
      reported: new Array(seats).fill(false),
    })
    return {
      ...withMoves(game, env),
      setup: (context, setupData) => ({
        ...game.setup?.(context, setupData),
        $arena: state(context.ctx.numPlayers),
      }),
      playerView: (context) => {
        const view = game.playerView ? game.playerView(context) : context.G
        return { ...view, $arena: ownView(context.G.$arena, context.playerID) }
      },
    }
  }
}

/** `G.$arena` as a seat sees it: its own report only. */
function ownView(open: ArenaState, seat: string | null): ArenaState {
  return { ...open, reported: open.reported.map((filed, index) => filed && String(index) === seat) }
}

/** Move maps of phases and stages shadow the game's, so the reserved moves go into every one of them. */
function withMoves(game: Game, env: Env): Game {
  const turn = (given: Game['turn']) =>
    given && {
      ...given,
      stages:
        given.stages &&
        mapValues(given.stages, (stage, name) => ({
          ...stage,
          moves: extend(stage.moves ?? game.moves ?? {}, env, name),
        })),
    }
  return {
    ...game,
    moves: { ...game.moves },
    turn: turn(game.turn),
    phases:
      game.phases &&
      mapValues(game.phases, (phase) => ({
        ...phase,
        moves: phase.moves && { ...phase.moves },
        turn: turn(phase.turn),
      })),
  }
}

function extend(moves: MoveMap, env: Env, stage: string): MoveMap {
  const out: MoveMap = { ...moves }
  if (env.affordances?.reportStages.includes(stage)) out.report = { move: fileReport, noLimit: true, undoable: false }
  const neutral = env.actions.find((action) => action.label === env.affordances?.neutral[stage])
  if (neutral) out.abstain = abstainAs(moves[neutral.move], neutral.args)
  return out
}

const fileReport = ({ G, playerID }: { G: { $arena: ArenaState }; playerID: string }) => {
  if (!G.$arena.report || G.$arena.reported[Number(playerID)]) return 'INVALID_MOVE'
  G.$arena.reported[Number(playerID)] = true
}

function abstainAs(move: Move, args: readonly unknown[]): Move {
  const act = typeof move === 'function' ? move : move.move
  return (context) => (context.G.$arena.abstain ? act(context, ...args) : 'INVALID_MOVE')
}
