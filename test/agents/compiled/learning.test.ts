import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { actSource, personasIn } from '../../../agents/evidence.ts'
import { ImitateSettings, imitate } from '../../../agents/imitate.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { PERSONAS } from '../../../agents/personas.ts'
import { createPpo, PpoSettings } from '../../../agents/ppo.ts'
import type { Trajectory } from '../../../agents/ppo-rows.ts'
import type { Objective, UpdateHooks } from '../../../agents/ppo-tensors.ts'
import { initialise, NetworkSettings, type NetworkSpec, specOf } from '../../../agents/spec.ts'
import { population } from '../../../agents/traits.ts'
import { decisionsOf, pool } from '../../../arena/corpus/situations.ts'
import { createBattery } from '../../../arena/measure/battery.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { handBack } from '../../../envs/hand-back/env.ts'
import { createRng } from '../../../envs/random.ts'

beforeAll(() => loadBackend('wasm'))

const env = boardroom({ rounds: 2 })
const evals = [dictator(), handBack()]
const layout = layoutOf([env, ...evals])
const evidenceSource = actSource(scenesOf(createBattery(layout, evals)))
const people = population(1)
const situations = { matches: 12, open: 0, population: people }
const decisions = pool(layout, env, 1, decisionsOf(layout, env, env, situations, createRng('corpus')))
const corpus = { pools: [decisions], population: people, evidenceSource, cueStrength: 1 }
const narrow = { HON: { mean: 1.2, sd: 0.3 } }

/** The same start, learned on the heap and in tensors. */
function both<T>(settings: Partial<NetworkSettings>, learn: (network: Network) => T): { ours: T; theirs: T } {
  const { kind, width } = evidenceSource
  const widths = { persona: 4, adapter: 8, trunk: 16, bypass: 8, head: 16, ...settings }
  const spec: NetworkSpec = specOf([env, ...evals], { kind, width }, NetworkSettings.parse(widths))
  const run = (reference: boolean) => {
    const network = createNetwork(spec, initialise(spec, createRng('weights')), { reference })
    const result = learn(network)
    network.dispose()
    return result
  }
  return { ours: run(false), theirs: run(true) }
}

describe('imitation on the heap and in tensors', () => {
  const config = { ...ImitateSettings.parse({}), batch: 64 }
  const settings = [
    {},
    { narration: true },
    { router: true },
    { router: true, narration: true },
    { sharing: 'descriptor' as const },
    { bypass: 0, trunk: 17, head: 13 },
  ]

  it.each(settings)('%j: 200 steps on the same draws end with the same losses and policies', (own) => {
    const learn = (network: Network) => imitate(network, corpus, { ...config, steps: 200, narrow }, createRng('draws'))
    const { ours, theirs } = both(own, learn)
    for (const name of ['gap', 'kl', 'stated', ...(own.narration ? (['narration'] as const) : [])] as const)
      expect(ours[name]! / theirs[name]!, name).toBeCloseTo(1, 2)
  })

  it('two steps leave weights within 1e-4 of their way', () => {
    const learn = (network: Network) => {
      const start = network.weights()
      imitate(network, corpus, { ...config, steps: 2 }, createRng('draws'))
      return { start, end: network.weights() }
    }
    const { ours, theirs } = both({}, learn)
    for (const [name, { values }] of Object.entries(theirs.end)) {
      const way = values.map((x, i) => Math.abs(x - theirs.start[name].values[i]))
      const off = values.map((x, i) => Math.abs(x - ours.end[name].values[i]))
      // Adam makes a step of the sign alone of a slope near 0, where rounding decides.
      const wrong = off.filter((x, i) => x > 1e-4 && x > 0.01 * way[i]).length
      expect(wrong / off.length, name).toBeLessThan(0.02)
    }
  })
})

