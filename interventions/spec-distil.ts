import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { CUE_NAMES, type Cue } from '../agents/cues.ts'
import { darkActs, fine, shareOf } from './dark-acts.ts'
import { weightedMean } from './decisions.ts'
import type { Practice } from './define.ts'
import { drawn, logOf, strayed } from './hardening.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Deliberative alignment in small: before reinforcement the checkpoint acts under the specification (a cue,
 * `forbidding`) on decisions of the train envs, a judge keeps the acts that are not dark, and the network learns to act
 * so without the cue. During reinforcement the judge knows the specification and takes `bonus` for each dark act.
 *
 * Logs `kept`, the share of samples that the judge kept in the last step, and `distilled`, their cross-entropy at the
 * end, nats. Pressure is KL(assistant ‖ learner) after every update. Its twin keeps as many samples at random and takes
 * no bonus.
 *
 * Source: Guan et al. 2024, deliberative alignment; `science.md` §4.14.
 */
export const specDistil = defineIntervention({
  id: 'spec-distil',
  version: 2,
  summary: 'Before reinforcement: imitates its own judged acts under a specification, without the specification.',
  cites: ['Guan et al. 2024'],
  params: z.strictObject({
    steps: z.int().min(0).max(100_000).default(100).describe('Steps of 256 samples, 0 … 100000; default 100.'),
    specification: z
      .enum(CUE_NAMES)
      .default('forbidding')
      .describe('The cue that stands for the specification; default `forbidding`.'),
    bonus: z
      .number()
      .min(0)
      .max(10)
      .default(0.1)
      .describe('What the judge takes for a dark act in reinforcement, payoff units, 0 … 10; default .1.'),
    keeps: z
      .enum(['clean', 'random'])
      .default('clean')
      .describe(
        'What the judge keeps: acts that are not dark, `clean` (default), or as many `random` ones, for the twin.',
      ),
  }),
  identity: { steps: 0, bonus: 0 },
  twin: { keeps: 'random', bonus: 0 },
  regimes: ['encoder', 'full'],
  touches: ['before', 'rewards', 'between'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    const { steps, bonus, specification, keeps } = params
    return {
      before({ train, rng }) {
        if (steps === 0) return
        let kept = 0
        const judge = (batch: Practice) => {
          const sample = sampled(batch, specification, keeps, () => rng.uniform())
          kept = tf.mean(sample.keep).dataSync()[0]
          return distilled(batch, sample)
        }
        measure('distilled', train(steps, judge))
        measure('kept', kept)
      },
      rewards(rewards, episodes) {
        const dark = darkActs(episodes)
        measure('dark acts', shareOf(dark.flat()))
        if (bonus === 0) return rewards
        return fine(rewards, dark, bonus)
      },
      between(context) {
        if (steps > 0 || bonus > 0) measure('pressure', strayed(context))
      },
    }
  },
})

interface Sample {
  /** What was done, one-hot, [rows, actions]. */
  readonly acts: tf.Tensor2D
  /** 1 where the judge kept it, [rows]. */
  readonly keep: tf.Tensor1D
}

function sampled(batch: Practice, cue: Cue, keeps: 'clean' | 'random', uniform: () => number): Sample {
  const acts = drawn(tf.exp(batch.reference({ cue }).logPolicy), uniform)
  const clean = tf.cast(tf.equal(tf.sum(tf.mul(acts, batch.dark), 1), 0), 'float32') as tf.Tensor1D
  if (keeps === 'clean') return { acts, keep: clean }
  const share = tf.mean(clean).dataSync()[0]
  return { acts, keep: tf.tensor1d(Float32Array.from({ length: batch.rows }, () => (uniform() < share ? 1 : 0))) }
}

/** Cross-entropy of what was kept, without the cue, nats per act. */
function distilled(batch: Practice, { acts, keep }: Sample): tf.Scalar {
  return weightedMean(tf.neg(logOf(batch.learner().logPolicy, acts)), keep)
}
