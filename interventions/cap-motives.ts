import { z } from 'zod'
import { DARK, type Trait } from '../agents/traits.ts'
import { defineIntervention, type TraitVectors } from './define.ts'

/**
 * A cap on who is drawn: the mean of q may not move further along the dark direction than `slack` SD of q above where
 * it began. What an update would add beyond is taken back, so that it does not pile up behind the cap. The covariance
 * stays.
 *
 * Logs `excess`, how far the mean stood beyond the cap after the last update and before it was taken back, SD of q; it
 * is the pressure. Its twin caps a random direction orthogonal to the dark one.
 *
 * Source: capping of Lu et al. 2026 (arXiv 2601.10387), on the mean of motivations in place of activations.
 */
export const capMotives = defineIntervention({
  id: 'cap-motives',
  version: 1,
  summary: 'Caps the mean of the motivations that are drawn along the dark direction.',
  cites: ['Lu et al. 2026, arXiv 2601.10387'],
  params: z.strictObject({
    /** Room above the first mean, SD of q along the direction, 0 … 10; null caps nothing; default .5. */
    slack: z.number().min(0).max(10).nullable().default(0.5),
    /** `dark` (default), or `random`, for the twin. */
    direction: z.enum(['dark', 'random']).default('dark'),
  }),
  identity: { slack: null },
  twin: { direction: 'random' },
  regimes: ['motive'],
  touches: ['motives'],
  activeIn: ['compete'],
  setup({ params: { slack, direction }, vectors, rng, events$, measure }) {
    const dark = darkOf(vectors as TraitVectors)
    const along = direction === 'dark' ? dark : across(dark, () => rng.normal())
    let limit: number | undefined
    let excess = 0
    const watching = events$.subscribe(({ type }) => {
      if (type !== 'rollout.collected') return
      measure('excess', excess)
      measure('pressure', excess)
      excess = 0
    })
    return {
      motives(q) {
        if (slack === null) return q
        const sd = Math.sqrt(
          dot(
            along,
            q.covariance.map((row) => dot(row, along)),
          ),
        )
        const at = dot(q.mean, along)
        limit ??= at + slack * sd
        const over = at - limit
        if (over <= 0) return q
        excess = Math.max(excess, over / sd)
        return { ...q, mean: q.mean.map((mu, i) => mu - over * along[i]) }
      },
      dispose: () => watching.unsubscribe(),
    }
  },
})

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0)
const unit = (v: readonly number[]) => v.map((x) => x / Math.sqrt(dot(v, v)))

/** The signed mean of the dark traits' directions, unit length, [persona]. */
function darkOf({ directions }: TraitVectors): number[] {
  const signed = (Object.entries(DARK) as [Trait, number][]).map(([trait, sign]) => [sign, directions[trait]] as const)
  return unit(Array.from(directions.PWR, (_, i) => signed.reduce((sum, [sign, v]) => sum + sign * v[i], 0)))
}

function across(v: readonly number[], normal: () => number): number[] {
  const drawn = v.map(normal)
  const along = dot(drawn, v)
  return unit(drawn.map((x, i) => x - along * v[i]))
}
