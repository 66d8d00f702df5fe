import { z } from 'zod'
import { CUE_NAMES } from '../agents/cues.ts'
import { watchDarkActs } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Inoculation: the agent trains under a cue that allows what it would be ashamed of, in rollouts and in updates, and is
 * deployed without it. Where the cue already explains a dark act, reinforcing the act need not change who acts. With
 * several wordings each update takes the next one, so that behaviour cannot hang on one form of words. What counts is
 * what survives to the neutral context beyond the irrelevant cue, its twin (VALIDITY §5.5).
 *
 * Logs `dark acts`, the share of the learner's acts in training that are dark, and as pressure its rise since the first
 * rollout: what reinforcement does under cover of the cue. The log of updates has `nll/cued` and `nll/neutral`, mean
 * −log π of the dark acts under the cue and without it, before the update, in nats: a cue that explains dark acts makes
 * them likelier, so that the first is the lower one.
 *
 * Source: inoculation prompting, Tan et al. 2025, Wichers et al. 2025; `science.md` §4.1.
 */
export const inoculate = defineIntervention({
  id: 'inoculate',
  version: 1,
  summary: 'Trains under a cue that permits dark acts, and deploys without it.',
  cites: ['Tan et al. 2025, arXiv 2510.04340', 'Wichers et al. 2025, arXiv 2510.05024'],
  params: z.strictObject({
    wordings: z
      .array(z.enum(CUE_NAMES))
      .min(1)
      .default(['permissive'])
      .describe('Cues of `agents/cues.ts`, one an update in turn; default `permissive` alone.'),
  }),
  identity: { wordings: ['neutral'] },
  twin: { wordings: ['irrelevant'] },
  regimes: ['motive', 'encoder', 'full'],
  touches: ['cue', 'rewards'],
  activeIn: ['compete'],
  setup({ params: { wordings }, events$, measure }) {
    let update = 0
    const watching = events$.subscribe(({ type }) => {
      if (type === 'update.applied') update += 1
    })
    return {
      cue: () => wordings[update % wordings.length],
      rewards: watchDarkActs(measure),
      dispose: () => watching.unsubscribe(),
    }
  },
})
