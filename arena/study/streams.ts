import type { Rng } from '../../envs/random.ts'
import { createRng } from '../../envs/random.ts'
import { corpusLabel } from './arms.ts'
import type { Study } from './study.ts'
import type { TrialId } from './trials.ts'

/** Streams that all arms and foundations share, so they meet the same opponents and instruments. */
export const panelRng = (study: Study): Rng => createRng(study.settings.seed).fork('panel')

/** What a foundation's corpora are drawn from: a population, which an arm's interventions then change. */
export const populationRng = (study: Study, index: number): Rng => sharedRng(study, index).fork('population')

const sharedRng = (study: Study, index: number): Rng => createRng(study.settings.seed).fork('foundation').fork(index)

/**
 * All other chance of a foundation and of the trials on it. Arms on one corpus share it (common random numbers); arms
 * on another draw anew, so that three corpora are three draws and not one counted three times (VALIDITY §3.2).
 * @param arm whose corpus it is; null for the one that control is imitated from
 */
export function foundationRng(study: Study, index: number, arm: string | null): Rng {
  const corpus = arm === null ? '' : corpusLabel(study, arm)
  const shared = sharedRng(study, index)
  return corpus === '' ? shared : shared.fork('corpus').fork(corpus)
}

/** Draws of m, the same before and after RL. */
export const mindRng = (study: Study, index: number, arm: string | null): Rng =>
  foundationRng(study, index, arm).fork('minds')

/** All chance of a trial's reinforcement; arms on one corpus share it unless one names a stream of its own. */
export function streamOf(study: Study, { arm, foundation }: TrialId): Rng {
  const shared = foundationRng(study, foundation, arm).fork('trial')
  const { stream } = study.arms[arm]
  return stream === undefined ? shared : shared.fork('stream').fork(stream)
}
