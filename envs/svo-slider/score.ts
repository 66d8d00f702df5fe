/** Scores of the six primary items of the social value orientation slider, from the points chosen on them. */

type Point = readonly [self: number, other: number]

/** Where one item's slider runs: its first and its ninth point, each what the chooser and what the other gets. */
export interface Slider {
  readonly from: Point
  readonly to: Point
}

const ALTRUIST: Point = [50, 100]
const PROSOCIAL: Point = [85, 85]
const INDIVIDUALIST: Point = [100, 50]
const COMPETITOR: Point = [85, 15]
/** The four idealised orientations; each primary item runs from one to another, so the six compare every pair once. */
const ORIENTATIONS = [ALTRUIST, PROSOCIAL, INDIVIDUALIST, COMPETITOR]

export const PRIMARY: readonly Slider[] = [
  { from: PROSOCIAL, to: COMPETITOR },
  { from: COMPETITOR, to: INDIVIDUALIST },
  { from: ALTRUIST, to: PROSOCIAL },
  { from: ALTRUIST, to: COMPETITOR },
  { from: INDIVIDUALIST, to: ALTRUIST },
  { from: INDIVIDUALIST, to: PROSOCIAL },
]

export const POINTS = 9

/** The point at a position 0 … 8 of a slider, rounded as published; positions between points are not rounded. */
export function pointAt({ from, to }: Slider, position: number): Point {
  const along = (a: number, b: number) => a + ((b - a) * position) / (POINTS - 1)
  const round = Number.isInteger(position) ? Math.round : (x: number) => x
  return [round(along(from[0], to[0])), round(along(from[1], to[1]))]
}

/**
 * The SVO angle in degrees, atan2(mean other − 50, mean self − 50), from one position 0 … 8 for each primary item (a
 * mean position where a policy mixes). Altruistic above 57.15, prosocial above 22.45, individualistic above −12.04,
 * else competitive.
 */
export function angle(positions: readonly number[]): number {
  const points = positions.map((position, item) => pointAt(PRIMARY[item], position))
  const centred = (side: 0 | 1) => points.reduce((sum, point) => sum + point[side], 0) / points.length - 50
  return (Math.atan2(centred(1), centred(0)) * 180) / Math.PI
}

/**
 * How little six positions 0 … 8 fit any ranking of the four orientations, 0 … .5: the least share of the preference
 * they express (distance from the middle of the slider) that speaks against a ranking. 0 is transitive; all in the
 * middle is 0 too.
 */
export function inconsistency(positions: readonly number[]): number {
  const middle = (POINTS - 1) / 2
  const leanings = positions.map((position) => position - middle)
  const total = leanings.reduce((sum, lean) => sum + Math.abs(lean), 0)
  const against = rankings(ORIENTATIONS).map((ranking) =>
    PRIMARY.reduce((sum, { from, to }, item) => {
      const forTo = ranking.indexOf(to) < ranking.indexOf(from) ? leanings[item] : -leanings[item]
      return sum + Math.max(0, -forTo)
    }, 0),
  )
  return total === 0 ? 0 : Math.min(...against) / total
}

function rankings<T>(things: readonly T[]): T[][] {
  if (things.length === 0) return [[]]
  return things.flatMap((first) => rankings(things.filter((each) => each !== first)).map((rest) => [first, ...rest]))
}
