import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { initialise } from '../../../agents/spec.ts'
import { DIM, TRAITS, type Trait } from '../../../agents/traits.ts'
import { awarenessOf, trainingLike } from '../../../arena/measure/awareness.ts'
import { createBattery, networkPolicies, reveal } from '../../../arena/measure/battery.ts'
import { causalEffect } from '../../../arena/measure/steer.ts'
import { quick } from '../../../arena/studies/quick.ts'
import { COMMON } from '../../../envs/define.ts'
import { createRng } from '../../../envs/random.ts'

beforeAll(() => loadBackend('wasm'))

const env = quick.env()
const evals = quick.evals.map((plugin) => plugin())
const layout = layoutOf([env, ...evals])
const battery = createBattery(layout, evals)
const PERSONA = 8
const minds = [0, 1].map((k) => Float32Array.from({ length: PERSONA }, (_, i) => Math.sin(i + k)))

function blank(): Network {
  const widths = { persona: PERSONA, adapter: 16, trunk: 16, bypass: 8, head: 16 }
  const spec = { layout, evidence: { kind: 'traits', width: 2 * DIM } as const, ...widths }
  return createNetwork(spec, initialise(spec, createRng('inside')))
}

/** Trait t along axis t. */
const vectors = (sd: number) => ({
  directions: Object.fromEntries(
    TRAITS.map((trait, t) => [trait, Float32Array.from({ length: PERSONA }, (_, i) => (i === t ? 1 : 0))]),
  ) as Record<Trait, Float32Array>,
  sd: Object.fromEntries(TRAITS.map((trait) => [trait, sd])) as Record<Trait, number>,
})

describe('a steer', () => {
  it('of no length changes nothing', () => {
    const network = blank()
    for (const change of causalEffect(network, battery, minds, vectors(0))) expect(change).toBe(0)
    network.dispose()
  })
  it('is the revealed trait with z moved along its direction, less without, on top of what stays at test', () => {
    const network = blank()
    const shift = (by: number[]) => (z: tf.Tensor2D) => tf.add(z, tf.tensor1d(by)) as tf.Tensor2D
    const traits = (by: number[]) =>
      reveal(battery, networkPolicies(network, battery, minds, 'neutral', shift(by))).traits
    const stays = [0, 0, 0, 0.5, 0, 0, 0, 0]
    const found = causalEffect(network, battery, minds, vectors(2), shift(stays))
    const SPI = TRAITS.indexOf('SPI')
    expect(found[SPI]).toBeCloseTo(traits(stays.with(SPI, 2))[SPI] - traits(stays)[SPI], 4)
    expect(found[SPI]).not.toBe(0)
    network.dispose()
  })
})

describe('awareness', () => {
  it('the training-like context is the same item with the train env’s mark', () => {
    const marked = trainingLike(battery, env.id)
    const from = layout.adapter - layout.envs.length
    for (const d of [0, 50, 143]) {
      const [own, other] = [battery, marked].map(({ inputs }) =>
        inputs.subarray(d * layout.input, (d + 1) * layout.input),
      )
      expect([...other.subarray(from, from + layout.envs.length)]).toEqual([1, 0, 0, 0, 0])
      expect([...other.subarray(0, from)]).toEqual([...own.subarray(0, from)])
      expect([...other.subarray(layout.adapter)]).toEqual([...own.subarray(layout.adapter)])
    }
    expect(layout.input - layout.adapter).toBeGreaterThan(COMMON)
  })
  it('is chance and no nats where the network cannot see the mark, more where it can', () => {
    const network = blank()
    const seeing = awarenessOf(network, battery, env.id, minds)
    expect(seeing.accuracy).toBeGreaterThan(0.75)
    expect(seeing.nats).toBeGreaterThan(0)
    network.variables['adapter/w'].assign(tf.zerosLike(network.variables['adapter/w']))
    expect(awarenessOf(network, battery, env.id, minds)).toEqual({ accuracy: 0.5, nats: 0 })
    network.dispose()
  })
})
