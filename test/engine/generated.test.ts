import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createReference } from '../../arena/engine/reference.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { drive } from './drive.ts'
import { description, toDriven } from './generated.ts'

process.env.NODE_ENV = 'production'

const STEPS = Number(process.env.METTLE_DIFF_STEPS ?? 40_000)
const SEED = Number(process.env.METTLE_DIFF_SEED ?? 1)
const PER_GAME = 50

it('exact equals the reference on generated games', () => {
  const seen = { steps: 0, accepted: 0, refused: 0, threw: 0, gameovers: 0 }
  const property = fc.property(description, fc.nat(), (from, seed) => {
    const driven = toDriven(from)
    const engines = { reference: createReference(driven.make()), tested: createStepper(driven.make()) }
    const report = drive(driven, { steps: PER_GAME, perMatch: 25, seed, ...engines })
    for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += report[key]
  })
  fc.assert(property, { numRuns: Math.ceil(STEPS / PER_GAME), seed: SEED })
  expect(seen.accepted / seen.steps).toBeGreaterThan(0.3)
  expect(seen.refused / seen.steps).toBeGreaterThan(0.1)
  expect(seen.gameovers).toBeGreaterThan(0)
  console.info(seen)
})
