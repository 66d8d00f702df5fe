import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { initialise, type NetworkSpec, type Weights } from '../../../agents/spec.ts'
import { DIM } from '../../../agents/traits.ts'
import { createBattery, networkPolicies, reveal } from '../../../arena/measure/battery.ts'
import { informationOf, routedOf } from '../../../arena/measure/router.ts'
import { quick } from '../../../arena/studies/quick.ts'
import { createRng } from '../../../envs/random.ts'

const evals = quick.evals.map((plugin) => plugin())
const env = quick.env()
const layout = layoutOf([env, ...evals])
const battery = createBattery(layout, evals)
const widths = { persona: 8, adapter: 16, trunk: 16, bypass: 8, head: 16 }
const spec: NetworkSpec = { layout, evidence: { kind: 'traits', width: 2 * DIM }, ...widths, router: true }
const rng = createRng('router')
const start = initialise(spec, rng)
const minds = [0, 1].map(() => Float32Array.from({ length: 8 }, () => rng.normal()))
const open: Network[] = []

beforeAll(() => loadBackend('wasm'))
afterAll(() => open.forEach((network) => void network.dispose()))

const filled = (name: string, value: (i: number) => number) => ({
  [name]: { ...start[name], values: start[name].values.map((_, i) => value(i)) },
})
function networkOf(weights: Weights, of = spec): Network {
  const network = createNetwork(of, { ...start, ...weights })
  open.push(network)
  return network
}
const routed = (weights: Weights) => routedOf(networkOf(weights), battery, env.id, minds)

describe('information of a number about which sample it is from', () => {
  const normal = (mean: number) => Array.from({ length: 4000 }, () => mean + rng.normal())
  it('is 0 for two draws of one distribution, and for one number alone', () => {
    expect(Math.abs(informationOf(normal(0), normal(0)))).toBeLessThan(0.003)
    expect(informationOf([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])).toBe(0)
  })

  it('is 1 bit where the samples do not overlap', () => {
    expect(informationOf(normal(0), normal(100))).toBeGreaterThan(0.99)
  })

  it('is that of a binary channel where the number is a coin that comes up otherwise', () => {
    const coin = (ones: number) => Array.from({ length: 4000 }, (_, i) => Number(i < 4000 * ones))
    const h = (p: number) => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p)
    expect(informationOf(coin(0.25), coin(0.75))).toBeCloseTo(1 - h(0.25), 3)
  })
})

describe('a router', () => {
  it('has the gate that its bias plants, the same in every context', () => {
    const { gate, information } = routed({ ...filled('router/w', () => 0), ...filled('router/b', () => Math.log(3)) })
    expect(gate.neutral).toBeCloseTo(0.75, 6)
    expect(gate.training).toBeCloseTo(0.75, 6)
    expect(information).toBe(0)
  })

  it('tells contexts apart where it reads the mark of the train env', () => {
    // Unit 0 of the trunk is on under the mark alone, and the gate reads that unit.
    const columns = widths.adapter
    const flag = layout.adapter - layout.envs.length
    const adapter = start['adapter/w'].values.map((_, i) => (i === flag * columns ? 1 : 0))
    const trunk = start['trunk/w'].values.map((x, i) => (i % widths.trunk === 0 ? Number(i === 0) : x))
    const { gate, information } = routed({
      'adapter/w': { ...start['adapter/w'], values: adapter },
      'trunk/w': { ...start['trunk/w'], values: trunk },
      ...filled('router/w', (i) => (i === 0 ? -8 : 0)),
      ...filled('router/b', () => 4),
    })
    expect(gate.neutral).toBeCloseTo(1 / (1 + Math.exp(-4)), 5)
    expect(gate.training).toBeCloseTo(1 / (1 + Math.exp(4)), 5)
    expect(information).toBeGreaterThan(0.99)
  })

  it('forced to z alone does what a network without a bypass does', () => {
    const { persona } = routed(filled('router/b', () => -2))
    const { 'router/w': _, 'router/b': __, 'bypass/w': ___, 'bypass/b': ____, ...others } = start
    const { shape, values } = start['head/hidden/w']
    const head = { shape: [8, shape[1]], values: values.slice(0, 8 * shape[1]) }
    const { router: _____, ...plain } = spec
    const alone = createNetwork({ ...plain, bypass: 0 }, { ...others, 'head/hidden/w': head })
    open.push(alone)
    const expected = reveal(battery, networkPolicies(alone, battery, minds, 'neutral')).traits
    persona.forEach((trait, t) => void expect(trait).toBeCloseTo(expected[t], 5))
  })
})
