import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphaRank, LIMIT } from '../../../arena/tournament/alpha-rank.ts'
import { solveAny, stationary } from '../../../arena/tournament/linear-system.ts'

const RPS = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]
const close = (got: readonly number[], wanted: readonly number[], digits = 6) => {
  for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, digits)
}

/** Antisymmetric, of 2 … 7 rows. */
const game = fc
  .integer({ min: 2, max: 7 })
  .chain((n) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
  )
  .map((rows) => rows.map((row, i) => row.map((_, j) => (i === j ? 0 : i < j ? rows[i][j] : -rows[j][i]))))

describe('α-rank', () => {
  it('rock-paper-scissors is thirds', () => close(alphaRank(RPS), [1 / 3, 1 / 3, 1 / 3]))

  it('a dominance-solvable game is all at what survives', () => {
    close(
      alphaRank([
        [3, 5, 5],
        [0, 1, 5],
        [0, 0, 1],
      ]),
      [1, 0, 0],
      4,
    )
  })

  it('defection takes over cooperation; a circle keeps what feeds nobody out', () => {
    close(
      alphaRank([
        [3, 0],
        [5, 1],
      ]),
      [0, 1],
      4,
    )
    close(alphaRank([...RPS.map((row) => [...row, 1]), [-1, -1, -1, 0]]), [1 / 3, 1 / 3, 1 / 3, 0], 4)
  })

  /** Han et al. 2013, and the tie, as OpenSpiel computes them. */
  const HAN = [
    [0.875, 0.75, 0, 2.75, 0.75],
    [1, 1, -1, -1, -1],
    [0, 2, 0, 0, 0],
    [-2, 2, 0, 0, 0],
    [1, 2, 0, 0, 0],
  ]
  const TIE = [
    [0, 0, -1],
    [0, 0, 1],
    [1, -1, 0],
  ]

  it('published values in the limit, where a tie counts ½', () => {
    close(alphaRank(HAN), [0.125402, 0.041801, 0.26045, 0.18328, 0.389067], 5)
    close(alphaRank(TIE), [0.2, 0.6, 0.2], 5)
  })

  it('published values at finite α and m, where a tie counts 1/m', () => {
    const paidBy = 'all'
    close(
      alphaRank(HAN, { alpha: 0.1, population: 20, paidBy }),
      [0.40966787, 0.07959841, 0.20506998, 0.08505983, 0.2206039],
      8,
    )
    for (const by of ['all', 'pair'] as const)
      close(alphaRank(TIE, { alpha: 100, population: 50, paidBy: by }), [0.018868, 0.962264, 0.018868], 6)
  })

  it('no strength of selection and no population makes it anything but a distribution', () => {
    const sizes = [2, 50, 10_000]
    for (const alpha of [1e-9, 1, 1e3, 1e9])
      for (const { population, paidBy } of sizes.flatMap((m) =>
        (['all', 'pair'] as const).map((by) => ({ population: m, paidBy: by })),
      )) {
        const mass = alphaRank(HAN, { alpha, population, paidBy })
        expect(mass.every((share) => share >= 0)).toBe(true)
        expect(mass.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
      }
    close(alphaRank(RPS, { alpha: 1e6, population: 100, paidBy: 'pair' }), [1 / 3, 1 / 3, 1 / 3])
  })

  it('refuses an α that selects nothing and a population of one', () => {
    expect(() => alphaRank(RPS, { ...LIMIT, alpha: 0 })).toThrow('expected an α above 0 or limit, got 0')
    expect(() => alphaRank(RPS, { ...LIMIT, population: 1 })).toThrow('expected a population of at least 2, got 1')
  })

  it('follows the players, in whatever order they stand', () => {
    fc.assert(
      fc.property(game, (payoffs) => {
        const mass = alphaRank(payoffs)
        const back = payoffs.map((_, i) => payoffs.length - 1 - i)
        const reversed = alphaRank(back.map((i) => back.map((j) => payoffs[i][j])))
        for (const [at, i] of back.entries()) expect(reversed[at]).toBeCloseTo(mass[i], 7)
      }),
    )
  })
})

describe('linear systems', () => {
  it('solves what needs a pivot, and says when there is none', () => {
    close(
      solveAny(
        [
          [0, 2],
          [1, 1],
        ],
        [4, 5],
      ),
      [3, 2],
      12,
    )
    expect(() =>
      solveAny(
        [
          [1, 1],
          [1, 1],
        ],
        [1, 2],
      ),
    ).toThrow('Expected a matrix that can be inverted')
  })

  it('a chain of two spends its time as its rates say', () =>
    close(
      stationary([
        [0, 1],
        [3, 0],
      ]),
      [3 / 4, 1 / 4],
      12,
    ))
})
