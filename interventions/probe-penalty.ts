import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { weightedMean } from './decisions.ts'
import { Aim, aimed, dot, project, projected, quantileOf } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Probe in the loop: a linear probe z·v along the dark direction, fixed before RL, flags decisions above τ, a quantile of
 * the first rollout. What is done with it is the switch of the Obfuscation Atlas:
 * `none`, it only reads, the level that the others are compared with; `reward`, reward − λ · 1[z·v > τ], so that the
 * policy gradient alone feels it; `loss`, + λ · mean(relu(z·v − τ)) / σ, which trains z against the probe itself.
 *
 * Logs `flagged`, the share of decisions above τ, and `excess`, their mean distance above it over all decisions, SD of
 * writers; `pressure` is `excess`. Few flags say nothing by themselves: if the revealed traits rise while flags fall,
 * the policy hides from the probe, and if the refitted probe still finds them, z does. It fails by that, most of all in
 * `loss`. The probe is never refitted: no hook of rewards has decisions of writers to fit it on.
 *
 * Source: Taufeeque et al. 2026 (arXiv 2602.15515); `science.md` §1.5 and §4.9.
 */
export const probePenalty = defineIntervention({
  id: 'probe-penalty',
  version: 2,
  summary: 'Punishes what a probe along the dark direction flags: not at all, by reward, or through its gradient.',
  cites: ['Taufeeque et al. 2026, arXiv 2602.15515'],
  params: z.strictObject({
    weight: z
      .number()
      .min(0)
      .max(10)
      .default(0.3)
      .describe('Weight λ, payoff units per flagged decision or loss per SD, 0 … 10; default .3.'),
    quantile: z
      .number()
      .min(0)
      .max(1)
      .default(0.75)
      .describe('Share of the decisions of the first rollout that is not flagged, 0 … 1; default .75.'),
    gradient: z
      .enum(['none', 'reward', 'loss'])
      .default('reward')
      .describe('How the probe reaches the agent; default `reward`.'),
    direction: Aim.default('dark').describe(
      '`dark` (default); or `random`, for the twin: one direction at right angles to the dark one.',
    ),
  }),
  identity: { weight: 0 },
  twin: { direction: 'random' },
  regimes: ({ gradient }) => (gradient === 'loss' ? ['encoder', 'full'] : ['motive', 'encoder', 'full']),
  touches: ['rewards', 'loss'],
  activeIn: ['compete'],
  setup({ params, events$, measure, rng, vectors }) {
    const { weight, quantile, gradient } = params
    const [{ v, sd }] = aimed('probe-penalty', vectors, { traits: null, direction: params.direction }, rng)
    let limit: number | undefined
    const watching = events$.subscribe((event) => {
      if (event.type !== 'rollout.collected') return
      const read = project(event.z, v)
      limit ??= quantileOf(read, quantile)
      const over = read.map((x) => Math.max(0, x - (limit as number)) / sd)
      const excess = over.reduce((sum, x) => sum + x, 0) / over.length
      measure('flagged', over.filter((x) => x > 0).length / over.length)
      measure('excess', excess)
      measure('pressure', excess)
    })
    return {
      rewards(rewards, episodes) {
        if (gradient !== 'reward' || weight === 0) return rewards
        // Rounded as the rollout was when the threshold was found.
        const fine = (z: Float32Array) => (Math.fround(dot(z, v)) > (limit as number) ? weight : 0)
        return rewards.map((own, e) => own.map((reward, t) => reward - fine(episodes[e].z[t])))
      },
      loss({ z: latent, weight: counted }) {
        if (gradient !== 'loss' || weight === 0) return tf.scalar(0)
        const over = tf.relu(tf.sub(projected(latent, v), limit as number))
        return tf.mul(weightedMean(tf.squeeze(over, [1]), counted), weight / sd) as tf.Scalar
      },
      dispose: () => watching.unsubscribe(),
    }
  },
})
