import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphaRank } from '../../../arena/tournament/alpha-rank.ts'
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
