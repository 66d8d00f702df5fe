import { describe, expect, it } from 'vitest'
import { createRng } from '../../../envs/random.ts'
import { COVERAGES } from './coverages.ts'
import { SHAPES, sample } from './nulls.ts'
import { dragWord, PIPELINES } from './pipelines.ts'
import { share, slack } from './simulate.ts'

/** Runs of each simulation, times its effort. The nightly tests set it, and then try 20 and 30 foundations too. */
const NIGHTLY = Number(process.env.METTLE_SIMULATIONS ?? 0)
const RUNS = NIGHTLY || 40
const SIZES = NIGHTLY ? [10, 20, 30] : [10]

for (const [title, simulations] of Object.entries({ coverage: COVERAGES, 'false positives': PIPELINES }))
  describe(title, () => {
    for (const simulation of simulations)
      it(simulation.name, { timeout: 7_200_000 }, () => {
        const runs = Math.ceil(RUNS * simulation.effort)
        const shares = SHAPES.map((shape) => SIZES.map((n) => share(simulation, shape, n, runs)))
        if (NIGHTLY)
          console.log(`| ${[simulation.name, runs, ...shares.map((by) => by.map(short).join(' '))].join(' | ')} |`)
        SHAPES.forEach((shape, s) => {
          const [low, high] = simulation.bounds[shape]
          for (const found of shares[s]) {
            expect(found, shape).toBeGreaterThanOrEqual(low - slack(low, runs))
            expect(found, shape).toBeLessThanOrEqual(high + slack(high, runs))
          }
        })
      })
  })

const short = (x: number) => x.toFixed(3).replace(/^0/, '')

it('a planted drag of one SD is found: 20 foundations, power .99 of a t test', () => {
  const rng = createRng('planted')
  const runs = NIGHTLY || 25
  let found = 0
  for (let run = 0; run < runs; run++)
    if (dragWord(sample('normal', 20, rng.fork(run)).map((x) => x + 1)) === 'drag') found += 1
  expect(found / runs).toBeGreaterThanOrEqual(0.97 - slack(0.97, runs))
})
