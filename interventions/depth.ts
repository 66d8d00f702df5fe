import type { Observable } from 'rxjs'
import { type Direction, meanOf, project } from './directions.ts'
import type { ArenaEvent } from './events.ts'

/** What is asked of each rollout: how deep every decision is touched, SD of writers, 0 where it is not. */
export interface Touched {
  readonly events$: Observable<ArenaEvent>
  measure(metric: string, value: number): void
  /** What is measured: the names are `<what> rate`, `<what> depth` and so on. */
  readonly what: string
  /** Depth of each decision, [decisions]. @param z before interventions, [decisions, persona], row-major */
  depths(z: Float32Array): Float32Array
}

/**
 * How much an intervention on z has to do, by update: the share of decisions that it moves (`rate`), how far it moves
 * those, mean and 95th percentile in SD of writers (`depth`, `depth p95`), and from the second update the slope of rate
 * and depth over the updates so far, by ordinary least squares, per update. Slopes above 0 say that RL pushes against it
 * (footnote 3 of the founding post; `science.md` §4.6).
 * @returns what ends it
 */
export function watchDepth({ events$, measure, what, depths }: Touched): () => void {
  const rates: number[] = []
  const means: number[] = []
  const watching = events$.subscribe((event) => {
    if (event.type !== 'rollout.collected') return
    const all = depths(event.z)
    const moved = all.filter((depth) => depth > 0).sort()
    const [rate, depth] = [moved.length / all.length, moved.reduce((sum, x) => sum + x, 0) / (moved.length || 1)]
    measure(`${what} rate`, rate)
    measure(`${what} depth`, depth)
    measure(`${what} depth p95`, moved[Math.floor(0.95 * moved.length)] ?? 0)
    rates.push(rate)
    means.push(depth)
    if (rates.length < 2) return
    measure(`${what} rate slope`, slopeOf(rates))
    measure(`${what} depth slope`, slopeOf(means))
  })
  return () => watching.unsubscribe()
}

/** Slope of values on their place 0, 1, …, by ordinary least squares. */
export function slopeOf(values: readonly number[]): number {
  const centre = (values.length - 1) / 2
  const above = values.reduce((sum, y, x) => sum + (x - centre) * y, 0)
  return above / values.reduce((sum, _, x) => sum + (x - centre) * (x - centre), 0)
}

/**
 * How far the mean of z has moved along some directions since the first rollout it is asked of, SD of writers, mean over
 * the directions.
 */
export function drift(directions: readonly Direction[]): (z: Float32Array) => number {
  let first: number | undefined
  return (z) => {
    const now = meanOf(directions.map(({ v, sd }) => meanOf(project(z, v)) / sd))
    first ??= now
    return now - first
  }
}
