import { fieller } from '../../../arena/statistics/fieller.ts'
import { improvementInterval } from '../../../arena/statistics/improvement.ts'
import { bootstrapT, expandedPercentile, studentInterval } from '../../../arena/statistics/interval.ts'
import { meanOf } from '../../../arena/statistics/linear.ts'
import { stratifiedInterval } from '../../../arena/statistics/stratified.ts'
import { theilSen } from '../../../arena/statistics/theil-sen.ts'
import { iqmInterval } from '../../../arena/statistics/trimmed.ts'
import type { Rng } from '../../../envs/random.ts'
import { populationIqm, type Shape, sample } from './nulls.ts'
import type { Simulation } from './simulate.ts'

const covers = ([low, high]: readonly [number, number], truth: number) => low <= truth && truth <= high

const NOMINAL = 0.95
/** For the time a table of scores takes. */
const FEWER = { draws: 1000 }

/**
 * Nominal for normal values. What skew (lognormal) and heavy tails (t3) leave of it at n ≥ 10 is stated, not hoped for.
 */
export const COVERAGES: readonly Simulation[] = [
  coverage('Student’s t of the mean', 10, [NOMINAL, 0.83, 0.94], (shape, n, rng) =>
    covers(studentInterval(sample(shape, n, rng)), 0),
  ),
  coverage('expanded percentile of the mean', 2, [NOMINAL, 0.83, 0.92], (shape, n, rng) =>
    covers(expandedPercentile(sample(shape, n, rng), rng), 0),
  ),
  coverage('bootstrap-t of the mean', 2, [NOMINAL, 0.9, 0.91], (shape, n, rng) =>
    covers(bootstrapT(sample(shape, n, rng), rng), 0),
  ),
  coverage('Tukey–McLaughlin of the IQM', 10, [0.92, 0.91, 0.93], (shape, n, rng) =>
    covers(iqmInterval(sample(shape, n, rng)), populationIqm(shape)),
  ),
  coverage('Fieller of a ratio, true .6', 10, [NOMINAL, 0.83, 0.94], ratioCovers),
  coverage('Theil–Sen of a slope', 4, [0.949, 0.949, 0.949], slopeCovers),
  coverage('improvement, two samples', 0.2, [0.93, 0.93, 0.93], (shape, n, rng) =>
    covers(improvementInterval(sample(shape, n, rng), sample(shape, n, rng), rng), 0.5),
  ),
  coverage('improvement, pairs that share half', 0.2, [0.93, 0.93, 0.93], pairsCover),
  coverage('stratified IQM, 4 independent games', 0.2, [0.92, 0.9, 0.92], (shape, n, rng) =>
    covers(stratifiedInterval(games(shape, n, rng, 0), rng, FEWER), populationIqm(shape)),
  ),
  coverage('stratified mean, 4 games of one foundation', 0.5, [0.6, 0.6, 0.6], (shape, n, rng) =>
    covers(stratifiedInterval(games(shape, n, rng, Math.SQRT1_2), rng, FEWER, meanOf), 0),
  ),
]

/** At least these shares: normal, lognormal, t3. `NOMINAL` for normal values is neither less nor more than 95 %. */
function coverage(
  name: string,
  effort: number,
  [normal, lognormal, t3]: readonly [number, number, number],
  once: Simulation['once'],
): Simulation {
  const bounds = { normal: [normal, normal === NOMINAL ? NOMINAL : 1], lognormal: [lognormal, 1], t3: [t3, 1] } as const
  return { name, nominal: NOMINAL, effort, bounds, once }
}

function ratioCovers(shape: Shape, n: number, rng: Rng): boolean {
  const denominators = sample(shape, n, rng).map((e) => 2 + 0.5 * e)
  const noise = sample(shape, n, rng)
  const set = fieller(
    denominators.map((b, i) => 0.6 * b + 0.3 * noise[i]),
    denominators,
  )
  if (set.kind === 'line') return true
  return set.kind === 'interval' ? covers(set.bounds, 0.6) : 0.6 <= set.bounds[0] || 0.6 >= set.bounds[1]
}

function slopeCovers(shape: Shape, n: number, rng: Rng): boolean {
  const ys = sample(shape, n, rng)
  const { interval } = theilSen(
    ys.map((_, i) => i),
    ys,
  )
  return interval === null || covers(interval, 0)
}

function pairsCover(shape: Shape, n: number, rng: Rng): boolean {
  const [shared, xs, ys] = [sample(shape, n, rng), sample(shape, n, rng), sample(shape, n, rng)]
  const joined = (values: number[]) => values.map((x, i) => x + shared[i])
  return covers(improvementInterval(joined(xs), joined(ys), rng, { paired: true }), 0.5)
}

/** Four games; `shared` is how much of each score its foundation brings to all of them, as an SD. */
function games(shape: Shape, n: number, rng: Rng, shared: number): number[][] {
  const own = sample(shape, n, rng)
  if (shared === 0) return Array.from({ length: 4 }, () => sample(shape, n, rng))
  return Array.from({ length: 4 }, () =>
    sample('normal', n, rng).map((e, i) => shared * own[i] + Math.sqrt(1 - shared * shared) * e),
  )
}
