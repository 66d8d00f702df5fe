import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { actSource, traitSource } from '../../../agents/evidence.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork } from '../../../agents/network.ts'
import { initialise } from '../../../agents/spec.ts'
import { population } from '../../../agents/traits.ts'
import { createBattery } from '../../../arena/measure/battery.ts'
import { capacityOf } from '../../../arena/measure/capacity.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import { crossFitted, explained, meanOf } from '../../../arena/statistics/linear.ts'
import { quick } from '../../../arena/studies/quick.ts'
import { createRng } from '../../../envs/random.ts'

beforeAll(() => loadBackend('wasm'))

describe('a cross-fitted ridge', () => {
  const rng = createRng('cross-fit')
  const noise = () => Array.from({ length: 60 }, () => Array.from({ length: 20 }, () => rng.normal()))
  const r2 = (xs: number[][], ys: number[][]) => explained(ys, crossFitted(xs, ys, 0.01))[0]
  it('finds what is there', () => {
    const xs = noise()
    const ys = xs.map(([a, b]) => [2 * a - b])
    expect(r2(xs, ys)).toBeGreaterThan(0.95)
  })
  it('finds nothing in noise, where a fit on all of it would', () => {
    const ys = noise().map(([a]) => [a])
    expect(r2(noise(), ys)).toBeLessThan(0.05)
  })
})

describe('the capacity of a network that has learned nothing', () => {
  const evals = quick.evals.map((plugin) => plugin())
  const battery = createBattery(layoutOf(evals), evals)
  const evidenceSource = actSource(scenesOf(battery))
  const subject = () => {
    const { kind, width } = evidenceSource
    const widths = { persona: 8, adapter: 16, trunk: 16, bypass: 8, head: 16 }
    const spec = { layout: battery.layout, evidence: { kind, width }, ...widths }
    return { network: createNetwork(spec, initialise(spec, createRng('blank'))), battery, evidenceSource }
  }

  it('stands far below the ideal observer of as many acts, who predicts better the more he saw', () => {
    const { network } = subject()
    const found = capacityOf({ network, battery, evidenceSource }, population(1), 240, createRng('capacity'))
    if (!found) throw new Error('expected a capacity')
    expect(found.acts).toBe(64)
    expect(meanOf(found.r2.observer.filter((_, t) => t !== 1))).toBeGreaterThan(0.5)
    expect(meanOf(found.r2.network)).toBeLessThan(meanOf(found.r2.observer) - 0.2)
    expect(found.gaps.map(({ acts }) => acts)).toEqual([8, 16, 32, 64])
    for (const { network: own, observer } of found.gaps) expect(observer).toBeLessThan(own)
    expect(found.gaps[3].observer).toBeLessThan(found.gaps[0].observer)
    network.dispose()
  })

  it('is not asked under `traits` evidence, which shows no acts', () => {
    const { network } = subject()
    expect(capacityOf({ network, battery, evidenceSource: traitSource }, population(1), 240, createRng(1))).toBeNull()
    network.dispose()
  })
})
