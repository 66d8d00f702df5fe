import { keepsShare } from '../statistics/equivalence.ts'
import { missing, shareOfRise } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'
import type { Cell } from './summary.ts'

/** Share of the control's deployed reward an arm may lose and still be without cost (VALIDITY §5.2). */
const MARGIN = 0.05

type Trials = readonly TrialResult[]

/** Rise of reward as in training, from the same context before RL: what was learned, less what a cue alone elicits. */
export const trainedRise = ({ path }: TrialResult) => path[path.length - 1].reward - path[0].reward
/** Rise of reward as deployed, from the untreated network in the neutral context: one start for every cue. */
const deployedRise = ({ deployed, before }: TrialResult) => deployed.reward - before.reward

/**
 * What an arm keeps of the rise in reward of the arm it is compared with, and whether it keeps enough where it is
 * deployed (VALIDITY §5.2). An arm that was not updated keeps nothing, under whatever cue.
 */
export function retained(
  own: Trials | null,
  other: Trials | null,
  gap: string,
): Pick<Cell, 'retention' | 'nonInferior'> {
  if (!own || !other) return { retention: { train: missing(gap), deployed: missing(gap) } }
  const [ours, theirs] = [own.map(deployedRise), other.map(deployedRise)]
  return {
    retention: {
      train: shareOfRise(own.map(trainedRise), other.map(trainedRise)),
      deployed: shareOfRise(ours, theirs),
    },
    ...(own.length > 1 && { nonInferior: { margin: MARGIN, ...keepsShare(ours, theirs, MARGIN) } }),
  }
}
