import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import type { Weights } from '../../agents/network.ts'
import { index } from '../../agents/traits.ts'
import { withSpectrum } from '../../arena/report/kappa-null.ts'
import type { Cell } from '../../arena/report/summary.ts'
import { quick } from '../../arena/studies/quick.ts'
import { defineStudy, type Study } from '../../arena/study.ts'
import { createRng } from '../../envs/random.ts'
import { conclude, dragged, type Foundation, foretelling, lay, shifted } from './planted.ts'

/** VALIDITY §6.3 at CI size: 3 small foundations; `npm run test:nightly` plants in 10 larger ones. */
const NIGHTLY = process.env.METTLE_NIGHTLY === '1'
const N = NIGHTLY ? 10 : 3
const study: Study = defineStudy({
  ...quick,
  settings: {
    foundations: N,
    env: { rounds: 2 },
    corpus: { matches: 24 },
    imitate: NIGHTLY ? { steps: 1200, batch: 256 } : { steps: 300, batch: 128 },
    narrow: { steps: 20 },
    evidence: { sets: 4 },
    compete: { updates: 0, evaluation: 4, writers: 4, verify: 1 },
    measure: { minds: 4, writers: NIGHTLY ? 240 : 64, draws: 8, rewards: 2, gradient: 16 },
  },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    punished: { interventions: [], regimes: ['full'], role: 'control' },
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
const drags = (cell: Cell, name: string) => {
  const { stated, represented, revealed } = cell.drag[name].final
  return [stated, represented.frozen, represented.refitted, revealed.neutral].map(number)
}

describe('planted drift comes out of the pipeline, and nothing else', () => {
  it.each([1, 0, -1])('κ = %f', async (kappa) => {
    const { instruments } = bases[0].made.calibration
    const rng = createRng('S')
    const S = bases.map(() => withSpectrum([2, 1.2, 1, 0.8, 0.6, 0.5, 0.4, 0.3], rng))
    const cell = await conclude(
      study,
      bases,
      (base, sign) =>
        shifted(base, study, base.made.index, dragged(S[base.made.index], kappa, sign * 0.4), instruments),
      (made) => foretelling(made, S[made.index]),
    )
    expect(number(cell.drag.PWR.final.revealed.neutral)).toBeCloseTo(0.4, 1)
    expect(number(cell.kappa)).toBeGreaterThan(kappa - 0.15)
    expect(number(cell.kappa)).toBeLessThan(kappa + 0.15)
  })

  it('represented only: z moves along with the heads that read it, and a frozen probe alone sees it', async () => {
    const along = (base: Foundation) => base.made.probe.read.weights
    const v = (base: Foundation) => base.made.vectors.directions.MAN
    const cell = await conclude(study, bases, (base, sign) =>
      inside(
        base,
        v(base).map((x) => sign * 2 * x),
      ),
    )
    const foretold = bases.map(
      (base) => 2 * along(base).reduce((sum, row, k) => sum + row[index('MAN')] * v(base)[k], 0),
    )
    const [stated, frozen, refitted, revealed] = drags(cell, 'MAN')
    expect(frozen).toBeCloseTo(foretold.reduce((sum, x) => sum + x, 0) / N, 3)
    expect(Math.abs(frozen)).toBeGreaterThan(0.2)
    for (const still of [stated, refitted, revealed]) expect(Math.abs(still)).toBeLessThan(0.01)
  })
})

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
