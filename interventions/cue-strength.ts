import { z } from 'zod'
import { defineIntervention } from './make-intervention.ts'

/**
 * Sets how far cues move the writers of the corpus: the declared shifts of `agents/cues.ts` times this, in place of the
 * study's `cueStrength`. The arm gets foundations of its own. Beside `frame` it plants what a cue means: at 0 every cue
 * is as empty as the irrelevant one. What a framed arm at .5 or 1 keeps in the neutral context beyond its twin at 0 is
 * therefore inoculation, and not behaviour made conditional on a cue (VALIDITY §5.5).
 *
 * Source: planted strengths {0, .5, 1}, `science.md` §4.1; conditionalisation, §1.6.
 */
export const cueStrength = defineIntervention({
  id: 'cue-strength',
  version: 1,
  summary: 'Sets how far cues move the writers of the corpus: 0 plants cues that mean nothing.',
  cites: ['Tan et al. 2025, arXiv 2510.04340'],
  params: z.strictObject({
    strength: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(0)
      .describe("Share of the declared shifts, 0 … 1; default 0, null leaves the study's own."),
  }),
  identity: { strength: null },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['corpus'],
  activeIn: ['imitate'],
  setup: ({ params: { strength } }) => ({
    corpus: (writers) => (strength === null ? writers : { ...writers, cueStrength: strength }),
  }),
})
