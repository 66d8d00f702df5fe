import { type Estimate, ratio } from '../statistics/estimate.ts'
import type { Predictor } from './summary.ts'

/** What one foundation says of a slope: drags and what was foretold of them, one of each trait. */
export type Points = readonly { readonly drag: number; readonly predicted: number }[]

/** Least squares through 0 over traits and foundations, with Fieller's interval over foundations. */
export const slope = (foundations: readonly Points[]): Estimate =>
  ratio(
    foundations.map((points) => sum(points, ({ drag, predicted }) => drag * predicted)),
    foundations.map((points) => sum(points, ({ predicted }) => predicted * predicted)),
  )

/** A slope, and how much of the drags it explains in foundations that it was not fitted on. */
export const predictor = (foundations: readonly Points[]): Predictor => ({
  slope: slope(foundations),
  r2: outOfSample(foundations),
})

/**
 * 1 − Σ(drag − foretold)² / Σ drag², each foundation foretold by the slope through 0 of all others; null below two
 * foundations.
 */
function outOfSample(foundations: readonly Points[]): number | null {
  if (foundations.length < 2) return null
  let [missed, total] = [0, 0]
  foundations.forEach((own, i) => {
    const others = foundations.toSpliced(i, 1).flat()
    const fitted =
      sum(others, ({ drag, predicted }) => drag * predicted) / sum(others, ({ predicted }) => predicted * predicted)
    for (const { drag, predicted } of own) {
      const miss = drag - fitted * predicted
      missed += miss * miss
      total += drag * drag
    }
  })
  return Number.isFinite(missed / total) ? 1 - missed / total : null
}

const sum = (points: Points, of: (point: Points[number]) => number): number =>
  points.reduce((total, point) => total + of(point), 0)
