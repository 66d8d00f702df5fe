import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CreateStepper } from '../../../arena/engine/define.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepperWith } from '../../../arena/engine/stepper.ts'
import { type Driven, drive } from './drive.ts'
import { games } from './games.ts'
import { description, toDriven } from './generated.ts'
import { loadMutant, mutants, switching } from './mutants.ts'

process.env.NODE_ENV = 'production'

const generated = fc.sample(description, { numRuns: 100, seed: 5 }).map(toDriven)

function differs(driven: Driven, create: CreateStepper, mode: 'exact' | 'trusted', steps: number): boolean {
  try {
    const reference = createReference(driven.make())
    drive(driven, { steps, seed: 3, reference, tested: create(driven.make(), { mode }) })
    return false
  } catch {
    return true
  }
}

/** Of these each step runs into the bound on events: one costs as much as all other games together. */
const [slow, quick] = [games.filter(({ name }) => name === 'loops'), games.filter(({ name }) => name !== 'loops')]

/** The longest drives come last: most wrong steppers are noticed in short ones. The order decides no verdict. */
const caughtBy = (create: CreateStepper) =>
  quick.find((driven) => differs(driven, create, 'exact', 60))?.name ??
  quick.find((driven) => driven.trusted && differs(driven, create, 'trusted', 60))?.name ??
  generated.find((driven) => differs(driven, create, 'exact', 40))?.name ??
  quick.find((driven) => differs(driven, create, 'exact', 400))?.name ??
  slow.find((driven) => driven.trusted && differs(driven, create, 'trusted', 60))?.name ??
  slow.find((driven) => differs(driven, create, 'exact', 60) || differs(driven, create, 'exact', 400))?.name

describe('the differential suite notices', () => {
  it.each(mutants)('$file: $name', async (mutant) => {
    expect(caughtBy(await loadMutant(mutant))).toBeDefined()
  })
})

it('and accepts the stepper itself', () => {
  expect(caughtBy(switching(createStepperWith))).toBeUndefined()
})
