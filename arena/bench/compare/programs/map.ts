import type { Game } from 'boardgame.io'
import { bigMap, map } from '../../maps.ts'

/** Games that every build plays as this one writes them: older builds have none so large. */
export const MAPS: Readonly<Record<string, { readonly game: Game<any>; readonly tiles: number }>> = {
  map: { game: map, tiles: 18 * 18 },
  'big-map': { game: bigMap, tiles: 25 * 25 },
}

/** Prime to both numbers of tiles, so that no tile comes twice. */
const STRIDE = 37
const MOVES = 200

/** Matches of legal moves all over the map, written down without an engine, which would be warm then. */
export function mapMatches(tiles: number) {
  const actions = (match: number) =>
    Array.from({ length: MOVES }, (_, i) => ({
      seat: String(i % 2),
      move: 'place',
      args: [(i * STRIDE + match) % tiles],
    }))
  return { seats: 2, matches: [0, 1].map((match) => ({ seed: `map-${match}`, actions: actions(match) })) }
}
