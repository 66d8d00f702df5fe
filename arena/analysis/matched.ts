import type { PathPoint } from '../store/results.ts'
import { half, type Pair } from './results.ts'

/** Equal parts of the range of power between whose ends a path is read. */
const GRID = 20

type Path = readonly PathPoint[]
/** Power along the path, as in training or as deployed. */
export type PowerOf = (point: PathPoint) => number
/** The trait, or D, at a point. */
export type TraitOf = (point: PathPoint) => number

export interface MatchedDrag {
  /** Mean drag of the arm and of the one it is compared with over the same gains of power, and the gap: theirs − own. */
  readonly drag: number
  readonly against: number
  readonly gap: number
  /** The largest |Δpower| that all halves of both pairs reached. */
  readonly level: number
}

/**
 * Drag at matched power (VALIDITY §5.3): the mean over |Δpower| from 0 to what every half of both pairs reached, the
 * rewarded half read where power rose by so much and the punished one where it fell by so much. Each level is read
 * where the path first reaches it, linearly between points. A half that moves no power gives level 0, where nothing
 * has changed.
 */
export function matchedDrag(own: Pair<Path>, other: Pair<Path>, value: TraitOf, power: PowerOf): MatchedDrag {
  const level = Math.min(reach(own, power), reach(other, power))
  const over = (pair: Pair<Path>) => {
    if (level === 0) return 0
    // Trapezia, of which the first begins where nothing has changed.
    let sum = dragAt(pair, level, value, power) / 2
    for (let g = 1; g < GRID; g++) sum += dragAt(pair, (level * g) / GRID, value, power)
    return sum / GRID
  }
  const [drag, against] = [over(own), over(other)]
  return { drag, against, gap: against - drag, level }
}

const reach = ({ rewarded, punished }: Pair<Path>, power: PowerOf): number =>
  Math.max(0, Math.min(farthest(rewarded, power, 1), farthest(punished, power, -1)))

const farthest = (path: Path, power: PowerOf, sign: number): number =>
  Math.max(...path.map((point) => sign * (power(point) - power(path[0]))))

const dragAt = ({ rewarded, punished }: Pair<Path>, gain: number, value: TraitOf, power: PowerOf): number =>
  half(changeAt(rewarded, gain, 1, value, power), changeAt(punished, gain, -1, value, power))

/** Change of a trait where power has first moved by `gain` in the direction of `sign`. */
function changeAt(path: Path, gain: number, sign: number, value: TraitOf, power: PowerOf): number {
  const moved = (point: PathPoint) => sign * (power(point) - power(path[0]))
  const next = path.findIndex((point) => moved(point) >= gain - 1e-12)
  if (next <= 0) return 0
  const [a, b] = [path[next - 1], path[next]]
  const share = (gain - moved(a)) / (moved(b) - moved(a))
  return value(a) + share * (value(b) - value(a)) - value(path[0])
}
