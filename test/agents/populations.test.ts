import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  ALPHA,
  DISATTENUATED,
  lkj,
  PopulationSettings,
  populationOf,
  randomCovariance,
} from '../../agents/populations.ts'
import {
  ASSISTANT,
  agentic,
  cholesky,
  condition,
  covariance,
  covarianceOf,
  DIM,
  eigen,
  HUMAN,
  index,
  type Matrix,
  population,
  samplePersona,
} from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'

const rng = createRng('populations')
const least = (matrix: Matrix) => eigen(matrix)[DIM - 1].value
const within = (a: Matrix, b: Matrix) => Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]))))
const edited = (cells: Readonly<Record<string, number>>) =>
  HUMAN.map((row, i) => row.map((r, j) => cells[`${i},${j}`] ?? r))
const faults = (input: z.input<typeof PopulationSettings>) =>
  PopulationSettings.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('eigen', () => {
  it('gives back the matrix, by orthonormal vectors', () => {
    const cell = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(cell, { minLength: 64, maxLength: 64 }), (cells) => {
        const matrix = HUMAN.map((_, i) => HUMAN.map((__, j) => cells[Math.min(i, j) * DIM + Math.max(i, j)]))
        const found = eigen(matrix)
        const back = matrix.map((_, i) =>
          matrix.map((__, j) => found.reduce((sum, { value, vector }) => sum + value * vector[i] * vector[j], 0)),
        )
        expect(within(back, matrix)).toBeLessThan(1e-12)
        for (const [m, { value }] of found.entries()) expect(value).toBeLessThanOrEqual(found[m - 1]?.value ?? value)
      }),
    )
  })
  it('knows the smallest eigenvalue of the published matrix', () => expect(least(HUMAN)).toBeCloseTo(0.29, 2))
})

describe('the default', () => {
  it('is population(s), draws included', () => {
    for (const s of [-1, 0, 0.5, 1, 1.25]) expect(populationOf({ s }, rng)).toEqual(population(s))
    expect(populationOf({ correlation: HUMAN.map((row) => [...row]) }, rng)).toEqual(population(1))
    const [a, b] = [createRng('same'), createRng('same')]
    expect(samplePersona(populationOf({}, rng), a)).toEqual(samplePersona(population(1), b))
    expect(a.uniform()).toBe(b.uniform())
  })
  it('reads no random number', () => {
    const silent = { ...rng, uniform: fail, normal: fail, weighted: fail, fork: fail }
    populationOf({ clusters: 6, s: -1 }, silent)
  })
})

const fail = (): never => {
  throw new Error('Expected no draw')
}

describe('dials', () => {
  it('s scales the cross block of any matrix, powerLead one cell', () => {
    const sigma = covarianceOf(populationOf({ correlation: 'disattenuated', s: -0.5, powerLead: 0.2 }, rng))
    for (let i = 0; i < DIM; i++)
      for (let j = 0; j < DIM; j++) {
        const own = agentic(i) === agentic(j) ? DISATTENUATED[i][j] : -0.5 * DISATTENUATED[i][j]
        expect(sigma[i][j]).toBeCloseTo(agentic(i) && agentic(j) && i !== j ? 0.2 : own, 12)
      }
  })
  it('disattenuation divides by √(α α′): its MAN–HON is −.84', () => {
    expect(DISATTENUATED[index('MAN')][index('HON')]).toBeCloseTo(-0.53 / Math.sqrt(ALPHA[2] * ALPHA[6]), 12)
    expect(DISATTENUATED[index('MAN')][index('HON')]).toBeCloseTo(-0.84, 2)
    expect(least(DISATTENUATED)).toBeCloseTo(0.03, 2)
  })
  it('every accepted setting has a population with unit variances', () => {
    const settings = fc.record({
      correlation: fc.constantFrom('human' as const, 'disattenuated' as const, 'random' as const),
      s: fc.double({ min: -1, max: 1.25, noNaN: true }),
      powerLead: fc.option(fc.double({ min: -0.2, max: 0.9, noNaN: true })),
      clusters: fc.integer({ min: 1, max: 6 }),
      clusterShare: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    })
    fc.assert(
      fc.property(settings, (input) => {
        fc.pre(PopulationSettings.safeParse(input).success)
        const sigma = covarianceOf(populationOf(input, createRng('any')))
        for (let i = 0; i < DIM; i++) expect(sigma[i][i]).toBeCloseTo(1, 10)
      }),
      { numRuns: 50 },
    )
  })
})

