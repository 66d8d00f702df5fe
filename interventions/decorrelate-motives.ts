import { z } from 'zod'
import { solve } from '../agents/traits.ts'
import type { MotiveSampler } from './define.ts'
import { Aim, across, blocksOf, darkDirection, measured } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Decorrelated motivation sampling: episodes draw m from a q in which the readings of power and of darkness do not
 * covary. With a = Aᵀ(m − μ) the readings of PWR and LEAD and b those of the dark traits, m′ = m − W a, where Bᵀ W is
 * the regression of b on a and Aᵀ W = 0: power readings stay as they are, dark readings lose what power explains, and
 * the covariance of m′ is T S Tᵀ with T = I − W Aᵀ, as definite as S. The mean stays. `strength` takes that share of W.
 *
 * Logs `correlation`, the mean squared correlation of the block before, which is also the pressure. Its twin takes the
 * same regression out of as many random directions at right angles to the dark one, whose reading it leaves alone, and
 * so much of it that the covariance changes as much (Frobenius norm).
 *
 * Source: the founding post's motivation sampling; `science.md` §0.1 (tilt by a covariance).
 */
export const decorrelateMotives = defineIntervention({
  id: 'decorrelate-motives',
  version: 2,
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
    const rows = (vectors: readonly Float32Array[]) => vectors.map((v) => [...v])
    const [away, along] = [rows(dark), darkDirection(known).v]
    const others = from === 'dark' ? away : rows(across([along], dark.length, rng))
    let squared = 0
    // Asked for every episode, about a covariance that no update changes.
    let last: MotiveSampler['covariance'] | undefined
    let changed: number[][] = []
    const watching = events$.subscribe(({ type }) => {
      if (type !== 'rollout.collected') return
      measure('correlation', squared)
      measure('pressure', squared)
    })
    return {
      motives(q) {
        if (strength === 0) return q
        if (last !== q.covariance) {
          last = q.covariance
          squared = meanSquared(q.covariance, power, others)
          const own = decorrelated(q, power, away, strength)
          changed = from === 'dark' ? own : asFar(q, own, { power, away: others, still: [[...along]] })
        }
        return { mean: q.mean, covariance: changed }
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

/** How far one covariance is from another, Frobenius norm. */
export const farFrom = (a: Rows, b: Rows): number =>
  Math.sqrt(a.reduce((sum, row, i) => sum + row.reduce((all, x, j) => all + (x - b[i][j]) * (x - b[i][j]), 0), 0))

/** Largest share that the twin takes, where its directions have next to nothing to do with power. */
const MOST = 1024
/** Halvings of the share that the twin takes, which can be a small one: many directions are solved for at once. */
const HALVINGS = 40

/** What is decorrelated by such a share, above 1 where need be, that the covariance moves as far as to `goal`. */
function asFar(
  q: MotiveSampler,
  goal: Rows,
  { power, away, still }: { readonly power: Rows; readonly away: Rows; readonly still: Rows },
): number[][] {
  const size = farFrom(goal, q.covariance)
  const at = (share: number) => decorrelated(q, power, away, share, still)
  let [low, high] = [0, 1]
  while (high < MOST && farFrom(at(high), q.covariance) < size) high *= 2
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (farFrom(at(middle), q.covariance) < size) low = middle
    else high = middle
  }
  return at(low)
}

/** Keeps the least-squares solution defined where directions are more than m has dimensions. */
const RIDGE = 1e-9

/**
 * T S Tᵀ, [persona][persona].
 * @param power directions whose readings stay @param away directions that lose what power explains of them
 * @param still further directions whose readings stay
 */
export function decorrelated(
  { covariance }: MotiveSampler,
  power: Rows,
  away: Rows,
  strength: number,
  still: Rows = [],
): number[][] {
  const all = [...power, ...still, ...away]
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
    const weights = solve(gram, [...[...power, ...still].map(() => 0), ...slopes.map((row) => strength * row[k])])
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
