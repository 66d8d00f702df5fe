import { beforeAll, describe, expect, it } from 'vitest'
import { momentsOf, posteriorOf } from '../../agents/actor.ts'
import { dense, loadBackend, placed, tf } from '../../agents/backend.ts'
import {
  actLength,
  actSource,
  actWidth,
  distinct,
  inOrder,
  personasIn,
  shownRows,
  someOf,
  traitSource,
} from '../../agents/evidence.ts'
import { layoutOf } from '../../agents/layout.ts'
import { createNetwork } from '../../agents/network.ts'
import { PERSONAS } from '../../agents/personas.ts'
import { initialise } from '../../agents/spec.ts'
import { choose, preference } from '../../agents/writers.ts'
import { createBattery } from '../../arena/measure/battery.ts'
import { scenesOf } from '../../arena/measure/scenes.ts'
import { dictator } from '../../envs/dictator/env.ts'
import { handBack } from '../../envs/hand-back/env.ts'
import { createRng } from '../../envs/random.ts'

beforeAll(() => loadBackend('wasm'))

const envs = [dictator(), handBack()]
const layout = layoutOf(envs)
const scenes = scenesOf(createBattery(layout, envs))
const evidenceSource = actSource(scenes)
const { traits } = PERSONAS.schemer

describe('acts', () => {
  it('are drawn from the writer’s exact policies', () => {
    const alone = { ...scenes, weights: scenes.weights.map((_, d) => (d === 5 ? 1 : 0)) }
    const shown = actSource(alone).show([traits], 20_000, createRng('drawn'))
    const [rows, width] = [shownRows(shown), shown.width]
    const policy = choose(scenes.dilemmas[5], preference(traits))
    const [block] = layout.envs
    policy.forEach((p, a) => {
      const place = scenes.dilemmas[5].legal[a] * (1 + block.observation)
      let seen = 0
      for (let at = 0; at < rows.length; at += width) if (rows[at] === place) seen += 1 / 20_000
      expect(Math.abs(seen - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 20_000))
    })
  })

  it('hold what was observed at the place of the action, and nothing of the writer', () => {
    const shown = evidenceSource.show([traits, traits], 40, createRng('held'))
    const [rows, { width, each }] = [shownRows(shown), shown]
    expect([rows.length, width, each]).toEqual([2 * 40 * width, actWidth(layout), 40])
    for (let at = 0; at < rows.length; at += width) {
      expect(rows[at]).toBeLessThan(actLength(layout))
      expect(rows[at + 1]).toBe(1)
    }
    expect(personasIn(someOf(shown, 1, 2))).toBe(1)
  })

  it('are kept once each where a checkpoint brings them back, and shown as before', () => {
    const shown = evidenceSource.show([traits, traits], 200, createRng('kept'))
    const written = inOrder(shown.width, shown.each, shownRows(shown))
    const kept = distinct(written)
    expect([...shownRows(kept)]).toEqual([...shownRows(shown)])
    expect(kept.rows.length / kept.width).toBe(new Set(shown.which).size)
  })

  it('show every scene by its weight', () => {
    const weights = scenes.weights.map((_, d) => (d < 3 ? d : 0))
    const drawn = actSource({ ...scenes, weights }).show([traits], 6000, createRng('weights'))
    const shown = { rows: shownRows(drawn), width: drawn.width }
    const first = (d: number) => scenes.inputs[d * layout.input + layout.envs[0].from]
    let ofSecond = 0
    for (let at = 0; at < shown.rows.length; at += shown.width)
      if (shown.rows[at + 2] === Math.fround(first(2))) ofSecond += 1
    if (first(1) !== first(2)) expect(ofSecond / 6000).toBeCloseTo(2 / 3, 1)
    expect(shown.rows.some((_, i) => i % shown.width === 2 && shown.rows[i] === Math.fround(first(0)))).toBe(
      first(0) === first(1) || first(0) === first(2),
    )
  })
})

