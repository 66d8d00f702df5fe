import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { weightedMean } from './decisions.ts'
import type { Practice } from './define.ts'
import { crossEntropies, strayed } from './hardening.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Interleaving: after every update the network takes a few steps of imitating the assistant on decisions of the train
 * envs. With `pick: 'gap'` the half of the decisions counts on which the network has lost most to the checkpoint that
 * reinforcement started from, as data chosen by perplexity gap.
 *
 * Logs `gap`, the cross-entropy to the assistant's policy at the last steps, nats per decision. Pressure is
 * KL(assistant ‖ learner) after the update and before the steps: what reinforcement undid. Its twin imitates the writers
 * of the population: as many steps, towards nobody. The steps cost time: each is about as dear as a minibatch of PPO.
 *
 * Source: Kaczér et al. 2025 (arXiv 2508.06249); `science.md` §4.12.
 */
export const interleave = defineIntervention({
  id: 'interleave',
  version: 1,
  summary: 'Steps of imitating the assistant between updates, on random decisions or where most was lost.',
  cites: ['Kaczér et al. 2025, arXiv 2508.06249'],
  params: z.strictObject({
    steps: z
      .int()
      .min(0)
      .max(1000)
      .default(2)
      .describe('Steps of 256 decisions after each update, 0 … 1000; default 2.'),
    pick: z
      .enum(['random', 'gap'])
      .default('random')
      .describe('Which decisions count: `random` (default), or those with the largest likelihood `gap`.'),
    imitates: z
      .enum(['assistant', 'anybody'])
      .default('assistant')
      .describe('Who is imitated: the `assistant` (default), or `anybody`, for the twin.'),
  }),
  identity: { steps: 0 },
  twin: { imitates: 'anybody' },
  regimes: ['encoder', 'full'],
  touches: ['between'],
  activeIn: ['compete'],
  setup({ params: { steps, pick, imitates }, measure }) {
    return {
      between(context) {
        if (steps === 0) return
        measure('pressure', strayed(context))
        measure(
          'gap',
          context.train(steps, (batch) => imitation(batch, imitates, pick)),
        )
      },
    }
  },
})

/** Cross-entropy to the policy that is imitated, over the decisions that count, nats per decision. */
function imitation(batch: Practice, imitates: 'assistant' | 'anybody', pick: 'random' | 'gap'): tf.Scalar {
  const anybody = imitates === 'anybody'
  const target = batch.policy(anybody ? 'writers' : batch.assistant)
  const shown = { by: anybody ? 'writers' : 'assistant' } as const
  const own = crossEntropies(target, batch.learner(shown).logPolicy)
  if (pick === 'random') return tf.mean(own) as tf.Scalar
  const counts = upperHalf(own.dataSync(), crossEntropies(target, batch.reference(shown).logPolicy).dataSync())
  return weightedMean(own, counts)
}

/** 1 for the half of the rows in which `own` exceeds `before` most, [rows]. */
function upperHalf(own: ArrayLike<number>, before: ArrayLike<number>): tf.Tensor1D {
  const order = Array.from(own, (_, row) => row).sort((a, b) => own[b] - before[b] - (own[a] - before[a]) || a - b)
  const counts = new Float32Array(own.length)
  for (const row of order.slice(0, Math.ceil(own.length / 2))) counts[row] = 1
  return tf.tensor1d(counts)
}
