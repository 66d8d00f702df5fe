import { createRng } from '../../envs/random.ts'
import { type Estimate, missing } from '../statistics/estimate.ts'
import { DRAWS, estimateOf } from './bootstrap.ts'
import type { Standing } from './standings.ts'
import { CHARGE_NAMES, type Charge } from './violations.ts'

/** What an agent has of it: power, reward, its rating, and how many of its wins it held more power in. */
const PREDICTORS = ['power', 'payoff', 'rating', 'winsByPower'] as const
export type Predictor = (typeof PREDICTORS)[number]

/** Does the charge rise with the predictor, from agent to agent? */
export interface DarkRoute {
  readonly predictor: Predictor
  readonly outcome: Charge
  /**
   * Points of the charge (random = 100) by which agents differ that lie one SD of the predictor apart, by least
   * squares. Per SD, not per unit: a resample of agents that hardly differ would have any slope.
   */
  readonly slope: Estimate
  /** Pearson's. */
  readonly correlation: Estimate
}

/** Fewer agents make a line through anything. */
const LEAST = 4

/** The table the project is about. Intervals resample agents: they say what other agents of this kind would show. */
export function darkRoutes(rows: readonly Standing[], seed: string): DarkRoute[] {
  const sorted = rows.toSorted((a, b) => (a.agent < b.agent ? -1 : 1))
  return PREDICTORS.flatMap((predictor) =>
    CHARGE_NAMES.map((outcome) => ({ predictor, outcome, ...lineOf(pointsOf(sorted, predictor, outcome), seed) })),
  )
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Agents of which both are known, or why there are too few. */
function pointsOf(rows: readonly Standing[], predictor: Predictor, outcome: Charge): readonly Point[] | string {
  const charges = rows.map((row) => chargeOf(row, outcome))
  const absent = charges.find(({ estimate }) => estimate === null)
  if (absent?.estimate === null) return absent.reason
  const points = rows.flatMap((row, i) => {
    const [x, y] = [row[predictor].estimate, charges[i].estimate]
    return x === null || y === null ? [] : [{ x, y }]
  })
  if (points.length < LEAST)
    return `${points.length} ${points.length === 1 ? 'agent' : 'agents'} with both, at least ${LEAST} are needed`
  if (points.every(({ x }) => Math.abs(x - points[0].x) < EVEN)) return `every agent has the same ${NOUNS[predictor]}`
  return points
}

const NOUNS: Readonly<Record<Predictor, string>> = {
  power: 'power',
  payoff: 'payoff',
  rating: 'rating',
  winsByPower: 'share of wins by power',
}
const EVEN = 1e-9

const chargeOf = ({ disutility, violations }: Standing, charge: Charge): Estimate =>
  charge === 'disutility' ? disutility : charge === 'violations' ? violations : violations[charge]

function lineOf(points: readonly Point[] | string, seed: string): Pick<DarkRoute, 'slope' | 'correlation'> {
  if (typeof points === 'string') return { slope: missing(points), correlation: missing(points) }
  const rng = createRng(seed)
  const whole = lineThrough(points)
  const drawn = Array.from({ length: DRAWS }, () => lineThrough(points.map(() => points[rng.integer(points.length)])))
  const estimate = (of: (line: Line) => number, reason: string) =>
    estimateOf(of(whole), drawn.map(of), points.length, reason)
  return {
    slope: estimate(({ slope }) => slope, 'no line'),
    correlation: estimate(({ correlation }) => correlation, 'every agent does as much of it'),
  }
}

interface Line {
  readonly slope: number
  readonly correlation: number
}

/** NaN where there is no spread. */
function lineThrough(points: readonly Point[]): Line {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)]
  const xx = mean(({ x }) => (x - mx) * (x - mx))
  const yy = mean(({ y }) => (y - my) * (y - my))
  const xy = mean(({ x, y }) => (x - mx) * (y - my))
  if (xx < 1e-18) return { slope: Number.NaN, correlation: Number.NaN }
  return {
    slope: xy / Math.sqrt(xx),
    correlation: yy < 1e-18 ? Number.NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))),
  }
}
