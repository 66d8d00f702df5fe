import { z } from 'zod'
import { CUE_NAMES } from '../agents/cues.ts'
import { watchDarkActs } from './dark-acts.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Recontextualisation: the agent acts under one cue and is updated as if it had acted under another. By default it acts
 * under `forbidding`, so that it explores little that is dark, and is updated under `permissive`, so that what dark acts
 * remain are explained away. PPO's ratio is π(a | update cue) over π_old(a | update cue); with `ratio: 'true'` the
 * denominator is the policy that sampled, under the cue of acting: importance sampling, clipped by PPO.
 *
 * Logs `dark acts`, the share of acts in training that are dark, and as pressure its rise since the first rollout. The
 * log of updates has `losses/approx_kl` and `losses/clip_fraction` of the ratio, and, before the update, `ratio/mean`,
 * `ratio/max` and `ratio/ess` (effective sample size) of π(a | update cue) over the policy that sampled. Its twin acts without a cue and is
 * updated under the irrelevant one: the same mismatch, without meaning.
 *
 * Source: Azarbal et al. 2025 (arXiv 2512.19027); `science.md` §4.2.
 */
export const recontextualize = defineIntervention({
  id: 'recontextualize',
  version: 1,
  summary: 'Acts under a cue that forbids dark acts, and is updated under one that permits them.',
  cites: ['Azarbal et al. 2025, arXiv 2512.19027'],
  params: z.strictObject({
    act: z
      .enum(CUE_NAMES)
      .default('forbidding')
      .describe('Cue while acting, evaluations in training included; default `forbidding`.'),
    update: z.enum(CUE_NAMES).default('permissive').describe('Cue in the update; default `permissive`.'),
    ratio: z
      .enum(['update', 'true'])
      .default('update')
      .describe('Denominator of the ratio: `update` (default), or `true` for that of the policy that sampled.'),
  }),
  identity: { act: 'neutral', update: 'neutral' },
  twin: { act: 'neutral', update: 'irrelevant' },
  regimes: ['encoder', 'full'],
  touches: ['cue', 'ratio', 'rewards'],
  activeIn: ['compete'],
  setup: ({ params, measure }) => ({
    cue: (pass) => (pass === 'update' ? params.update : params.act),
    ratio: ({ act, update }) => (params.ratio === 'true' ? act : update),
    rewards: watchDarkActs(measure),
  }),
})
