import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CreateStepper } from '../../../arena/engine/define.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepperWith } from '../../../arena/engine/stepper.ts'
import { type Recording, record } from './course.ts'
import { type Driven, drive } from './drive.ts'
import { games } from './games.ts'
import { description, toDriven } from './generated.ts'
import { loadMutant, mutants, switching } from './mutants.ts'

process.env.NODE_ENV = 'production'

const generated = fc.sample(description, { numRuns: 100, seed: 5 }).map(toDriven)

const recordings = new Map<Driven, Recording[]>()

/** One recording of the reference, a game and seed, for all wrong steppers. */
function recorded(driven: Driven, seed: number): Recording {
  const known = recordings.get(driven) ?? []
  recordings.set(driven, known)
  known[seed] ??= record(driven, createReference(driven.make()), seed)
  return known[seed]
}

interface Drive {
  readonly mode?: 'exact' | 'trusted'
  readonly steps: number
  readonly seed?: number
}

function differs(driven: Driven, create: CreateStepper, { mode = 'exact', steps, seed = 2 }: Drive): boolean {
  try {
    drive(driven, { steps, seed, reference: recorded(driven, seed), tested: create(driven.make(), { mode }) })
    return false
  } catch {
    return true
  }
}

/** Of these each step runs into the bound on events: one costs as much as all other games together. */
const [slow, quick] = [games.filter(({ name }) => name === 'loops'), games.filter(({ name }) => name !== 'loops')]

/**
 * The longest drives come last: most wrong steppers are noticed in short ones. The order decides no verdict. What a
 * stepper learns of a move in its first calls decides how it makes the others, so a second long drive starts anew.
 */
const DRIVES: readonly (readonly [readonly Driven[], Drive])[] = [
  [quick, { steps: 60 }],
  [quick, { steps: 60, mode: 'trusted' }],
  [generated, { steps: 40 }],
  [quick, { steps: 400 }],
  [quick, { steps: 400, seed: 4 }],
  [slow, { steps: 60, mode: 'trusted' }],
  [slow, { steps: 60 }],
  [slow, { steps: 400 }],
]

const caughtBy = (create: CreateStepper) =>
  DRIVES.flatMap(([driven, how]) =>
    driven.filter(({ trusted }) => trusted || how.mode !== 'trusted').map((one) => [one, how] as const),
  ).find(([one, how]) => differs(one, create, how))?.[0].name

describe('the differential suite notices', () => {
  it.each(mutants)('$file: $name', async (mutant) => {
    expect(caughtBy(await loadMutant(mutant))).toBeDefined()
  })
})

it('and accepts the stepper itself', () => {
  expect(caughtBy(switching(createStepperWith))).toBeUndefined()
})
