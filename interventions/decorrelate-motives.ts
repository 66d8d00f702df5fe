import { z } from 'zod'
import { solve } from '../agents/traits.ts'
import type { MotiveSampler } from './define.ts'
import { Aim, blocksOf, measured, unit } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Decorrelated motivation sampling: episodes draw m from a q in which the readings of power and of darkness do not
 * covary. With a = Aᵀ(m − μ) the readings of PWR and LEAD and b those of the dark traits, m′ = m − W a, where Bᵀ W is
 * the regression of b on a and Aᵀ W = 0: power readings stay as they are, dark readings lose what power explains, and
 * the covariance of m′ is T S Tᵀ with T = I − W Aᵀ, as definite as S. The mean stays. `strength` takes that share of W.
 *
 * Logs `correlation`, the mean squared correlation of the block before, which is also the pressure. Its twin takes the
 * same regression out of random directions.
 *
 * Source: the founding post's motivation sampling; `science.md` §0.1 (tilt by a covariance).
 */
export const decorrelateMotives = defineIntervention({
  id: 'decorrelate-motives',
  version: 1,
  summary: 'Draws motivations in which power does not go with darkness.',
  cites: ['Shaping the exploration of the motivation-space matters for AI safety'],
  params: z.strictObject({
    strength: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Share of the regression that is taken out, 0 … 1; default 1.'),
    from: Aim.default('dark').describe(
      'What power is decorrelated from: the `dark` readings (default), or as many `random` ones, for the twin.',
    ),
  }),
  identity: { strength: 0 },
  twin: { from: 'random' },
  regimes: ['motive'],
  touches: ['motives'],
  activeIn: ['compete'],
  setup({ params: { strength, from }, vectors, rng, events$, measure }) {
    const known = measured('decorrelate-motives', vectors)
    const { directions } = known
    const blocks = blocksOf(known)
    const power = blocks.agentic.map((trait) => [...directions[trait]])
    const dark = blocks.dark.map((trait) => directions[trait])
    const away = (from === 'dark' ? dark : dark.map((own) => unit(own.map(() => rng.normal())))).map((v) => [...v])
    let squared = 0
    const watching = events$.subscribe(({ type }) => {
      if (type !== 'rollout.collected') return
      measure('correlation', squared)
      measure('pressure', squared)
    })
    return {
      motives(q) {
        if (strength === 0) return q
        squared = meanSquared(q.covariance, power, away)
        return { mean: q.mean, covariance: decorrelated(q, power, away, strength) }
      },
      dispose: () => watching.unsubscribe(),
    }
  },
})

type Rows = readonly (readonly number[])[]

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)
const times = (matrix: Rows, v: readonly number[]) => matrix.map((row) => dot(row, v))

/** Mean squared correlation between readings along two sets of directions. */
export function meanSquared(covariance: Rows, some: Rows, others: Rows): number {
  const cov = (a: readonly number[], b: readonly number[]) => dot(a, times(covariance, b))
  const all = some.flatMap((a) => others.map((b) => (cov(a, b) * cov(a, b)) / (cov(a, a) * cov(b, b))))
  return all.reduce((sum, x) => sum + x, 0) / all.length
}

/** Keeps the least-squares solution defined where directions are more than m has dimensions. */
const RIDGE = 1e-9

/** T S Tᵀ, [persona][persona]. @param power directions whose readings stay @param away directions that lose them */
export function decorrelated({ covariance }: MotiveSampler, power: Rows, away: Rows, strength: number): number[][] {
  const all = [...power, ...away]
  const gram = all.map((a, i) => all.map((b, j) => dot(a, b) + (i === j ? RIDGE : 0)))
  const own = power.map((a) => power.map((b) => dot(a, times(covariance, b))))
  // Regression of each reading of `away` on those of power, [away][power].
  const slopes = away.map((b) =>
    solve(
      own,
      power.map((a) => dot(a, times(covariance, b))),
    ),
  )
  // W by columns, one for each reading of power: it moves `away` by the slopes and leaves power alone.
  const columns = power.map((_, k) => {
    const weights = solve(gram, [...power.map(() => 0), ...slopes.map((row) => strength * row[k])])
    return power[0].map((_x, i) => all.reduce((sum, v, j) => sum + v[i] * weights[j], 0))
  })
  const dim = covariance.length
  const transform = Array.from({ length: dim }, (_, i) =>
    Array.from(
      { length: dim },
      (_x, j) => (i === j ? 1 : 0) - power.reduce((sum, a, k) => sum + columns[k][i] * a[j], 0),
    ),
  )
  const half = transform.map((row) =>
    covariance.map((_, j) =>
      dot(
        row,
        covariance.map((other) => other[j]),
      ),
    ),
  )
  return half.map((row) => transform.map((other) => dot(row, other)))
}
