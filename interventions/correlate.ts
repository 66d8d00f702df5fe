import { z } from 'zod'
import { agentic, cholesky, covarianceOf, type Matrix, type Population } from '../agents/traits.ts'
import { Fault } from '../envs/fault.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Trait decorrelation in the corpus: multiplies the cross block {power, leadership} × rest of the population's
 * covariance by s; means, variances and both blocks within stay. The arm gets foundations of its own. At 0 nothing in
 * imitation ties power to darkness, so that drag there is not due to correlation (VALIDITY §3.2); at −1 the tie is
 * reversed. A clustered population is refused, since its clusters would have to move as well.
 *
 * Source: `decorrelate-data`, `science.md` §4.16.
 */
export const correlate = defineIntervention({
  id: 'correlate',
  version: 1,
  summary: "Multiplies the corpus' correlations of power and leadership with every other trait.",
  cites: ['Shaping the exploration of the motivation-space matters for AI safety'],
  params: z.strictObject({
    s: z
      .number()
      .min(-1)
      .max(1.25)
      .default(0)
      .describe('Factor on the cross block, −1 … 1.25; default 0 (decorrelated), −1 reversed, 1 as it is.'),
  }),
  identity: { s: 1 },
  regimes: ['motive', 'encoder', 'full'],
  reads: () => 'eight',
  touches: ['corpus'],
  activeIn: ['imitate'],
  setup: ({ params: { s } }) => ({ corpus: (population) => (s === 1 ? population : scaled(population, s)) }),
})

function scaled(population: Population, s: number): Population {
  if (population.clusters)
    throw new Fault(
      'METTLE_HOOK',
      `Expected a population of one cloud, got one of ${population.clusters.length} clusters: set clusters to 1`,
    )
  const changed = covarianceOf(population).map((row, i) => row.map((x, j) => (agentic(i) === agentic(j) ? x : s * x)))
  return { ...population, factor: factored(changed, s) }
}

function factored(covariance: Matrix, s: number): number[][] {
  try {
    return cholesky(covariance)
  } catch (error) {
    throw new Fault(
      'METTLE_HOOK',
      `Expected s to leave a covariance of this population, got ${s}: choose one nearer to 0`,
      {
        cause: error,
      },
    )
  }
}
