/** Small games that the engine's tests and `mettle bench` share; written to be valid in trusted mode. */
import type { Game } from 'boardgame.io'
import { INVALID_MOVE } from '#bgio/core'

export interface Board {
  cells: (string | null)[]
}

const LINES = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
]

const isFree = (cells: Board['cells'], at: unknown) => Number.isInteger(at) && cells[at as number] === null
function hasLine(cells: Board['cells']): boolean {
  for (const line of LINES) {
    const owner = cells[line[0]]
    if (owner !== null && owner === cells[line[1]] && owner === cells[line[2]]) return true
  }
  return false
}

/** Two players, nine cells, one move a turn. */
export const ticTacToe: Game<Board> = {
  name: 'tic-tac-toe',
  setup: () => ({ cells: Array(9).fill(null) }),
  turn: { minMoves: 1, maxMoves: 1 },
  moves: {
    mark: ({ G, playerID }, at: number) => {
      if (!isFree(G.cells, at)) return INVALID_MOVE
      G.cells[at] = playerID
    },
  },
  endIf: ({ G, ctx }) => {
    if (hasLine(G.cells)) return { winner: ctx.currentPlayer }
    if (!G.cells.includes(null)) return { draw: true }
  },
}

/** Two players fill thirty cells; the game knows no winner, so nearly all time is the engine's. */
export const grid: Game<Board> = {
  name: 'grid',
  setup: () => ({ cells: Array(30).fill(null) }),
  turn: { maxMoves: 1 },
  moves: {
    mark: ({ G, playerID }, at: number) => {
      if (!isFree(G.cells, at)) return INVALID_MOVE
      G.cells[at] = playerID
    },
  },
  endIf: ({ G }) => (G.cells.includes(null) ? undefined : { full: true }),
}

export interface Negotiation {
  pot: number
  round: number
  offers: Record<string, number>
  banked: Record<string, number>
}

const ROUNDS = 8

/** Everybody talks at once over a pot rolled each turn; accepting settles it, passing leaves the table. */
export const nego: Game<Negotiation> = {
  name: 'nego',
  setup: ({ ctx }) => ({
    pot: 0,
    round: 0,
    offers: {},
    banked: Object.fromEntries(ctx.playOrder.map((id) => [id, 0])),
  }),
  turn: {
    activePlayers: { all: 'talk' },
    onBegin: ({ G, random }) => {
      G.pot = random.D6() + random.D6()
      G.round++
      G.offers = {}
    },
    stages: {
      talk: {
        moves: {
          propose: ({ G, playerID }, share: number) => {
            if (!Number.isInteger(share) || share < 0 || share > G.pot) return INVALID_MOVE
            G.offers[playerID] = share
          },
          accept: ({ G, playerID, events }, from: string) => {
            if (from === playerID || !Object.hasOwn(G.offers, from)) return INVALID_MOVE
            G.banked[playerID] += G.offers[from]
            G.banked[from] += G.pot - G.offers[from]
            events.endTurn()
          },
          pass: ({ ctx, events }) => {
            if (Object.keys(ctx.activePlayers!).length === 1) events.endTurn()
            else events.endStage()
          },
        },
      },
    },
  },
  endIf: ({ G }) => (G.round > ROUNDS ? { banked: { ...G.banked } } : undefined),
}
