import { beforeAll, describe, expect, it } from 'vitest'
import { drawMind, posteriorOf } from '../../../agents/actor.ts'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { actSource } from '../../../agents/evidence.ts'
import { blockOf, layoutOf } from '../../../agents/layout.ts'
import { createNetwork } from '../../../agents/network.ts'
import { PERSONAS } from '../../../agents/personas.ts'
import { initialise } from '../../../agents/spec.ts'
import { population } from '../../../agents/traits.ts'
import { decisionsOf, pool } from '../../../arena/corpus/situations.ts'
import { createBattery } from '../../../arena/measure/battery.ts'
import { decisionsIn, disposeDecisions, logPolicyOn, pushed, STRENGTH } from '../../../arena/measure/displacement.ts'
import { displacementCovariance, entanglement, posteriorCovariance } from '../../../arena/measure/prediction.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { handBack } from '../../../envs/hand-back/env.ts'
import { createRng } from '../../../envs/random.ts'

beforeAll(() => loadBackend('wasm'))

function bench() {
  const env = boardroom({ rounds: 2 })
  const evals = [dictator(), handBack()]
  const layout = layoutOf([env, ...evals])
  const battery = createBattery(layout, evals)
  const evidenceSource = actSource(scenesOf(battery))
  const sizes = { persona: 4, adapter: 8, trunk: 16, bypass: 8, head: 16 }
  const spec = { layout, evidence: { kind: 'acts' as const, width: evidenceSource.width }, ...sizes }
  const network = createNetwork(spec, initialise(spec, createRng('weights')))
  const assistant = evidenceSource.show(
    [PERSONAS.assistant.traits, PERSONAS.assistant.traits],
    16,
    createRng('assistant'),
  )
  const corpus = { matches: 6, open: 0, population: population(1) }
  const decisions = pool(layout, env, 1, decisionsOf(layout, env, env, corpus, createRng('corpus')))
  const posterior = posteriorOf(network, assistant)
  const minds = Array.from({ length: 3 }, (_, i) => drawMind(posterior, 'neutral', createRng(i)).m)
  return { env, battery, network, assistant, pool: decisions, posterior, minds, rng: createRng('prediction') }
}

const flat = (weights: Readonly<Record<string, { values: Float32Array }>>) =>
  Object.values(weights).flatMap(({ values }) => [...values])

describe('a push', () => {
  it('moves the policy by the same KL whatever the direction, and leaves no trace', () => {
    const { network, assistant, pool: from } = bench()
    const at = decisionsIn(from, network, assistant, 64, createRng('at'))
    const before = flat(network.weights())
    const tensors = tf.memory().numTensors
    for (const name of ['head/rows/w', 'persona/act/w']) {
      const rng = createRng(name)
      const way = tf.tensor(
        Float32Array.from(network.weights()[name].values, () => rng.normal()),
        [...network.weights()[name].shape],
      )
      const policy = () => logPolicyOn(network, assistant, at).arraySync()
      const old = tf.tidy(policy)
      const now = pushed(network, assistant, { [name]: way }, at, () => tf.tidy(policy))
      const kl = old.reduce(
        (sum, row, r) => sum + row.reduce((inner, p, a) => inner + Math.exp(p) * (p - now[r][a]), 0),
        0,
      )
      expect(kl / old.length).toBeGreaterThan(0.8 * STRENGTH)
      expect(kl / old.length).toBeLessThan(1.25 * STRENGTH)
      way.dispose()
    }
    expect(flat(network.weights())).toEqual(before)
    expect(tf.memory().numTensors).toBe(tensors)
    disposeDecisions(at)
    network.dispose()
  })
})

describe('predictions', () => {
  it('are second moments: symmetric, no variance below 0; the same from the same seed; they change no weight', () => {
    const options = bench()
    const before = flat(options.network.weights())
    const tensors = tf.memory().numTensors
    const told = () => [
      posteriorCovariance(options.network, options.battery, options.posterior, 8, createRng('draws')),
      displacementCovariance({ ...options, trainable: 'encoder' }, 3),
      displacementCovariance({ ...options, trainable: 'full' }, 3),
    ]
    const [first, again] = [told(), told()]
    expect(again).toEqual(first)
    for (const S of first.flatMap(({ whole, halves }) => [whole, ...halves]))
      S.forEach((row, i) => {
        expect(row[i]).toBeGreaterThanOrEqual(0)
        row.forEach((value, j) => void expect(value).toBeCloseTo(S[j][i], 12))
      })
    expect(first[1]).not.toEqual(first[2])
    expect(flat(options.network.weights())).toEqual(before)
    expect(tf.memory().numTensors).toBe(tensors)
    options.network.dispose()
  })

  it('Γ₀ turns with the sign of the reward', () => {
    const options = bench()
    const { network, env, posterior } = options
    const { firstRow } = blockOf(network.spec.layout, env.id)
    const rng = createRng('taken')
    const taken = Array.from({ length: 64 }, (_, i) => {
      const at = rng.integer(options.pool.dilemmas.length)
      const { layout } = network.spec
      const slice = (from: Float32Array, width: number) => from.subarray(at * width, (at + 1) * width)
      const { set, noise } = drawMind(posterior, 'neutral', rng)
      const action = firstRow + options.pool.dilemmas[at].legal[0]
      const [input, mask] = [slice(options.pool.inputs, layout.input), slice(options.pool.masks, layout.actions)]
      return { input, mask, set, noise, action, advantage: i % 3 === 0 ? 1 : -0.5 }
    })
    const [up, down] = [1, -1].map((sign) =>
      entanglement(
        { ...options, trainable: 'full' },
        taken.map((each) => ({ ...each, advantage: sign * each.advantage })),
      ),
    )
    const dot = up.reduce((sum, x, t) => sum + x * down[t], 0)
    expect(dot).toBeLessThan(0)
    expect(up).toHaveLength(8)
    network.dispose()
  })
})
