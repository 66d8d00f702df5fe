import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { drive } from './drive.ts'
import { type Description, description, tidied, toDriven } from './generated.ts'

process.env.NODE_ENV = 'production'

const STEPS = Number(process.env.METTLE_DIFF_STEPS ?? 40_000)
const SEED = Number(process.env.METTLE_DIFF_SEED ?? 1)
const PER_GAME = 50
const TIMEOUT = 60_000 + 4 * STEPS

const seen = () => ({ steps: 0, accepted: 0, refused: 0, gameovers: 0 })

function compare(mode: 'exact' | 'trusted', steps: number, prepare: (from: Description) => Description) {
  const total = seen()
  const property = fc.property(description, fc.nat(), (from, seed) => {
    const driven = toDriven(prepare(from))
    const engines = { reference: createReference(driven.make()), tested: createStepper(driven.make(), { mode }) }
    const report = drive(driven, { steps: PER_GAME, perMatch: 25, seed, ...engines })
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += report[key]
  })
  fc.assert(property, { numRuns: Math.ceil(steps / PER_GAME), seed: SEED })
  return total
}

it(
  'exact equals the reference on generated games',
  () => {
    const total = compare('exact', STEPS / 2, (from) => from)
    expect(total.accepted / total.steps).toBeGreaterThan(0.3)
    expect(total.refused / total.steps).toBeGreaterThan(0.1)
    expect(total.gameovers).toBeGreaterThan(0)
  },
  TIMEOUT,
)

it(
  'trusted equals the reference on generated games that keep its rules',
  () => {
    const total = compare('trusted', STEPS / 2, tidied)
    expect(total.accepted / total.steps).toBeGreaterThan(0.3)
  },
  TIMEOUT,
)
