import type { Game } from 'boardgame.io'

/** One tile of about 64 bytes as JSON. */
interface Tile {
  owner: string | null
  level: number
  terrain: string
  yields: { wood: number; ore: number }
}

interface MapState {
  rows: Tile[][]
  stock: Record<string, number>
}

const SEATS = 2
const ROW = 16
const TERRAINS = ['plain', 'wood', 'hills']

const tile = (at: number): Tile => ({
  owner: null,
  level: 0,
  terrain: TERRAINS[at % TERRAINS.length],
  yields: { wood: at % 4, ore: at % 3 },
})

/** A large state of which a move touches one tile: what map-building games are. Every tile can be built on again. */
export const mapGame = (tiles: number): Game<MapState> => ({
  name: 'map',
  setup: () => ({
    rows: Array.from({ length: Math.ceil(tiles / ROW) }, (_, row) =>
      Array.from({ length: ROW }, (__, at) => tile(row * ROW + at)),
    ),
    stock: { 0: 0, 1: 0 },
  }),
  turn: { minMoves: 1, maxMoves: 1 },
  moves: {
    build: ({ G, playerID }, at: number) => {
      const built = G.rows[Math.floor(at / ROW)][at % ROW]
      built.owner = playerID
      built.level += 1
      G.stock[playerID] += built.yields.wood + built.yields.ore
    },
  },
})

/** Matches of moves all over the map. */
export function mapMatches(tiles: number, matches = 4, moves = 120) {
  const actions = (match: number) =>
    Array.from({ length: moves }, (_, i) => ({
      seat: String(i % SEATS),
      move: 'build',
      args: [(i * 37 + match * 11) % tiles],
    }))
  return {
    seats: SEATS,
    matches: Array.from({ length: matches }, (_, match) => ({ seed: `map-${match}`, actions: actions(match) })),
  }
}
