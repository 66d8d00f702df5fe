/** Games whose G is large and of which a move changes little: two players build a map. Valid in trusted mode. */
import type { Game } from 'boardgame.io'
import { INVALID_MOVE } from '#bgio/core'

const TERRAINS = ['sea', 'plain', 'wood', 'hill', 'city'] as const

interface Tile {
  id: number
  terrain: (typeof TERRAINS)[number] | null
  owner: string | null
  /** Which neighbours are of the same terrain: west, east, north, south. */
  edges: number[]
  /** The large map only. */
  site?: { kind: string; level: number; goods: number[] }
  roads?: number[]
}

export interface World {
  tiles: Tile[]
  players: Record<string, { score: number; tokens: number }>
  left: number
}

const blank = (id: number, built: boolean): Tile => ({
  id,
  terrain: null,
  owner: null,
  edges: [0, 0, 0, 0],
  ...(built && { site: { kind: 'none', level: 0, goods: [0, 0, 0] }, roads: [] }),
})

/** A square map of `side` × `side` tiles; `built` tiles have sites and roads. */
const mapOf = (name: string, side: number, built: boolean): Game<World> => ({
  name,
  setup: () => ({
    tiles: Array.from({ length: side * side }, (_, id) => blank(id, built)),
    players: { 0: { score: 0, tokens: 7 }, 1: { score: 0, tokens: 7 } },
    left: side * side,
  }),
  turn: {
    maxMoves: 1,
    onBegin: ({ G, ctx }) => {
      G.players[ctx.currentPlayer].tokens++
    },
  },
  moves: {
    place: ({ G, playerID, random }, at: number) => {
      if (!Number.isInteger(at) || at < 0 || at >= side * side || G.tiles[at].terrain !== null) return INVALID_MOVE
      const tile = G.tiles[at]
      tile.terrain = TERRAINS[random.Die(TERRAINS.length) - 1]
      tile.owner = playerID
      G.left--
      G.players[playerID].score += 1 + join(G, at, side)
      if (tile.site === undefined || tile.roads === undefined) return
      tile.site.level++
      tile.roads.push(at)
    },
  },
  endIf: ({ G }) => (G.left === 0 ? { score: G.players[0].score } : undefined),
})

/** Joins a tile to its neighbours of the same terrain; how many those are. */
function join({ tiles }: World, at: number, side: number): number {
  const near = [at % side > 0 ? at - 1 : -1, (at + 1) % side > 0 ? at + 1 : -1, at - side, at + side]
  let joined = 0
  for (let edge = 0; edge < near.length; edge++) {
    const next = tiles[near[edge]]
    if (next?.terrain !== tiles[at].terrain) continue
    tiles[at].edges[edge] = 1
    next.edges[edge ^ 1] = 1
    joined++
  }
  return joined
}

/** About 20 kB as JSON. */
export const map: Game<World> = mapOf('map', 18, false)
/** About 75 kB. */
export const bigMap: Game<World> = mapOf('big-map', 25, true)
