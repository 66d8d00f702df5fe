import { TRAITS, type Trait } from '../../agents/traits.ts'
import type { PathPoint } from '../store/results.ts'

/** Levels of power at which a path is read. */
const GRID = 20

/**
 * The mean change of a trait over gains of power from 0 to the smaller of both arms' largest (VALIDITY §5.3). Each
 * level is read where the path first reaches it, linearly between points. An arm that gains no power changes nothing at
 * matched power: 0 at level 0.
 */
export function matchedChange(
  path: readonly PathPoint[],
  other: readonly PathPoint[],
  name: string,
): { change: number; level: number } {
  const level = Math.max(0, Math.min(largestGain(path), largestGain(other)))
  if (level === 0) return { change: 0, level }
  let sum = 0
  for (let g = 1; g <= GRID; g++) sum += readAt(path, (level * g) / GRID, name) - value(path[0], name)
  return { change: sum / GRID, level }
}

const largestGain = (path: readonly PathPoint[]) => Math.max(...path.map(({ power }) => power - path[0].power))

function readAt(path: readonly PathPoint[], gain: number, name: string): number {
  const target = path[0].power + gain
  const next = path.findIndex(({ power }) => power >= target - 1e-12)
  if (next <= 0) return value(path[0], name)
  const [a, b] = [path[next - 1], path[next]]
  const share = (target - a.power) / (b.power - a.power)
  return value(a, name) + share * (value(b, name) - value(a, name))
}

function value(point: PathPoint, name: string): number {
  return name === 'D' ? point.D : point.traits[TRAITS.indexOf(name as Trait)]
}
