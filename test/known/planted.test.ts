import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import { NORMS, POINTS, reversed, traitOf } from '../../agents/questionnaire.ts'
import type { Weights } from '../../agents/spec.ts'
import { index, type Trait } from '../../agents/traits.ts'
import { withSpectrum } from '../../arena/analysis/kappa-null.ts'
import type { Cell } from '../../arena/analysis/summary.ts'
import type { FoundationResult } from '../../arena/store/results.ts'
import { quick } from '../../arena/studies/quick.ts'
import { defineStudy, type Study } from '../../arena/study/study.ts'
import { createRng } from '../../envs/random.ts'
import { NIGHTLY } from '../needs.ts'
import { conclude, dragged, type Foundation, foretelling, lay, tilted } from './planted.ts'

/**
 * VALIDITY §6.3 at CI size: 3 small foundations, of which less imitation leaves more residual KL than κ = −1 may have;
 * `npm run test:nightly` plants in 10 larger ones.
 */
const N = NIGHTLY ? 10 : 3
vi.setConfig({ testTimeout: 600_000 })
const study: Study = defineStudy({
  ...quick,
  settings: {
    foundations: N,
    env: { rounds: 2 },
    corpus: { matches: 24 },
    imitate: NIGHTLY ? { steps: 1200, batch: 256 } : { steps: 150, batch: 128 },
    narrow: { steps: 20 },
    evidence: { sets: 4 },
    compete: { updates: 0, evaluation: 4, writers: 4, verify: 1 },
    measure: { minds: 4, writers: NIGHTLY ? 240 : 64, draws: 8, rewards: 2, gradient: 16 },
  },
  arms: {
    control: { interventions: [], regimes: ['full'] },
  },
})

let root: string
const bases: Foundation[] = []
beforeAll(async () => {
  await loadBackend('wasm')
  root = mkdtempSync(join(tmpdir(), 'mettle-planted-'))
  for (let i = 0; i < N; i++) bases.push(await lay(study, i, root))
}, 3_600_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const number = (e: any): number => e.estimate
const READINGS = ['stated', 'frozen', 'refitted', 'revealed'] as const
type Drags = Readonly<Record<(typeof READINGS)[number], number>>
const drags = (cell: Cell, name: string): Drags => {
  const { stated, represented, revealed } = cell.drag[name].final
  return {
    stated: number(stated),
    frozen: number(represented.frozen),
    refitted: number(represented.refitted),
    revealed: number(revealed.neutral),
  }
}
const mean = (of: (base: Foundation) => number) => bases.reduce((sum, base) => sum + of(base), 0) / N
const instruments = () => bases[0].made.calibration.instruments

/** In one reading every trait moved by what was planted there, and in the others nothing did. */
function expectOnly(cell: Cell, moved: keyof Drags, planted: (trait: Trait) => number): void {
  for (const trait of instruments()) {
    const found = drags(cell, trait)
    expect(found[moved], `${moved} ${trait}`).toBeCloseTo(planted(trait), 3)
    for (const reading of READINGS)
      if (reading !== moved) expect(Math.abs(found[reading]), `${reading} ${trait}`).toBeLessThan(1e-3)
  }
}

const rng = createRng('S')
const S = Array.from({ length: N }, () => withSpectrum([2, 1.2, 1, 0.8, 0.6, 0.5, 0.4, 0.3], rng))
const told = (made: FoundationResult) => foretelling(made, S[made.index])
/** Change of PWR where it is planted, SD. */
const PUSH = 0.3

describe('planted drift comes out of the pipeline, and nothing else', () => {
  it.each([1, 0, -1])('κ = %f', async (kappa) => {
    const target = (i: number) => dragged(S[i], kappa, PUSH)
    const cell = await conclude(
      study,
      bases,
      (base, sign) =>
        tilted(
          base,
          study,
          target(base.made.index).map((x) => sign * x),
        ),
      told,
    )
    expectOnly(cell, 'revealed', (trait) => mean(({ made }) => target(made.index)[index(trait)]))
    expect(number(cell.kappa)).toBeCloseTo(kappa, 2)
    expect(cell.residualKL.excess.estimate).toBeLessThan(0.1 * cell.residualKL.limit)
  })

  it('stated only: it says 5 to every item of MAN, or 1, and does and is the same', async () => {
    const cell = await conclude(study, bases, (base, sign) => saying(base, 'MAN', 100 * sign), told)
    expectOnly(cell, 'stated', (trait) => (trait === 'MAN' ? (POINTS - 1) / 2 / NORMS.sd : 0))
    expect(cell.kappa).toEqual({ estimate: null, reason: 'not identified: PWR itself is not shown to have risen' })
  })

  it('represented only: z moves along with the heads that read it, and a frozen probe alone sees it', async () => {
    const along = ({ made }: Foundation) => made.vectors.directions.MAN.map((x) => 2 * x)
    const seen = (base: Foundation, trait: Trait) =>
      base.made.probe.read.weights[index(trait)].reduce((sum, w, k) => sum + w * along(base)[k], 0)
    const cell = await conclude(study, bases, (base, sign) =>
      inside(
        base,
        along(base).map((x) => sign * x),
      ),
    )
    expectOnly(cell, 'frozen', (trait) => mean((base) => seen(base, trait)))
    expect(drags(cell, 'MAN').frozen).toBeGreaterThan(0.2)
  })

  it('nothing: no reading of any trait moves', async () => {
    const cell = await conclude(study, bases, ({ checkpoint }) => checkpoint.weights)
    for (const trait of instruments())
      expect(drags(cell, trait)).toEqual({ stated: 0, frozen: 0, refitted: 0, revealed: 0 })
    expect(cell.drag.D.final.revealed.neutral.estimate).toBe(0)
  })
})

/** The self-report's answers to a trait's items pushed up its scale, in logits; no other weight moves. */
function saying({ checkpoint: { weights } }: Foundation, trait: Trait, by: number): Weights {
  const bias = weights['stated/out/b']
  const keyed = (item: number) => (traitOf(item) === index(trait) ? (reversed(item) ? -by : by) : 0)
  return { ...weights, 'stated/out/b': { ...bias, values: bias.values.map((b, item) => b + keyed(item)) } }
}

/** z shifted by v, and whatever reads z less v. */
function inside({ checkpoint: { weights, spec } }: Foundation, v: readonly number[]): Weights {
  const less = (name: string) => {
    const { shape, values } = weights[`${name}/w`]
    const bias = weights[`${name}/b`]
    const pull = (j: number) => v.reduce((sum, x, k) => sum + x * values[k * shape[1] + j], 0)
    return { [`${name}/b`]: { shape: bias.shape, values: bias.values.map((b, j) => b - pull(j)) } }
  }
  const out = weights['z/out/b']
  expect(v).toHaveLength(spec.persona)
  return {
    ...weights,
    'z/out/b': { shape: out.shape, values: out.values.map((b, k) => b + v[k]) },
    ...less('head/hidden'),
    ...less('stated/hidden'),
  }
}
