import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { CUE_NAMES, type Cue } from '../agents/cues.ts'
import type { Practice } from './define.ts'
import { divergence, drawn, logOf, strayed } from './hardening.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Character training before reinforcement. First preferences: on decisions of the train envs, what the assistant does
 * under a constitution (a cue, `forbidding`) is preferred to what the network does by itself, by direct preference
 * optimisation: L = −log σ(β [log π/π_ref(a⁺) − log π/π_ref(a⁻)]). Then introspection: the network learns to do without
 * the cue what it would do under it, KL(π(· | constitution) ‖ π(·)), its own conduct being the only teacher. On acts, not on
 * the self-report: no gradient leads from that head to z, so what it learns changes only what is stated.
 *
 * Logs `preference`, the share of pairs in which a⁺ gained on a⁻, and `introspection`, the KL left, both when training
 * ends (first update). Pressure is KL(assistant ‖ learner), nats per decision, after every update: how far reinforcement
 * pulled it off. Its twin prefers what other writers of the population did and introspects under the irrelevant cue: as
 * many steps, towards nobody.
 *
 * Source: open character training, Maiya et al. 2025 (arXiv 2511.01689); `science.md` §4.15.
 */
export const character = defineIntervention({
  id: 'character',
  version: 2,
  summary: 'Before reinforcement: preference pairs for the assistant under a constitution, then introspection.',
  cites: ['Maiya et al. 2025, arXiv 2511.01689'],
  params: z.strictObject({
    steps: z
      .int()
      .min(0)
      .max(10_000)
      .default(60)
      .describe('Steps of preference training, 256 pairs each, 0 … 10000; default 60.'),
    introspection: z.int().min(0).max(10_000).default(60).describe('Steps of introspection, 0 … 10000; default 60.'),
    beta: z.number().gt(0).max(10).default(0.1).describe('β of the preference loss, above 0 … 10; default .1.'),
    constitution: z
      .enum(CUE_NAMES)
      .default('forbidding')
      .describe('The cue that stands for the constitution; default `forbidding`.'),
    prefers: z
      .enum(['assistant', 'anybody'])
      .default('assistant')
      .describe(
        "Whose acts are preferred: the `assistant`'s (default), or those of `anybody` without a constitution, for the twin.",
      ),
  }),
  identity: { steps: 0, introspection: 0 },
  twin: { prefers: 'anybody' },
  regimes: ['encoder', 'full'],
  touches: ['before', 'between'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    const { steps, introspection } = params
    const guide = params.prefers === 'assistant' ? params.constitution : 'irrelevant'
    const idle = steps === 0 && introspection === 0
    return {
      before({ train, rng }) {
        let preference = 0
        if (steps > 0)
          train(steps, (batch) => {
            const margin = preferred(batch, params, () => rng.uniform())
            preference = tf.mean(tf.cast(tf.greater(margin, 0), 'float32')).dataSync()[0]
            return tf.mean(tf.softplus(tf.mul(margin, -params.beta))) as tf.Scalar
          })
        if (steps > 0) measure('preference', preference)
        if (introspection > 0)
          measure(
            'introspection',
            train(introspection, (batch) => introspected(batch, guide)),
          )
      },
      between(context) {
        if (!idle) measure('pressure', strayed(context))
      },
    }
  },
})

interface Pairs {
  readonly constitution: Cue
  readonly prefers: 'assistant' | 'anybody'
}

/** log π/π_ref(a⁺) − log π/π_ref(a⁻), [rows]. */
function preferred(batch: Practice, { constitution, prefers }: Pairs, uniform: () => number): tf.Tensor1D {
  const [own, reference] = [batch.learner().logPolicy, batch.reference().logPolicy]
  const wanted = prefers === 'assistant' ? batch.policy(batch.assistant, constitution) : batch.policy('writers')
  const [better, worse] = [drawn(wanted, uniform), drawn(tf.exp(reference), uniform)]
  const gain = (hot: tf.Tensor2D) => tf.sub(logOf(own, hot), logOf(reference, hot))
  return tf.sub(gain(better), gain(worse)) as tf.Tensor1D
}

/** KL of its own policy under the constitution, a constant, to that without, nats per decision. */
function introspected(batch: Practice, cue: Cue): tf.Scalar {
  const teacher = tf.tensor2d(tf.exp(batch.learner({ cue }).logPolicy).dataSync(), batch.mask.shape)
  return divergence(teacher, batch.learner().logPolicy, batch)
}
