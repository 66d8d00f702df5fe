import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { posteriorOf } from '../../../agents/actor.ts'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { inOrder, showing } from '../../../agents/evidence.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { initialise, type Weights } from '../../../agents/spec.ts'
import { DIM, INDEPENDENT, samplePersona, TRAITS } from '../../../agents/traits.ts'
import { createBattery, networkPolicies, reveal } from '../../../arena/measure/battery.ts'
import { align, type Mediation, mediate, type Side } from '../../../arena/measure/mediation.ts'
import { rotated, transposed } from '../../../arena/measure/procrustes.ts'
import { quick } from '../../../arena/studies/quick.ts'
import { createRng } from '../../../envs/random.ts'
import { orthogonal } from './orthogonal.ts'

const PERSONA = 8
const evals = quick.evals.map((plugin) => plugin())
const layout = layoutOf([quick.env(), ...evals])
const battery = createBattery(layout, evals)
const widths = { persona: PERSONA, adapter: 16, trunk: 16, bypass: 8, head: 16 }
const spec = { layout, evidence: { kind: 'traits', width: 2 * DIM } as const, ...widths }
const rng = createRng('mediation')
/** Heads loud enough for z to be heard. */
const blank = initialise(spec, rng)
const loud = blank['head/rows/w'].values.map((x) => 10 * x)
const start: Weights = { ...blank, 'head/rows/w': { ...blank['head/rows/w'], values: loud } }
const minds = [0, 1, 2].map(() => Float32Array.from({ length: PERSONA }, () => rng.normal()))
const writers = Array.from({ length: 40 }, () => samplePersona(INDEPENDENT, rng)).map((traits) =>
  showing(Object.fromEntries(TRAITS.map((trait, t) => [trait, traits[t]]))),
)
const evidence = inOrder(2 * DIM, 1, Float32Array.from(writers.flatMap(({ rows }) => [...rows])))
const open: Network[] = []

beforeAll(() => loadBackend('wasm'))
afterAll(() => open.forEach((network) => void network.dispose()))

function networkOf(weights: Weights): Network {
  const network = createNetwork(spec, weights)
  open.push(network)
  return network
}

/** The weights with some of them changed. */
const changed = (of: Readonly<Record<string, (values: number[], columns: number) => number[]>>): Weights => ({
  ...start,
  ...Object.fromEntries(
    Object.entries(of).map(([name, change]) => {
      const { shape, values } = start[name]
      return [name, { shape, values: Float32Array.from(change([...values], shape[shape.length - 1])) }]
    }),
  ),
})

const own = ({ network, minds: draws, motivation }: Side) =>
  reveal(battery, networkPolicies(network, battery, draws, 'neutral', motivation)).traits

function mediated(after: Omit<Side, 'network'> & { weights: Weights }): Mediation & { change: number[] } {
  const first: Side = { network: networkOf(start), minds }
  const second: Side = { network: networkOf(after.weights), minds: after.minds, motivation: after.motivation }
  const both = { before: own(first), after: own(second) }
  const found = mediate(battery, first, second, both, evidence)
  return { ...found, change: both.after.map((x, t) => x - both.before[t]) }
}

const size = (values: readonly number[]) => Math.max(...values.map(Math.abs))
const SMALL = 2e-3
const matrixOf = (values: number[], columns: number) =>
  Array.from({ length: values.length / columns }, (_, r) => values.slice(r * columns, (r + 1) * columns))
/** z turned by Q where it is made, everything that reads it turned back. */
const turning = (turn: number[][]) => {
  const right = (values: number[], columns: number) => rotated(matrixOf(values, columns), turn).flat()
  const left = (rows: number) => (values: number[], columns: number) => {
    const all = matrixOf(values, columns)
    const back = rotated(transposed(all.slice(0, rows)), turn)
    return [...transposed(back), ...all.slice(rows)].flat()
  }
  const after = (values: number[], columns: number) => {
    const all = matrixOf(values, columns)
    return [...all.slice(0, -PERSONA), ...transposed(rotated(transposed(all.slice(-PERSONA)), turn))].flat()
  }
  return changed({
    'persona/mean/w': right,
    'persona/mean/b': right,
    'z/out/w': right,
    'z/out/b': right,
    'z/hidden/w': after,
    'head/hidden/w': left(PERSONA),
  })
}

