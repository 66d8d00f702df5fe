import { createRng, type Rng } from '../../../envs/random.ts'
import type { Shape } from './nulls.ts'

/** Something that happens in a share of runs: an interval covers, a null is called a find. */
export interface Simulation {
  readonly name: string
  /** The share that is promised. */
  readonly nominal: number
  /** Runs, as a multiple of the base: cheap ones get more. */
  readonly effort: number
  /**
   * Between what the true share lies, for n ≥ 10. Promised is the nominal share exactly, or at most; where theory
   * promises nothing, what was measured.
   */
  readonly bounds: Readonly<Record<Shape, readonly [number, number]>>
  once(shape: Shape, n: number, rng: Rng): boolean
}

/** Its share of `runs`, each with a stream of its own. */
export function share({ name, once }: Simulation, shape: Shape, n: number, runs: number): number {
  const rng = createRng(`simulation/${name}/${shape}/${n}`)
  let count = 0
  for (let run = 0; run < runs; run++) if (once(shape, n, rng.fork(run))) count += 1
  return count / runs
}

/**
 * How far a share may stray by chance: four binomial standard errors, and the Cornish–Fisher term (z² − 1)·(1 −
 * 2p)/(6·runs) for a binomial's skewness, which few runs of a rare thing have. Of 16 000 true statements about one
 * fails.
 */
export const slack = (nominal: number, runs: number): number =>
  4 * Math.sqrt((nominal * (1 - nominal)) / runs) + (15 * Math.abs(1 - 2 * nominal)) / (6 * runs)
