import { z } from 'zod'
import { closing } from './closing.ts'
import { isDark } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Baseline on actions: while it competes, the learner cannot take dark acts, those with an appraisal of harm, deceit,
 * coercion, breach, exploit or spite. With `share` below 1 a dark act is closed that often. Where every legal act is
 * dark, all stay open. At test everything is open again, so that what is read is who learned, not what was forbidden.
 * What interventions on motives add has to be shown beyond this (VALIDITY §5.4).
 *
 * Logs `closed`, the share of decisions in rollouts in which something was closed. Pressure is the same share: how often
 * the learner stands where a dark act is on offer.
 *
 * Source: action masking, Huang & Ontañón 2022 (arXiv 2006.14171).
 */
export const maskDarkActs = defineIntervention({
  id: 'mask-dark-acts',
  version: 2,
  summary: 'Baseline on actions: dark acts are closed to the learner in training and open at test.',
  cites: ['Huang & Ontañón 2022, arXiv 2006.14171'],
  params: z.strictObject({
    share: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Probability that a dark act is closed at a decision, 0 … 1; default 1.'),
  }),
  identity: { share: 0 },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['options'],
  activeIn: ['compete'],
  setup({ params: { share }, rng, ...context }) {
    if (share === 0) return { options: (mask) => mask }
    const draws = { act: rng, measure: rng.fork('measure') }
    return closing(context, (mask, appraise, { pass }) =>
      mask.map((legal, action) => (legal && isDark(appraise(action)) && draws[pass].uniform() < share ? 0 : legal)),
    )
  },
})
