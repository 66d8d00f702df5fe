import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../../agents/checkpoint.ts'
import { inOrder } from '../../agents/evidence.ts'
import { notFinite, requireFiniteWeights } from '../../agents/finite.ts'
import { createNetwork } from '../../agents/network.ts'
import { initialise, NetworkSettings, specOf } from '../../agents/spec.ts'
import { createRng } from '../../envs/random.ts'
import { trust } from '../../envs/trust/env.ts'

const spec = specOf([trust()], { kind: 'traits', width: 16 }, NetworkSettings.parse({}))
const weights = initialise(spec, createRng(1))
const broken = (value: number) => {
  const values = weights['bypass/w'].values.slice()
  values[3] = value
  return { ...weights, 'bypass/w': { ...weights['bypass/w'], values } }
}
const assistant = inOrder(16, 1, new Float32Array(16))

describe.each(['wasm', 'cpu'])('on %s', (backend) => {
  beforeAll(async () => {
    await loadBackend(backend as 'wasm')
  })

  it.each([true, false])(
    'a network of NaN acts all the same where tensors do its work on wasm: their fused relu makes 0 of it (%s)',
    (reference) => {
      const network = createNetwork(spec, broken(Number.NaN), { reference })
      const { input, actions } = spec.layout
      const [logit] = tf.tidy(() =>
        network.forward(tf.ones([1, input]), tf.zeros([1, spec.persona]), tf.ones([1, actions])).logits.dataSync(),
      )
      expect(Number.isFinite(logit)).toBe(backend === 'wasm' && reference)
      network.dispose()
    },
  )

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s in one weight is named', (value) => {
    const network = createNetwork(spec, broken(value))
    expect(notFinite(network.variables)).toBe('bypass/w')
    expect(() => requireFiniteWeights(network, 'update 3')).toThrow(
      'update 3: expected finite weights, got NaN or infinity in bypass/w',
    )
    network.dispose()
  })

  it('finite weights pass, however large, and tensors without an entry', () => {
    const network = createNetwork(spec, broken(3e38))
    expect(notFinite(network.variables)).toBeNull()
    network.dispose()
    expect(notFinite({ none: tf.zeros([0, 4]) })).toBeNull()
    expect(notFinite({})).toBeNull()
  })

  it('leaves no tensor behind', () => {
    const network = createNetwork(spec, broken(Number.NaN))
    const before = tf.memory().numTensors
    notFinite(network.variables)
    expect(tf.memory().numTensors).toBe(before)
    network.dispose()
  })
})

it('no checkpoint holds what is not finite, written or read', () => {
  expect(() => encodeCheckpoint(spec, broken(Number.NaN), assistant)).toThrow(
    'Expected a checkpoint of finite weights, got NaN in bypass/w at 3',
  )
  const bytes = encodeCheckpoint(spec, broken(12345), assistant)
  const view = new DataView(bytes.buffer)
  const at = [...bytes.keys()].find((i) => i % 4 === 0 && i + 4 <= bytes.length && view.getFloat32(i, true) === 12345)
  view.setFloat32(at as number, Number.POSITIVE_INFINITY, true)
  expect(() => decodeCheckpoint(bytes)).toThrow(/got Infinity in bypass\/w at 3/)
})
