import fc from 'fast-check'
import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { AGENTIC, cholesky, DARK_TRAITS, TRAITS, type Trait } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import { capMotives } from '../../interventions/cap-motives.ts'
import { decorrelated, decorrelateMotives, farFrom, meanSquared } from '../../interventions/decorrelate-motives.ts'
import type { Intervention, Setup, TraitVectors } from '../../interventions/define.ts'
import { darkDirection } from '../../interventions/directions.ts'
import { prompt } from '../../interventions/prompt.ts'

const PERSONA = 8
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0)

/** Directions of traits at random, as probes find them: neither orthogonal nor parallel. */
function vectorsOf(seed: string): TraitVectors {
  const rng = createRng(seed)
  const unit = () => {
    const v = Float32Array.from({ length: PERSONA }, () => rng.normal())
    const size = Math.sqrt(dot(v, v))
    return v.map((x) => x / size)
  }
  const each = <T>(of: () => T) => Object.fromEntries(TRAITS.map((trait) => [trait, of()])) as Record<Trait, T>
  return { directions: each(unit), sd: each(() => 1), assistant: each(() => 0) }
}

function covarianceOf(seed: string): number[][] {
  const rng = createRng(seed)
  const a = Array.from({ length: PERSONA }, () => Array.from({ length: PERSONA }, () => rng.normal()))
  return a.map((row, i) => a.map((other, j) => dot(row, other) + (i === j ? 0.1 : 0)))
}

function started(intervention: Intervention, vectors: TraitVectors) {
  const measured: Record<string, number> = {}
  const events$ = new Subject<{ type: string; reward?: number }>()
  const measure = (metric: string, value: number) => void Object.assign(measured, { [metric]: value })
  const given = { measure, events$, vectors, rng: createRng('hook') }
  return { hooks: intervention.setup(given as unknown as Setup<unknown>), measured, events$ }
}

describe('decorrelate-motives', () => {
  it('changes the covariance as much in its twin, which leaves the dark reading and those of power alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0.05, max: 1, noNaN: true }), (seed, strength) => {
        const [vectors, covariance] = [vectorsOf(seed), covarianceOf(seed)]
        const q = { mean: new Array(PERSONA).fill(0), covariance }
        const own = decorrelateMotives({ strength })
        const sampled = (intervention: Intervention) =>
          started(intervention, vectors).hooks.motives?.(q).covariance ?? []
        const twin = sampled(own.twin?.() as Intervention)
        expect(farFrom(twin, covariance) / farFrom(sampled(own), covariance)).toBeCloseTo(1, 3)
        const { v } = darkDirection(vectors)
        const between = (s: readonly (readonly number[])[], a: ArrayLike<number>) =>
          dot(
            a,
            s.map((row) => dot(row, v)),
          )
        for (const a of [v, ...AGENTIC.map((trait) => vectors.directions[trait])])
          expect(between(twin, a)).toBeCloseTo(between(covariance, a), 3)
      }),
      { numRuns: 40 },
    )
  })
  it('takes out the covariance of power with darkness and leaves the readings of power as they were', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [{ directions }, covariance] = [vectorsOf(seed), covarianceOf(seed)]
        const [power, dark] = [AGENTIC, DARK_TRAITS].map((some) => some.map((trait) => [...directions[trait]]))
        const after = decorrelated({ mean: [], covariance }, power, dark, 1)
        expect(meanSquared(after, power, dark)).toBeLessThan(1e-8)
        const between = (s: number[][]) =>
          power.map((a) =>
            power.map((b) =>
              dot(
                a,
                s.map((row) => dot(row, b)),
              ),
            ),
          )
        between(after)
          .flat()
          .forEach((x, i) => void expect(x).toBeCloseTo(between(covariance).flat()[i], 4))
        expect(() => cholesky(after)).not.toThrow()
      }),
      { numRuns: 50 },
    )
  })
  it('takes its share at less than full strength', () => {
    const [{ directions }, covariance] = [vectorsOf('half'), covarianceOf('half')]
    const [power, dark] = [AGENTIC, DARK_TRAITS].map((some) => some.map((trait) => [...directions[trait]]))
    const cross = (s: number[][]) =>
      dot(
        power[0],
        s.map((row) => dot(row, dark[0])),
      )
    const half = decorrelated({ mean: [], covariance }, power, dark, 0.5)
    expect(cross(half)).toBeCloseTo(cross(covariance) / 2, 6)
  })
  it('leaves the sampler itself where it does nothing', () => {
    const q = { mean: new Array(PERSONA).fill(0), covariance: covarianceOf('q') }
    expect(started(decorrelateMotives({ strength: 0 }), vectorsOf('v')).hooks.motives?.(q)).toBe(q)
  })
})

describe('cap-motives', () => {
  it('never lets the mean beyond the cap, says by how much it was, and moves nothing else', () => {
    const vectors = vectorsOf('cap')
    const { hooks, measured, events$ } = started(capMotives({ slack: 0.5 }), vectors)
    const covariance = Array.from({ length: PERSONA }, (_, i) => Array.from({ length: PERSONA }, (_x, j) => +(i === j)))
    const start = { mean: new Array<number>(PERSONA).fill(0), covariance }
    expect(hooks.motives?.(start)).toBe(start)
    const sum = DARK_TRAITS.map((trait) => vectors.directions[trait].map((x) => (trait === 'HON' ? -x : x)))
    const along = sum[0].map((_, i) => sum.reduce((total, v) => total + v[i], 0))
    const dark = along.map((x) => x / Math.sqrt(dot(along, along)))
    const far = { mean: [...dark].map((x) => 2 * x), covariance }
    const capped = hooks.motives?.(far).mean as number[]
    expect(dot(capped, dark)).toBeCloseTo(0.5, 5)
    events$.next({ type: 'rollout.collected' })
    expect(measured.excess).toBeCloseTo(1.5, 5)
    const side = far.mean.map((x, i) => x - capped[i])
    expect(Math.abs(dot(side, dark))).toBeCloseTo(Math.sqrt(dot(side, side)), 6)
  })
})

describe('prompt', () => {
  it('moves the traits of D by its size, towards the light, the dark, or at random', () => {
    const own = new Array<number>(TRAITS.length).fill(0)
    const shift = (intervention: Intervention) =>
      Object.fromEntries(
        (started(intervention, vectorsOf('p')).hooks.persona?.(own) ?? []).map((x, t) => [TRAITS[t], x]),
      )
    expect(shift(prompt())).toMatchObject({ PWR: 0, LEAD: 0, MAN: -1, ENT: -1, CAL: -1, SPI: -1, HON: 1, CARE: 0 })
    expect(shift(prompt({ towards: 'dark', size: 2 }))).toMatchObject({ MAN: 2, HON: -2, PWR: 0 })
    const random = shift(prompt().twin?.() as Intervention)
    for (const trait of DARK_TRAITS) expect(Math.abs(random[trait])).toBe(1)
  })
})
