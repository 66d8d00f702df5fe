import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nashAverage } from '../../../arena/tournament/nash-averaging.ts'
import { equilibria } from './equilibria.ts'

const RPS = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]
type Game = readonly (readonly number[])[]

const close = (got: readonly number[], wanted: readonly number[], digits = 9) => {
  expect(got).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, digits)
}
const logOdds = (won: number, lost: number) => Math.log((won + 0.5) / (lost + 0.5))

describe('Nash averaging: known answers', () => {
  it.each<readonly [string, Game, readonly number[], readonly number[]]>([
    ['rock, paper, scissors', RPS, [1 / 3, 1 / 3, 1 / 3], [0, 0, 0]],
    [
      'a row that everybody beats',
      [...RPS.map((row) => [...row, 1]), [-1, -1, -1, 0]],
      [1 / 3, 1 / 3, 1 / 3, 0],
      [0, 0, 0, -1],
    ],
    [
      'stakes: weights go as the stakes of the other two',
      [
        [0, -1, 2],
        [1, 0, -3],
        [-2, 3, 0],
      ],
      [1 / 2, 1 / 3, 1 / 6],
      [0, 0, 0],
    ],
    [
      'a copy of rock shares its weight and moves nobody (Balduzzi et al. 2018, redundancy)',
      [
        [0, 0, -1, 1],
        [0, 0, -1, 1],
        [1, 1, 0, -1],
        [-1, -1, 1, 0],
      ],
      [1 / 6, 1 / 6, 1 / 3, 1 / 3],
      [0, 0, 0, 0],
    ],
    [
      'all even',
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [1 / 3, 1 / 3, 1 / 3],
      [0, 0, 0],
    ],
    [
      'agent against agent (Balduzzi et al. 2018)',
      [
        [0, 234, 34, -270],
        [-234, 0, -38, -464],
        [-34, 38, 0, -270],
        [270, 464, 270, 0],
      ],
      [0, 0, 0, 1],
      [-270, -464, -270, 0],
    ],
    [
      'margins of a maximal lottery',
      [
        [0, 1, 3],
        [-1, 0, 1],
        [-3, -1, 0],
      ],
      [1, 0, 0],
      [0, -1, -3],
    ],
    [
      'stakes a thousand times apart',
      [
        [0, 1, -0.001],
        [-1, 0, 0.001],
        [0.001, -0.001, 0],
      ],
      [1 / 1002, 1 / 1002, 1000 / 1002],
      [0, 0, 0],
    ],
    ['one alone', [[0]], [1], [0]],
  ])('%s', (_, game, weights, ratings) => {
    const found = nashAverage(game)
    close(found.weights, weights)
    close(found.ratings, ratings)
  })

  it('a circle of which one side is won 200 : 0 and the others 100.5 : 99.5 rates all three 0', () => {
    const [far, near] = [logOdds(200, 0), logOdds(100.5, 99.5)]
    const { weights, ratings } = nashAverage([
      [0, far, -near],
      [-far, 0, near],
      [near, -near, 0],
    ])
    close(ratings, [0, 0, 0])
    close(
      weights,
      [near, near, far].map((stake) => stake / (2 * near + far)),
    )
  })

  it('refuses a table that is not antisymmetric, and one of no numbers', () => {
    const at = (a: number, b: number) => () =>
      nashAverage([
        [0, a],
        [b, 0],
      ])
    expect(at(1, 1)).toThrow('expected what 1 is ahead of 0 to be minus what 0 is of 1, got 1 and 1')
    expect(at(Number.NaN, 0)).toThrow('expected finite advantages')
  })
})

const entries = {
  ties: fc.integer({ min: -1, max: 1 }),
  few: fc.integer({ min: -3, max: 3 }),
  odds: fc.integer({ min: 0, max: 20 }).map((won) => logOdds(won, 20 - won)),
  any: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((millionths) => millionths / 1_000_000),
  farApart: fc
    .tuple(fc.boolean(), fc.integer({ min: -700, max: 0 }))
    .map(([up, size]) => (up ? 1 : -1) * Math.exp(size / 100)),
}

/** Antisymmetric; some entrants are copies of others, and some are beaten by what beats another and more. */
function games(entry: fc.Arbitrary<number>, least: number, most: number): fc.Arbitrary<Game> {
  return fc.integer({ min: least, max: most }).chain((n) =>
    fc
      .tuple(
        fc.array(entry, { minLength: (n * (n - 1)) / 2, maxLength: (n * (n - 1)) / 2 }),
        fc.array(fc.option(fc.integer({ min: 0, max: n - 1 }), { freq: 6 }), { minLength: n, maxLength: n }),
        fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      )
      .map(([above, copies, worse]) => {
        const own = (i: number, j: number) => (i < j ? above[(j * (j - 1)) / 2 + i] : -above[(i * (i - 1)) / 2 + j])
        const of = copies.map((copy, i) => copy ?? i)
        const down = of.map((origin, i) => (origin !== i && worse[i] ? 1 : 0))
        return of.map((a, i) => of.map((b, j) => (a === b ? 0 : own(a, b)) - down[i] + down[j]))
      }),
  )
}

/** A distribution; nobody above 0; who has weight is at 0. */
function expectEquilibrium(game: Game): readonly number[] {
  const scale = Math.max(...game.flat().map(Math.abs))
  const { weights, ratings } = nashAverage(game)
  expect(Math.abs(weights.reduce((sum, w) => sum + w, 0) - 1)).toBeLessThan(1e-12)
  expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...ratings)).toBeLessThanOrEqual(1e-9 * scale)
  weights.forEach((w, i) => {
    if (w > 0) expect(Math.abs(ratings[i])).toBeLessThanOrEqual(1e-9 * scale)
  })
  return weights
}

describe('Nash averaging: the conditions of the optimum hold', () => {
  it.each(Object.entries(entries))('in tables of 3 to 60 entrants: %s', (_, entry) => {
    fc.assert(
      fc.property(games(entry, 3, 60), (game) => void expectEquilibrium(game)),
      { numRuns: 60, seed: 1, endOnFailure: true },
    )
  })

  it.each(['ties', 'few', 'any'] as const)('no extreme equilibrium is a direction of more entropy: %s', (kind) => {
    fc.assert(
      fc.property(games(entries[kind], 3, 6), (game) => {
        const weights = expectEquilibrium(game)
        for (const other of equilibria(game)) {
          const gain = other.reduce(
            (sum, q, i) => (q === weights[i] ? sum : sum - (q - weights[i]) * Math.log(weights[i])),
            0,
          )
          expect(gain).toBeLessThan(1e-8)
        }
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})
