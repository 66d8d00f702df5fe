import { keepsShare } from '../statistics/equivalence.ts'
import { missing, ratio } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'
import type { Cell } from './summary.ts'

/** Share of the control's deployed reward an arm may lose and still be without cost (VALIDITY §5.2). */
const MARGIN = 0.05

type Trials = readonly TrialResult[]

const trained = ({ path }: TrialResult) => path[path.length - 1].reward - path[0].reward
const deployed = (t: TrialResult) => t.deployed.reward - t.path[0].reward

/**
 * What an arm keeps of the rise in reward of the arm it is compared with, and whether it keeps enough where it is
 * deployed.
 */
export function retained(
  own: Trials | null,
  other: Trials | null,
  gap: string,
): Pick<Cell, 'retention' | 'nonInferior'> {
  if (!own || !other) return { retention: { train: missing(gap), deployed: missing(gap) } }
  const [ours, theirs] = [own.map(deployed), other.map(deployed)]
  return {
    retention: { train: ratio(own.map(trained), other.map(trained)), deployed: ratio(ours, theirs) },
    ...(own.length > 1 && { nonInferior: { margin: MARGIN, ...keepsShare(ours, theirs, MARGIN) } }),
  }
}