/** Decisions with rewards, as a rollout would leave them. */
function rollout(network: Network): Trajectory[] {
  const rng = createRng('rollout')
  const { persona, narration } = network.spec
  return Array.from({ length: 40 }, (_, i) => ({
    set: i % 3,
    noise: Float32Array.from({ length: persona }, () => rng.normal()),
    weight: i % 7 === 0 ? 0 : 1,
    ...(i % 14 === 0 && { weight: 1, charged: true }),
    transitions: Array.from({ length: 3 }, () => {
      const d = rng.integer(decisions.dilemmas.length)
      const { legal } = decisions.dilemmas[d]
      return {
        input: decisions.inputs.slice(d * layout.input, (d + 1) * layout.input),
        mask: decisions.masks.slice(d * layout.actions, (d + 1) * layout.actions),
        action: decisions.firstRow + legal[rng.integer(legal.length)],
        ...(narration && { token: rng.integer(16) }),
        logProbability: -1 - rng.uniform() - (narration ? 2.5 : 0),
        value: rng.normal(),
        reward: rng.normal(),
      }
    }),
  }))
}

const mean = (x: tf.Tensor) => tf.mean(x) as tf.Scalar
const HOOKS: Readonly<Record<string, UpdateHooks>> = {
  none: {},
  'a loss on policies': {
    losses: ({ logPolicy, reference, mask, weight }) => [
      mean(tf.mul(tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), mask), tf.sub(logPolicy, reference)), 1), weight)),
    ],
  },
  'a loss on z': { losses: ({ z }) => [tf.mul(0.3, mean(tf.square(z))), mean(z)] },
  'a loss on answers': { losses: ({ answers }) => [mean(tf.square(tf.sub(answers(), 2)))] },
  'a change of z': { motivation: (z) => tf.sub(z, tf.relu(tf.sub(z, 0.1))) as tf.Tensor2D },
  'a z that stays': { motivation: (z) => z },
  'gradients halved': {
    gradients: (all) => Object.fromEntries(Object.entries(all).map(([name, g]) => [name, tf.mul(g, 0.5)])),
  },
  everything: {
    motivation: (z) => tf.mul(z, 0.9) as tf.Tensor2D,
    losses: ({ z, logPolicy, mask }) => [mean(tf.square(z)), mean(tf.mul(tf.exp(logPolicy), mask))],
    gradients: (all) => Object.fromEntries(Object.entries(all).map(([name, g]) => [name, tf.mul(g, 0.5)])),
  },
}

describe.each([
  [{}, 'full'],
  [{}, 'encoder'],
  [{ narration: true }, 'full'],
] as const)('PPO on the heap and in tensors, %j in %s', (own, trainable) => {
  const sameLearning = (hooks: UpdateHooks, objective?: Objective) => {
    const evidence = evidenceSource.show(new Array(3).fill(PERSONAS.assistant.traits), 8, createRng('assistant'))
    expect(personasIn(evidence)).toBe(3)
    const learn = (network: Network) => {
      const reference = createNetwork(network.spec, network.weights(), { reference: !network.compiled })
      const config = { ...PpoSettings.parse({}), warmup: 1, minibatch: 50, entropy: 0.01 }
      const common = { network, reference, evidence, config, statedTrains: true, rng: createRng('ppo') }
      const ppo = createPpo({ ...common, trainable, objective })
      const trajectories = rollout(network)
      const metrics = [0, 1, 2, 3, 4].map(() => ppo.update(trajectories, hooks))
      const weights = network.weights()
      ppo.dispose()
      reference.dispose()
      return { metrics, weights }
    }
    const { ours, theirs } = both(own, learn)
    theirs.metrics.forEach((expected, update) => {
      for (const [name, value] of Object.entries(expected))
        expect(Math.abs(ours.metrics[update][name] - value), `${name}, update ${update}`).toBeLessThan(
          1e-3 * Math.max(0.1, Math.abs(value)),
        )
    })
    for (const [name, { values }] of Object.entries(theirs.weights)) {
      const off = values.reduce((sum, x, i) => sum + Math.abs(x - ours.weights[name].values[i]), 0) / values.length
      expect(off, name).toBeLessThan(2e-5)
    }
  }
  it.each(Object.keys(HOOKS))('with %s: five updates, the same metrics and weights', (hook) =>
    sameLearning(HOOKS[hook]),
  )
  it('climbing likelihood: five updates, the same metrics and weights', () => sameLearning({}, 'likelihood'))
})
