import type { Rng } from '../../envs/random.ts'
import { createRng } from '../../envs/random.ts'
import type { Study } from './study.ts'
import type { TrialId } from './trials.ts'

/** Streams that all arms and foundations share, so they meet the same opponents and instruments. */
export const panelRng = (study: Study): Rng => createRng(study.settings.seed).fork('panel')

export const foundationRng = (study: Study, index: number): Rng =>
  createRng(study.settings.seed).fork('foundation').fork(index)

export const mindRng = (study: Study, index: number): Rng => foundationRng(study, index).fork('minds')

/** All chance of a trial's reinforcement; arms share it unless one names a stream of its own. */
export function streamOf(study: Study, { arm, foundation }: TrialId): Rng {
  const shared = foundationRng(study, foundation).fork('trial')
  const { stream } = study.arms[arm]
  return stream === undefined ? shared : shared.fork('stream').fork(stream)
}