describe('mediation', () => {
  it('is nothing where nothing changed', () => {
    const { z, head, interaction, misaligned } = mediated({ weights: start, minds })
    expect(size([...z, ...head, ...interaction])).toBeLessThan(SMALL)
    expect(misaligned).toBeLessThan(1e-9)
  })

  it('is nothing where z was turned and the heads turned back: no cell moves', () => {
    const turn = orthogonal(PERSONA, rng)
    const turned = minds.map((m) => Float32Array.from(rotated([m], turn)[0]))
    const { z, head, interaction, misaligned } = mediated({ weights: turning(turn), minds: turned })
    expect(size([...z, ...head, ...interaction])).toBeLessThan(SMALL)
    expect(misaligned).toBeLessThan(1e-6)
    // Without the alignment the patch would have moved a lot.
    const [one, other] = [networkOf(start), networkOf(turning(turn))]
    expect(
      size(align(other, one, battery, evidence).rotation.flatMap((row, i) => row.map((x, j) => x - +(i === j)))),
    ).toBeGreaterThan(0.3)
  })

  it('is all in the head where only the heads changed', () => {
    const noise = (values: number[]) => values.map((x) => x + 0.3 * rng.normal())
    const weights = changed({ 'head/hidden/w': noise, 'head/rows/b': noise, 'bypass/w': noise })
    const { z, head, interaction, change } = mediated({ weights, minds })
    expect(size(change)).toBeGreaterThan(0.2)
    expect(size([...z, ...interaction])).toBeLessThan(SMALL)
    expect(size(head.map((x, t) => x - change[t]))).toBeLessThan(SMALL)
  })

  it.each([
    ['m moved', { weights: start, minds: minds.map((m) => m.map((x, i) => x + (i % 2 ? 1 : -1))) }],
    [
      'z shifted for everybody',
      { weights: changed({ 'z/out/b': (values) => values.map((x, i) => x + (i % 2 ? 1 : -1)) }), minds },
    ],
    [
      'an intervention that stays at test moves z',
      { weights: start, minds, motivation: (z: tf.Tensor2D) => tf.mul(z, 0.2) as tf.Tensor2D },
    ],
  ])('is all in z where only %s', (_, after) => {
    const { z, head, interaction, change } = mediated(after)
    expect(size(change)).toBeGreaterThan(0.2)
    expect(size([...head, ...interaction])).toBeLessThan(SMALL)
    expect(size(z.map((x, t) => x - change[t]))).toBeLessThan(SMALL)
  })

  it('adds up to the change where both moved, and neither alone is it', () => {
    const noise = (values: number[]) => values.map((x) => x + 0.3 * rng.normal())
    const weights = changed({ 'head/hidden/w': noise, 'z/out/w': noise })
    const moved = minds.map((m) => m.map((x) => x + 0.5))
    const { z, head, interaction, change, misaligned } = mediated({ weights, minds: moved })
    for (let t = 0; t < DIM; t++) expect(z[t] + head[t] + interaction[t]).toBeCloseTo(change[t], 9)
    expect(Math.min(size(z), size(head))).toBeGreaterThan(0.05)
    expect(misaligned).toBeGreaterThan(0.0005)
  })

  it('leaves no tensor behind', () => {
    const side = { network: networkOf(start), minds }
    expect(posteriorOf(side.network, evidence)).toHaveLength(40)
    const level = own(side)
    const before = tf.memory().numTensors
    mediate(battery, side, side, { before: level, after: level }, evidence)
    expect(tf.memory().numTensors).toBe(before)
  })
})
