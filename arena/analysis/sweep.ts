import { createRng } from '../../envs/random.ts'
import { type Estimate, missing, SMOKE } from '../statistics/estimate.ts'
import { expanded } from '../statistics/interval.ts'
import { meanOf } from '../statistics/linear.ts'
import { resamplesOf, sortedDraws } from '../statistics/resample.ts'
import { comparedWith } from '../study/arms.ts'
import type { Sweep } from '../study/sweep.ts'
import { dragOf, type Results } from './results.ts'
import type { Cell, Lost, Summary, SweepSummary } from './summary.ts'

/** What every sweep of a study came to; curves are those of `full`. */
export const sweepsOf = (results: Results, arms: Summary['arms']): SweepSummary[] =>
  (results.study.sweeps ?? []).map((sweep) => ({
    of: sweep.of,
    values: sweep.values,
    scale: sweep.scale,
    lost: sweep.lost,
    curves: Object.fromEntries(
      Object.entries(sweep.curves).map(([name, along]) => {
        const cells = along.map((arm) => arms[arm]?.full)
        return [
          name,
          {
            arms: along,
            effect: cells.map((cell) => cell?.effect ?? NOT_RUN),
            prevention: cells.map((cell) => cell?.prevention ?? NOT_RUN),
            retention: cells.map((cell) => cell?.retention.deployed ?? NOT_RUN),
            lostAt: lostAt(results, sweep, along, cells),
          },
        ]
      }),
    ),
  }))

const NOT_RUN = missing('not run in full')

/** By value of the sweep: drag of the arm and of what it is compared with, by foundation. */
type Drags = readonly { readonly own: readonly number[]; readonly base: readonly number[] }[]

/** Where a technique stops working; missing where it was not seen to work at the first value. */
function lostAt(
  results: Results,
  sweep: Sweep,
  along: readonly string[],
  cells: readonly (Cell | undefined)[],
): Lost | Extract<Estimate, { estimate: null }> {
  const first = cells[0]?.prevention ?? NOT_RUN
  if (first.estimate === null) return missing(`at the first value: ${first.reason}`)
  if (first.interval === null || first.interval[0] <= 0)
    return missing('prevention is not shown at the first value, so there is nothing to lose')
  const hidden = cells.find((cell) => !cell || cell.prevention.estimate === null)
  if (hidden || cells.includes(undefined)) return missing('prevention is withheld at one of the values')
  const drags = along.map((arm) => dragsOf(results, arm))
  return drags.includes(null) ? missing('trials are missing') : crossing(drags as Drags, sweep)
}

function dragsOf(results: Results, arm: string): Drags[number] | null {
  const against = comparedWith(results.study, arm)
  const [own, base] = [arm, against].map((name) => (name ? dragOf(results, name, 'full') : null))
  const D = (drags: NonNullable<typeof own>) => drags.map(({ neutral }) => neutral.D)
  return own && base ? { own: D(own), base: D(base) } : null
}

const DRAWS = 2000

/**
 * The value at which prevention of the means first falls below the bound, linear between values on the scale of the
 * sweep; its interval is the expanded percentile over resampled foundations (VALIDITY §6.1), open where too many
 * resamples never fall.
 */
export function crossing(drags: Drags, sweep: Pick<Sweep, 'values' | 'scale' | 'lost'>): Lost {
  const n = drags[0].own.length
  const at = crossingOf(
    drags.map(({ own, base }) => [meanOf(own), meanOf(base)]),
    sweep,
  )
  if (n < SMOKE) return { at: bounded(at), interval: null, n }
  const resamples = resamplesOf(n, createRng('sweep'), DRAWS)
  let draw = 0
  const drawn = sortedDraws(DRAWS, () => {
    const picked = resamples.subarray(draw * n, (draw + 1) * n)
    draw += 1
    return crossingOf(
      drags.map(({ own, base }) => [sumOver(own, picked), sumOver(base, picked)]),
      sweep,
    )
  })
  const [low, high] = expanded(drawn, n)
  return { at: bounded(at), interval: [bounded(low), bounded(high)], n }
}

const bounded = (at: number): number | null => (Number.isFinite(at) ? at : null)

function sumOver(values: readonly number[], picked: Uint32Array): number {
  let sum = 0
  for (const i of picked) sum += values[i]
  return sum
}

/** Infinite where prevention stays above the bound. */
function crossingOf(
  means: readonly (readonly [own: number, base: number])[],
  { values, scale, lost }: Pick<Sweep, 'values' | 'scale' | 'lost'>,
): number {
  const left = means.map(([own, base]) => 1 - own / base)
  const bound = lost === 'half' ? left[0] / 2 : lost
  const i = left.findIndex((prevention) => !(prevention >= bound))
  if (i === -1) return Number.POSITIVE_INFINITY
  if (i === 0) return values[0]
  const share = (left[i - 1] - bound) / (left[i - 1] - left[i])
  const [a, b] = scale === 'log' ? [Math.log(values[i - 1]), Math.log(values[i])] : [values[i - 1], values[i]]
  const between = a + (Number.isFinite(share) ? share : 1) * (b - a)
  return scale === 'log' ? Math.exp(between) : between
}
