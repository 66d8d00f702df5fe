import { z } from 'zod'
import { requireFiniteWeights } from './finite.ts'
import { defineLearner, policyGradient } from './learner.ts'
import { withAdvantages } from './ppo-rows.ts'

const share = z.number().min(0).max(1)

/**
 * Advantage actor–critic (A2C, the synchronous form of Mnih et al. 2016, arXiv 1602.01783), read top to bottom: each
 * rollout is used once, in one gradient step, so that no ratio has to be clipped and no decision is learned from twice.
 * It stands beside `ppo.ts` behind the same contract, and is the example of a learner of one's own. As there, the
 * critic has an optimiser of its own, advantages are generalised and standardised, and the optimiser is Adam; the paper
 * has RMSProp.
 */
export const a2c = defineLearner({
  id: 'a2c',
  version: 1,
  summary: 'Advantage actor–critic: one unclipped gradient step per rollout.',
  params: z.strictObject({
    rate: share.default(1e-3).describe('Adam step of the policy weights, 0 to 1; default 1e-3.'),
    criticRate: share.default(3e-3).describe('Adam step of the critic, 0 to 1; default 3e-3.'),
    gamma: share.default(0.97).describe('Discount of reward per decision of the focal seat, 0 to 1; default .97.'),
    lambda: share.default(1).describe('Weight λ of longer returns in the advantage, 0 to 1; default 1, whole returns.'),
    entropy: share.default(0).describe('Weight of the entropy bonus, per nat, 0 to 1; default 0.'),
    warmup: z
      .int()
      .min(0)
      .max(1000)
      .default(2)
      .describe('Rollouts at the start that train the critic alone; default 2.'),
  }),
  create({ params, network, ...options }) {
    const { rate, criticRate, entropy, warmup } = params
    const gradient = policyGradient({ network, ...options }, { policy: rate, critic: criticRate, entropy })
    let rollouts = 0
    return {
      update(trajectories, hooks) {
        // Returns and advantages of every decision, one row each.
        const rows = withAdvantages(network.spec, trajectories, params)
        // −Σ A · log π − entropy · H, the critic's (R − V)², and what interventions add; then one step of Adam.
        const metrics = gradient.step(rows, hooks, rollouts++ >= warmup)
        requireFiniteWeights(network, `A2C, rollout ${rollouts}`)
        return metrics
      },
      dispose: gradient.dispose,
    }
  },
})
