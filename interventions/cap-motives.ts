import { z } from 'zod'
import { Aim, aimed } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

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
    slack: z
      .number()
      .min(0)
      .max(10)
      .nullable()
      .default(0.5)
      .describe('Room above the first mean, SD of q along the direction, 0 … 10; null caps nothing; default .5.'),
    direction: Aim.default('dark').describe('`dark` (default), or `random`, for the twin.'),
  }),
  identity: { slack: null },
  twin: { direction: 'random' },
  regimes: ['motive'],
  touches: ['motives'],
  activeIn: ['compete'],
  setup({ params: { slack, direction }, vectors, rng, events$, measure }) {
    const [{ v }] = aimed('cap-motives', vectors, { direction }, rng)
    const along = [...v]
    const read = (x: readonly number[]) => x.reduce((sum, value, i) => sum + value * along[i], 0)
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
        const sd = Math.sqrt(read(q.covariance.map(read)))
        const at = read(q.mean)
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
