import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { defineIntervention } from './define.ts'

/**
 * Persona hardening by KL: adds β · KL(π ‖ π_ref) to the loss on the states that RL visits, where π_ref is the policy
 * of the checkpoint that RL started from. Pressure is the KL itself, nats per decision.
 *
 * Source: KL-regularised RL as Bayesian inference, Korbak et al. 2022; `science.md` §4.11.
 */
export const kl = defineIntervention({
  id: 'kl',
  version: 1,
  summary: 'Persona hardening: keeps the policy near the assistant it started from, on the states RL visits.',
  cites: ['Korbak et al. 2022'],
  params: z.strictObject({
    /** Weight β per nat, 0 … 10; default .1. */
    weight: z.number().min(0).max(10).default(0.1),
  }),
  identity: { weight: 0 },
  regimes: ['encoder', 'full'],
  touches: ['loss'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    return {
      loss({ logPolicy, reference, mask, weight }) {
        const policy = tf.mul(tf.exp(logPolicy), mask)
        const rows = tf.sum(tf.mul(policy, tf.sub(logPolicy, reference)), 1)
        const divergence = tf.div(tf.sum(tf.mul(rows, weight)), tf.maximum(tf.sum(weight), 1)) as tf.Scalar
        measure('pressure', divergence.dataSync()[0])
        return tf.mul(divergence, params.weight)
      },
    }
  },
})
