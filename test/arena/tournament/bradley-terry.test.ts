import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateOf, resampled } from '../../../arena/tournament/bootstrap.ts'
import { bradleyTerry, standardErrors, winChance } from '../../../arena/tournament/bradley-terry.ts'
import { createRng, type Rng } from '../../../envs/random.ts'

const fits = (wins: number[][], prior?: number) => bradleyTerry(wins, { prior })

describe('known answers', () => {
  it('wins [[0,4,2],[1,0,2],[3,3,0]]: players 0 and 2 tie above player 1 (OpenSpiel)', () => {
    const [a, b, c] = fits([
      [0, 4, 2],
      [1, 0, 2],
      [3, 3, 0],
    ])
    expect(a).toBeCloseTo(c, 10)
    expect(a).toBeGreaterThan(b + 0.5)
  })

  it('a balanced round robin without a prior: 6 of 10 against 3 of 10 is ln(7/3)', () => {
    const [a, b] = fits(
      [
        [0, 4, 2],
        [1, 0, 2],
        [3, 3, 0],
      ],
      1e-9,
    )
    expect(a - b).toBeCloseTo(Math.log(7 / 3), 6)
  })

  it('two players: the log-odds of their wins', () => {
    const [a, b] = fits(
      [
        [0, 30],
        [10, 0],
      ],
      1e-9,
    )
    expect(a - b).toBeCloseTo(Math.log(3), 6)
  })

  it('who won everything has a finite rating, who met nobody has 0', () => {
    const [a, b, c] = fits([
      [0, 100, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(a).toBeGreaterThan(2)
    expect(a).toBeLessThan(6)
    expect(b).toBeCloseTo(-a, 9)
    expect(c).toBeCloseTo(0, 9)
  })
})

const table = fc
  .integer({ min: 2, max: 6 })
  .chain((n) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
  )
  .map((rows) => rows.map((row, i) => row.map((won, j) => (i === j ? 0 : won))))

describe('properties', () => {
  it('the score equations hold: wins are what the ratings expect, but for the prior', () => {
    fc.assert(
      fc.property(table, (wins) => {
        const ratings = fits(wins, 1e-6)
        if (ratings.some((r) => Math.abs(r) > 8)) return
        wins.forEach((row, i) => {
          const won = row.reduce((sum, w) => sum + w, 0)
          const expected = row.reduce((sum, w, j) => sum + (w + wins[j][i]) * winChance(ratings[i] - ratings[j]), 0)
          expect(won).toBeCloseTo(expected, 4)
        })
      }),
    )
  })

  it('sum to 0 and follow the players, in whatever order they stand', () => {
    fc.assert(
      fc.property(table, fc.integer(), (wins, seed) => {
        const ratings = fits(wins)
        expect(ratings.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 9)
        const rng = createRng(seed)
        const order = wins
          .map((_, i) => ({ i, at: rng.uniform() }))
          .sort((a, b) => a.at - b.at)
          .map(({ i }) => i)
        const shuffled = fits(order.map((i) => order.map((j) => wins[i][j])))
        for (const [at, i] of order.entries()) expect(shuffled[at]).toBeCloseTo(ratings[i], 8)
      }),
    )
  })

  it('one more win raises the winner above all and lowers the loser below all', () => {
    fc.assert(
      fc.property(table, (wins) => {
        const more = wins.map((row, i) => row.map((w, j) => (i === 0 && j === 1 ? w + 1 : w)))
        const [before, after] = [fits(wins), fits(more)]
        const gains = after.map((r, i) => r - before[i])
        expect(gains[0]).toBeGreaterThan(0)
        expect(gains[1]).toBeLessThan(0)
        expect(Math.max(...gains)).toBeCloseTo(gains[0], 8)
        expect(Math.min(...gains)).toBeCloseTo(gains[1], 8)
      }),
    )
  })

  it('one more draw brings two players closer', () => {
    fc.assert(
      fc.property(table, (wins) => {
        const more = wins.map((row, i) => row.map((w, j) => (i + j === 1 ? w + 0.5 : w)))
        const gap = (each: number[]) => Math.abs(each[0] - each[1])
        expect(gap(fits(more))).toBeLessThanOrEqual(gap(fits(wins)) + 1e-8)
      }),
    )
  })

  it('does not depend on where it starts', () => {
    fc.assert(
      fc.property(table, (wins) => {
        const far = bradleyTerry(wins, { from: wins.map((_, i) => (i % 2 ? 7 : -7)) })
        for (const [i, r] of fits(wins).entries()) expect(far[i]).toBeCloseTo(r, 7)
      }),
    )
  })
})

const TRUE = [-1, -0.3, 0.3, 1]
const PAIRS = TRUE.flatMap((_, i) => TRUE.slice(i + 1).map((__, k) => [i, i + 1 + k] as const))

/** One simulated round robin: clusters of two games a pairing, which share their luck. */
function simulate(rng: Rng, matches: number) {
  return PAIRS.flatMap(([i, j]) =>
    Array.from({ length: matches }, () => ({ i, j, won: 2 * Number(rng.uniform() < winChance(TRUE[i] - TRUE[j])) })),
  )
}

describe('the bootstrap over chance seeds', () => {
  it('covers the true ratings about as often as it says', () => {
    const runs = 60
    let covered = 0
    for (let run = 0; run < runs; run++) {
      const clusters = simulate(createRng(`run ${run}`), 20)
      const statistic = (times: Float64Array | undefined) => {
        const wins = TRUE.map(() => TRUE.map(() => 0))
        clusters.forEach(({ i, j, won }, c) => {
          wins[i][j] += won * (times ? times[c] : 1)
          wins[j][i] += (2 - won) * (times ? times[c] : 1)
        })
        return Float64Array.from(bradleyTerry(wins))
      }
      const { whole, draws } = resampled([clusters.length], `draws ${run}`, ([times]) => statistic(times), 200)
      TRUE.forEach((truth, i) => {
        const e = estimateOf(
          whole[i],
          draws.map((draw) => draw[i]),
          60,
          '',
        )
        if (e.estimate !== null && e.interval && e.interval[0] <= truth && truth <= e.interval[1]) covered += 1
      })
    }
    expect(covered / (runs * TRUE.length)).toBeGreaterThan(0.89)
    expect(covered / (runs * TRUE.length)).toBeLessThan(0.995)
  })

  it('has the standard errors of the likelihood where games are independent', () => {
    const wins = [
      [0, 60],
      [40, 0],
    ]
    const [error] = standardErrors(wins, fits(wins, 1e-9), 1e-9)
    expect(2 * error).toBeCloseTo(Math.sqrt(1 / 60 + 1 / 40), 3)
  })
})