describe('a run of values in a row of zeros', () => {
  const rng = createRng('placed')
  const [length, units, width] = [23, 7, 4]
  const weights = Array.from({ length }, () => Array.from({ length: units }, () => rng.normal()))
  const bias = Array.from({ length: units }, () => rng.normal())
  const runs = Array.from({ length: 9 }, () => [
    rng.integer(length - width),
    ...Array.from({ length: width }, () => rng.normal()),
  ])
  const whole = runs.map(([from, ...values]) => Array.from({ length }, (_, i) => values[i - from] ?? 0))

  it('multiplies as the whole row does, and so does its gradient', () => {
    const sparse = (w: tf.Tensor, b: tf.Tensor) =>
      tf.sum(tf.square(placed(tf.tensor2d(runs), w as tf.Tensor2D, b as tf.Tensor1D)))
    const full = (w: tf.Tensor, b: tf.Tensor) =>
      tf.sum(tf.square(dense(tf.tensor2d(whole), w as tf.Tensor2D, b as tf.Tensor1D)))
    const [a, b] = [sparse, full].map((f) => tf.valueAndGrads(f)([tf.tensor2d(weights), tf.tensor1d(bias)]))
    expect(a.value.dataSync()[0]).toBeCloseTo(b.value.dataSync()[0], 2)
    a.grads.forEach((grad, i) => {
      const other = b.grads[i].dataSync()
      grad.dataSync().forEach((value, j) => void expect(value).toBeCloseTo(other[j], 3))
    })
  })
})

describe('q(m | acts)', () => {
  const spec = {
    layout,
    evidence: { kind: 'acts' as const, width: evidenceSource.width },
    persona: 4,
    adapter: 8,
    trunk: 8,
    bypass: 8,
    head: 8,
  }

  it('knows no order of acts, and one persona at a time', () => {
    const network = createNetwork(spec, initialise(spec, createRng('weights')))
    const shown = evidenceSource.show([traits, PERSONAS.saint.traits], 6, createRng('order'))
    const turned = shown.rows.slice()
    const { width } = shown
    for (let k = 0; k < 6; k++) turned.set(shown.rows.subarray((5 - k) * width, (6 - k) * width), k * width)
    const [a, b] = [shown, { ...shown, rows: turned }].map((each) => posteriorOf(network, each))
    a[0].mean.forEach((value, i) => void expect(value).toBeCloseTo(b[0].mean[i], 5))
    expect([...posteriorOf(network, someOf(shown, 1, 2))[0].mean]).toEqual([...a[1].mean])
    network.dispose()
  })

  it('is surer of more acts before anything is learned', () => {
    const network = createNetwork(spec, initialise(spec, createRng('weights')))
    const sure = (acts: number) => posteriorOf(network, evidenceSource.show([traits], acts, createRng('sure')))[0].sd
    const [few, many] = [sure(8), sure(64)]
    expect(many.reduce((sum, sd) => sum + sd, 0)).toBeLessThan(few.reduce((sum, sd) => sum + sd, 0))
    network.dispose()
  })

  it('has the moments of its draws: variance within sets plus covariance between them', () => {
    const sets = [
      { mean: Float32Array.of(0, 2), sd: Float32Array.of(1, 0) },
      { mean: Float32Array.of(2, 4), sd: Float32Array.of(3, 0) },
    ]
    expect(momentsOf(sets)).toEqual({
      mean: [1, 3],
      covariance: [
        [6, 1],
        [1, 1],
      ],
    })
  })
})

it('`traits` shows a trait with the probability asked for, .4 SD off', () => {
  const personas = new Array(4000).fill([1, 0, 0, 0, 0, 0, 0, 0])
  const { rows, width } = traitSource.show(personas, 0.3, createRng('traits'))
  const values: number[] = []
  for (let at = 0; at < rows.length; at += width) if (rows[at] === 1) values.push(rows[at + 8])
  expect(values.length / 4000).toBeCloseTo(0.3, 1)
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  expect(mean).toBeCloseTo(1, 1)
  expect(Math.sqrt(values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / values.length)).toBeCloseTo(0.4, 1)
})
