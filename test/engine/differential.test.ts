import { describe, expect, it } from 'vitest'
import { grid, nego, ticTacToe } from '../../arena/engine/bench-games.ts'
import { createReference } from '../../arena/engine/reference.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { type Driven, drive } from './drive.ts'
import { oddGames } from './odd-games.ts'

// Otherwise boardgame.io walks all of G after every hook to see whether it is serialisable.
process.env.NODE_ENV = 'production'

const SCALE = Number(process.env.METTLE_DIFF_STEPS ?? 40_000)

const cells = [...Array(9).keys(), 30, -1, 1.5, 'x', null, undefined, {}].map((at) => [at])
const games: Driven[] = [
  { name: 'ticTacToe', make: () => ticTacToe, numPlayers: 2, args: cells, trusted: true },
  { name: 'grid', make: () => grid, numPlayers: 2, args: cells, trusted: true },
  { name: 'nego', make: () => nego, numPlayers: 4, args: [[], [0], [3], [7], ['0'], ['2'], ['x']], trusted: true },
  ...oddGames,
]

describe.each(games)('$name', (driven) => {
  for (const mode of ['exact', 'trusted'] as const) {
    it.skipIf(mode === 'trusted' && !driven.trusted)(`${mode} equals the reference`, () => {
      const steps = Math.ceil(SCALE / games.length / 2)
      const reference = createReference(driven.make())
      const tested = createStepper(driven.make(), { mode })
      expect(tested.mode).toBe(mode)
      const report = drive(driven, { steps, seed: 1, reference, tested })
      expect(report.steps).toBe(steps)
    })
  }
})