describe('refusals', () => {
  it.each([
    [
      { correlation: 'disattenuated', s: 1.25 },
      /^correlation: .*positive definite.*eigenvalue -0\.1217.*disattenuated.*s 1\.25/,
    ],
    [{ powerLead: -0.9 }, /eigenvalue -0\.3941.*human.*powerLead -0\.9/],
    [{ correlation: edited({ '0,1': 0.99, '1,0': 0.99 }) }, /eigenvalue -0\.0847.*custom/],
    [{ correlation: edited({ '0,2': -0.9, '2,0': -0.9 }), s: 0 }, /eigenvalue -.*custom correlations, s 1\)/],
    [{ correlation: edited({ '2,1': 0.3 }) }, /^correlation\.2\.1: Expected 0\.18 .*MAN–LEAD, got 0\.3/],
    [{ correlation: edited({ '3,3': 0.9 }) }, /^correlation\.3\.3: Expected 1 on the diagonal for ENT–ENT, got 0\.9/],
    [{ correlation: edited({ '5,6': -1.4 }) }, /^correlation\.5\.6: .*>=-1/],
    [{ correlation: HUMAN.slice(1).map((row) => [...row]) }, /^correlation: .*exactly 8/],
    [{ correlation: 'animal' as 'human' }, /^correlation: Expected human, disattenuated, random or an 8 × 8 matrix/],
    [{ s: 1.3 }, /^s: .*1\.25/],
    [{ eta: 0.7 }, /^eta: .*multiple of 0\.5/],
    [{ clusters: 7 }, /^clusters: .*6/],
    [{ clusterShare: 1 }, /^clusterShare: .*0\.95/],
    [{ rho: 1 } as object, /rho/],
  ] satisfies [z.input<typeof PopulationSettings>, RegExp][])('%j', (input, message) => {
    expect(faults(input)?.join('\n')).toMatch(message)
    expect(() => populationOf(input, rng)).toThrow()
  })
})

describe('LKJ', () => {
  const draws = (eta: number) => Array.from({ length: 4000 }, () => lkj(DIM, eta, rng))
  // Each correlation is 2·Beta(a, a) − 1 with a = η − 1 + n/2: variance 1/(2a + 1), fourth moment 3/((2a + 1)(2a + 3)).
  it.each([0.5, 1, 3])('η %d: every correlation has the marginal of the paper', (eta) => {
    const found = draws(eta)
    const a = eta - 1 + DIM / 2
    for (const [i, j] of [
      [0, 1],
      [0, 7],
      [3, 5],
      [6, 7],
    ]) {
      const moment = (k: number) =>
        found.reduce((sum, m) => sum + (k === 2 ? 1 : m[i][j] * m[i][j]) * m[i][j] * m[i][j], 0) / found.length
      expect(Math.abs(found.reduce((sum, m) => sum + m[i][j], 0) / found.length)).toBeLessThan(0.03)
      expect(moment(2)).toBeCloseTo(1 / (2 * a + 1), 1.8)
      expect(moment(4)).toBeCloseTo(3 / ((2 * a + 1) * (2 * a + 3)), 1.8)
    }
  })
  it('η 1 is uniform: for n = 2 the correlation is', () => {
    const below = (x: number) => draws2.filter((r) => r < x).length / draws2.length
    const draws2 = Array.from({ length: 4000 }, () => lkj(2, 1, rng)[0][1])
    for (const x of [-0.6, 0, 0.3, 0.9]) expect(Math.abs(below(x) - (x + 1) / 2)).toBeLessThan(0.03)
  })
})

describe('random cross blocks', () => {
  const found = Array.from({ length: 200 }, (_, i) => randomCovariance({ eta: 1, s: 1, powerLead: null }, createRng(i)))
  it('keep the human within blocks, are positive definite and differ from call to call', () => {
    for (const { sigma } of found) {
      cholesky(sigma)
      for (let i = 0; i < DIM; i++)
        for (let j = 0; j < DIM; j++) if (agentic(i) === agentic(j)) expect(sigma[i][j]).toBe(HUMAN[i][j])
    }
    expect(new Set(found.map(({ sigma }) => sigma[0][2])).size).toBe(found.length)
  })
  it('favour neither sign: names of traits are arbitrary', () => {
    for (let j = 2; j < DIM; j++) {
      const mean = found.reduce((sum, { sigma }) => sum + sigma[0][j], 0) / found.length
      expect(Math.abs(mean)).toBeLessThan(0.08)
    }
  })
  it('take about ten draws each', () => {
    const tries = found.reduce((sum, each) => sum + each.tries, 0) / found.length
    expect(tries).toBeGreaterThan(7)
    expect(tries).toBeLessThan(13)
  })
  it('are fixed by the stream alone', () => {
    const [a, b] = ['f', 'f'].map((seed) => populationOf({ correlation: 'random' }, createRng(seed)))
    expect(a).toEqual(b)
  })
  it('are refused where no draw fits', () => {
    const hopeless = { eta: 0.5, s: 1.25, powerLead: 0.9999 }
    expect(() => randomCovariance(hopeless, createRng('no'))).toThrow(/10000 draws.*powerLead 0\.9999/)
  })
})

