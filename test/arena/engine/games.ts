import { grid, nego, ticTacToe } from '../../../arena/bench/games.ts'
import type { Driven } from './drive.ts'
import { oddGames } from './odd-games.ts'
import { sharedGames } from './shared-games.ts'

const cells = [...Array(9).keys(), 30, -1, 1.5, 'x', null, undefined, {}].map((at) => [at])

/** Every hand-written game of the differential suite. */
export const games: readonly Driven[] = [
  { name: 'ticTacToe', make: () => ticTacToe, numPlayers: 2, args: cells, trusted: true },
  { name: 'grid', make: () => grid, numPlayers: 2, args: cells, trusted: true },
  { name: 'nego', make: () => nego, numPlayers: 4, args: [[], [0], [3], [7], ['0'], ['2'], ['x']], trusted: true },
  ...oddGames,
  ...sharedGames,
]
