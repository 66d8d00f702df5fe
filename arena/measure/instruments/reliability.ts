import { meanOf } from '../../statistics/linear.ts'
import { isConstant } from '../../statistics/spread.ts'

/** Pearson's r; 0 where one side does not vary but by rounding. */
export function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [meanOf(xs), meanOf(ys)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < xs.length; i++) {
    xy += (xs[i] - mx) * (ys[i] - my)
    xx += (xs[i] - mx) * (xs[i] - mx)
    yy += (ys[i] - my) * (ys[i] - my)
  }
  return isConstant(xs) || isConstant(ys) ? 0 : xy / Math.sqrt(xx * yy)
}

/** Reliability of the whole from the correlation of its halves. */
export const spearmanBrown = (r: number): number => (2 * r) / (1 + r)

/**
 * ICC(2,1) of Shrout & Fleiss (1979): two-way random effects, absolute agreement, one rating; 0 where nothing varies.
 * @param ratings [subjects][raters]
 */
export function icc21(ratings: readonly (readonly number[])[]): number {
  const [n, k] = [ratings.length, ratings[0].length]
  if (isConstant(ratings.flat())) return 0
  const rows = ratings.map(meanOf)
  const columns = ratings[0].map((_, j) => meanOf(ratings.map((row) => row[j])))
  const grand = meanOf(rows)
  const squares = (values: readonly number[]) => values.reduce((sum, x) => sum + (x - grand) * (x - grand), 0)
  const [between, raters] = [k * squares(rows), n * squares(columns)]
  const subjects = between / (n - 1)
  const rater = raters / (k - 1)
  const error = (squares(ratings.flat()) - between - raters) / ((n - 1) * (k - 1))
  const total = subjects + (k - 1) * error + (k * (rater - error)) / n
  return total > 0 ? (subjects - error) / total : 0
}
