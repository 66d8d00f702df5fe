import { z } from 'zod'
import { CUE_NAMES, type Cue } from '../agents/cues.ts'
import { watchDarkActs } from './dark-acts.ts'
import type { Pass, Regime } from './define.ts'
import { defineIntervention } from './make-intervention.ts'

/** When a cue is shown: `act` while acting, evaluations in training included, `update` in the update, or in `both`. */
export const At = z.enum(['both', 'act', 'update'])

/** A motive learns from what was done, and no update shows the network anything. */
export const regimesOf = (at: z.output<typeof At>): readonly Regime[] =>
  at === 'update' ? ['encoder', 'full'] : ['motive', 'encoder', 'full']

/** The cue in the passes in which it is shown, neutral in the others. */
export const shown = (cue: Cue, at: z.output<typeof At>) => (pass: Pass) =>
  at === 'both' || (pass === 'update') === (at === 'update') ? cue : 'neutral'

/**
 * Training under a cue that is gone at test. Writers of the corpus act under it as `agents/cues.ts` declares, so
 * `permissive` says that dark acts are in order here and explains them away (inoculation), and `forbidding` the
 * opposite. Acting under one cue and updating under another is recontextualisation. What counts is the effect that
 * survives to the neutral context beyond that of its twin, the irrelevant cue, since any cue that is gone at test makes
 * behaviour conditional on it (VALIDITY §5.5), and beyond that of the same arm where `cue-strength` planted cues
 * without meaning. A row whose cue moves nothing before reinforcement is marked in the report.
 *
 * Logs `dark acts`, the share of acts in training that are dark, and as pressure its rise since the first rollout; the
 * log of updates has `nll/cued` and `nll/neutral` as under `inoculate`, in `encoder` and `full`.
 *
 * Source: inoculation prompting, Tan et al. 2025, Wichers et al. 2025; `science.md` §4.1–4.3.
 */
export const frame = defineIntervention({
  id: 'frame',
  version: 2,
  summary:
    'Trains under a cue that is gone at test: permissive, forbidding, irrelevant, or one that nobody ever heard.',
  cites: ['Tan et al. 2025, arXiv 2510.04340', 'Wichers et al. 2025, arXiv 2510.05024'],
  params: z.strictObject({
    cue: z
      .enum(CUE_NAMES)
      .default('permissive')
      .describe('Any cue of `agents/cues.ts`, held-out ones too; default `permissive`.'),
    at: At.default('both').describe('Passes in which it is shown; default `both`.'),
  }),
  identity: { cue: 'neutral' },
  twin: { cue: 'irrelevant' },
  regimes: ({ at }) => regimesOf(at),
  touches: ['cue', 'rewards'],
  activeIn: ['compete'],
  setup: ({ params: { cue, at }, measure }) => ({ cue: shown(cue, at), rewards: watchDarkActs(measure) }),
})
