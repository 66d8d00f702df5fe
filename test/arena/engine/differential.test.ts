import { describe, expect, it } from 'vitest'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { NIGHTLY } from '../../needs.ts'
import { drive } from './drive.ts'
import { games } from './games.ts'

// Otherwise boardgame.io walks all of G after every hook to see whether it is serialisable.
process.env.NODE_ENV = 'production'

const SCALE = Number(process.env.METTLE_DIFF_STEPS ?? 40_000)

describe.each(games)('$name', (driven) => {
  // Games that break trusted mode's conditions on purpose are for exact mode alone.
  for (const mode of driven.trusted ? (['exact', 'trusted'] as const) : (['exact'] as const)) {
    it(
      `${mode} equals the reference`,
      () => {
        // A step of 'loops' runs into the bound on events and costs as much as some forty of another game; a fourth of
        // the steps still draws each of its eight arguments twenty times.
        const steps = Math.ceil(SCALE / games.length / (driven.name === 'loops' && !NIGHTLY ? 8 : 2))
        const reference = createReference(driven.make())
        const tested = createStepper(driven.make(), { mode })
        expect(tested.mode).toBe(mode)
        const report = drive(driven, { steps, seed: 1, reference, tested })
        expect(report.steps).toBe(steps)
      },
      60_000 + 4 * SCALE,
    )
  }
})