describe.each([2, 3, 4, 5, 6])('%d clusters', (count) => {
  const found = populationOf({ clusters: count, clusterShare: 0.7 }, rng)
  const clusters = found.clusters ?? []
  it('have the mean and covariance of the one Gaussian, exactly', () => {
    expect(within(covarianceOf(found), HUMAN)).toBeLessThan(1e-14)
    for (let t = 0; t < DIM; t++)
      expect(Math.abs(clusters.reduce((sum, { weight, mean }) => sum + weight * mean[t], 0))).toBeLessThan(1e-14)
  })
  it('lie equally far apart along the principal axes', () => {
    const axes = eigen(HUMAN).slice(0, count - 1)
    const distance = (a: readonly number[], b: readonly number[]) =>
      axes.reduce((sum, { value, vector }) => {
        const along = vector.reduce((inside, x, t) => inside + x * (a[t] - b[t]), 0)
        return sum + (along * along) / value
      }, 0)
    for (const a of clusters)
      for (const b of clusters) if (a !== b) expect(distance(a.mean, b.mean)).toBeCloseTo(2 * 0.7 * count, 10)
  })
})

describe('draws from clusters', () => {
  const found = populationOf({ clusters: 2, clusterShare: 0.9 }, rng)
  const draws = Array.from({ length: 20_000 }, () => samplePersona(found, rng))
  it('have the covariance they are drawn from', () => {
    const sample = HUMAN.map((row, i) =>
      row.map((_, j) => draws.reduce((sum, d) => sum + d[i] * d[j], 0) / draws.length),
    )
    expect(within(sample, HUMAN)).toBeLessThan(0.04)
  })
  it('stand apart: flatter than a Gaussian along the first axis', () => {
    const [{ value, vector }] = eigen(HUMAN)
    const along = draws.map((d) => d.reduce((sum, x, t) => sum + x * vector[t], 0) / Math.sqrt(value))
    const kurtosis = along.reduce((sum, x) => sum + x * x * x * x, 0) / along.length
    // 3 − 2·share² for two equal clusters.
    expect(kurtosis).toBeCloseTo(3 - 2 * 0.81, 1)
  })
})

describe('conditioning clusters', () => {
  const base = populationOf({ clusters: 3 }, rng)
  const narrowed = condition(base, ASSISTANT)
  const clusters = narrowed.clusters ?? []
  it('gives the named traits their mean and spread in every cluster, independent of each other', () => {
    const sigma = covarianceOf(narrowed)
    for (const trait of ['HON', 'CARE'] as const) {
      const t = index(trait)
      expect(narrowed.mean[t]).toBeCloseTo(1.2, 10)
      expect(Math.sqrt(sigma[t][t])).toBeCloseTo(0.3, 10)
      for (const { mean } of clusters) expect(mean[t]).toBeCloseTo(0, 10)
    }
    expect(sigma[index('HON')][index('CARE')]).toBeCloseTo(0, 10)
  })
  it('keeps `mean` the mean of everybody, and weights that sum to 1', () => {
    expect(clusters.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
    for (let t = 0; t < DIM; t++)
      expect(clusters.reduce((sum, { weight, mean }) => sum + weight * mean[t], 0)).toBeCloseTo(0, 12)
  })
  it('favours the cluster that was honest and caring before', () => {
    const heaviest = clusters.toSorted((a, b) => b.weight - a.weight)[0]
    const towards = (base.clusters ?? []).map(({ mean }) => mean[index('HON')] + mean[index('CARE')])
    expect(towards[clusters.indexOf(heaviest)]).toBe(Math.max(...towards))
  })
  it('is Bayes where the target is a point: compared with draws near it', () => {
    const point = condition(base, { HON: { mean: 1, sd: 1e-6 } })
    const near = Array.from({ length: 200_000 }, () => samplePersona(base, rng)).filter((d) => Math.abs(d[6] - 1) < 0.1)
    for (let t = 0; t < DIM; t++) {
      const mean = near.reduce((sum, d) => sum + d[t], 0) / near.length
      expect(Math.abs(mean - point.mean[t])).toBeLessThan(0.05)
    }
  })
  it('of one cluster is conditioning without clusters', () => {
    const single = { ...population(1), clusters: [{ weight: 1, mean: HUMAN.map(() => 0) }] }
    expect(condition(single, ASSISTANT).mean).toEqual(condition(population(1), ASSISTANT).mean)
    expect(condition(single, ASSISTANT).factor).toEqual(condition(population(1), ASSISTANT).factor)
  })
  it('on nothing changes nothing', () => {
    const same = condition(base, {})
    expect(within(covarianceOf(same), covariance(1))).toBeLessThan(1e-12)
    expect(same.clusters?.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3])
  })
})
