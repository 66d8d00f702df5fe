import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { describeActions } from '../../../agents/descriptors.ts'
import { actWidth, type Evidence, inOrder, REVEALED } from '../../../agents/evidence.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { TOKENS } from '../../../agents/narration.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { initialise, type NetworkSpec, type Weights } from '../../../agents/spec.ts'
import { oneHot } from '../../../agents/tensor-ops.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { createRng, type Rng } from '../../../envs/random.ts'

beforeAll(() => loadBackend('wasm'))

const envs = ['boardroom', 'dictator', 'bribery'].map((id) => ENVS.find(({ spec }) => spec.id === id)!({}))
const layout = layoutOf(envs)

/** Every setting of a network, odd widths among them. */
const specs: fc.Arbitrary<NetworkSpec> = fc
  .record({
    kind: fc.constantFrom('acts' as const, 'traits' as const),
    persona: fc.integer({ min: 1, max: 9 }),
    adapter: fc.integer({ min: 1, max: 33 }),
    trunk: fc.integer({ min: 1, max: 65 }),
    bypass: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 33 })),
    head: fc.integer({ min: 1, max: 97 }),
    described: fc.boolean(),
    narration: fc.boolean(),
    router: fc.boolean(),
  })
  .map(({ kind, described, narration, router, ...widths }) => ({
    layout,
    evidence: { kind, width: kind === 'acts' ? actWidth(layout) : REVEALED },
    ...widths,
    ...(narration && { narration }),
    ...(router && widths.bypass > 0 && { router }),
    ...(described && { descriptors: describeActions(envs) }),
  }))

/** Weights that are all heard: what starts at 0 or small is drawn as well. */
function loud(spec: NetworkSpec, rng: Rng): Weights {
  return Object.fromEntries(
    Object.entries(initialise(spec, rng)).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((x) => x + (x === 0 ? 0.1 : 0.05) * rng.normal()) },
    ]),
  )
}

function evidenceFor(spec: NetworkSpec, personas: number, each: number, rng: Rng): Evidence {
  const { kind, width } = spec.evidence
  if (kind === 'traits')
    return inOrder(
      width,
      1,
      Float32Array.from({ length: personas * width }, () => rng.normal()),
    )
  const rows = new Float32Array(7 * width)
  for (let i = 0; i < 7; i++) {
    rows[i * width] = rng.integer(20)
    rows[i * width + 1] = 1
    for (let k = 2; k < 6; k++) rows[i * width + k] = rng.normal()
  }
  return { width, each, rows, which: Int32Array.from({ length: personas * each }, () => rng.integer(7)) }
}

interface Batch {
  readonly evidence: Evidence
  readonly input: Float32Array
  readonly mask: Float32Array
  readonly tokens: number[]
  readonly noise: Float32Array
  /** What the loss makes of each output. */
  readonly pull: { readonly logits: Float32Array; readonly z: Float32Array; readonly value: Float32Array }
}

const ROWS = 6
function batchFor(spec: NetworkSpec, rng: Rng): Batch {
  const normal = (count: number) => Float32Array.from({ length: count }, () => rng.normal())
  const mask = new Float32Array(ROWS * layout.actions)
  for (let r = 0; r < ROWS; r++) for (let k = 0; k < 3; k++) mask[r * layout.actions + rng.integer(layout.actions)] = 1
  return {
    evidence: evidenceFor(spec, ROWS, 5, rng),
    input: normal(ROWS * layout.input).map((x) => Math.max(x, 0)),
    mask,
    tokens: Array.from({ length: ROWS }, () => rng.integer(TOKENS.length)),
    noise: normal(ROWS * spec.persona),
    pull: {
      logits: normal(ROWS * layout.actions).map((x, i) => x * mask[i]),
      z: normal(ROWS * spec.persona),
      value: normal(ROWS),
    },
  }
}

/** A loss that hears every output of a network, and its derivative by every weight and by what moved z. */
function gradients(network: Network, batch: Batch, said: boolean) {
  const { layout: own, persona } = network.spec
  return tf.tidy(() => {
    const pull = tf.tensor2d(batch.pull.logits, [ROWS, own.actions])
    const mask = tf.tensor2d(batch.mask, [ROWS, own.actions])
    const { value, grads } = tf.variableGrads(() => {
      const { mean, logSd } = network.posterior(batch.evidence)
      const m = tf.add(mean, tf.mul(tf.exp(logSd), tf.tensor2d(batch.noise, [ROWS, persona]))) as tf.Tensor2D
      const bent = (z: tf.Tensor2D) => tf.add(z, tf.mul(0.3, tf.sin(z))) as tf.Tensor2D
      const out = network.forward(
        tf.tensor2d(batch.input, [ROWS, own.input]),
        m,
        mask,
        bent,
        said && network.spec.narration ? oneHot(batch.tokens) : undefined,
      )
      const parts = [
        tf.sum(tf.mul(tf.mul(tf.logSoftmax(out.logits), mask), pull)),
        tf.sum(tf.mul(out.z, tf.tensor2d(batch.pull.z, [ROWS, persona]))),
        tf.sum(tf.mul(out.value, tf.tensor1d(batch.pull.value))),
      ]
      return tf.addN(parts) as tf.Scalar
    }, Object.values(network.variables))
    const byName = Object.entries(network.variables).map(([name, variable]) => {
      const own = grads[variable.name]
      return [name, own ? Float32Array.from(own.dataSync()) : new Float32Array(variable.size)] as const
    })
    return { loss: value.dataSync()[0], slopes: Object.fromEntries(byName) }
  })
}

const greatest = (values: Float32Array) => values.reduce((top, x) => Math.max(top, Math.abs(x)), 0)

describe('the compiled network against its reference in tensors', () => {
  it('gives the same loss and the same gradient of every weight, to 1e-5 of its greatest', () => {
    fc.assert(
      fc.property(specs, fc.integer(), fc.boolean(), (spec, seed, said) => {
        const rng = createRng(seed)
        const weights = loud(spec, rng)
        const batch = batchFor(spec, rng)
        const [one, two] = [createNetwork(spec, weights), createNetwork(spec, weights, { reference: true })]
        expect(one.compiled).toBeDefined()
        expect(two.compiled).toBeUndefined()
        const [ours, theirs] = [gradients(one, batch, said), gradients(two, batch, said)]
        expect(Math.abs(ours.loss - theirs.loss)).toBeLessThan(1e-4 * Math.max(1, Math.abs(theirs.loss)))
        // Where the parts of a slope cancel, 32 bits keep the rounding of the parts, in the reference as well.
        const floor = 0.1 * Math.max(...Object.values(theirs.slopes).map(greatest))
        for (const [name, slope] of Object.entries(theirs.slopes)) {
          const off = greatest(slope.map((x, i) => x - ours.slopes[name][i]))
          expect(off / Math.max(greatest(slope), floor), name).toBeLessThan(1e-5)
        }
        one.dispose()
        two.dispose()
      }),
      { numRuns: 40 },
    )
  })
})
