import { foundationKey, type Identity, trialKey } from './store/identity.ts'
import { isFinished, jobFolderName } from './store/job-folder.ts'
import { type Study, type TrialId, trialName, trialsOf } from './study.ts'

interface Planned {
  readonly name: string
  /** Its folder under `jobs/`, named by the hash of all that made it. */
  readonly folder: string
  /** Done by an earlier run of the same command. */
  readonly finished: boolean
}
export interface FoundationJob extends Planned {
  readonly kind: 'foundation'
  readonly index: number
}
export interface TrialJob extends Planned {
  readonly kind: 'trial'
  readonly id: TrialId
  readonly on: FoundationJob
}
export type Job = FoundationJob | TrialJob

export interface Plan {
  readonly foundations: readonly FoundationJob[]
  /** In canonical order: summaries read them in it, whatever order they ran in. */
  readonly trials: readonly TrialJob[]
}

/** Every job of the study, and which are finished already. */
export function plan(study: Study, identity: Identity, jobs: string): Plan {
  const foundations = Array.from({ length: study.settings.foundations }, (_, index): FoundationJob => {
    const name = `foundation.${index}`
    return { kind: 'foundation', index, ...placed(name, foundationKey(identity, index), jobs) }
  })
  const trials = trialsOf(study).map(
    (id): TrialJob => ({
      kind: 'trial',
      id,
      on: foundations[id.foundation],
      ...placed(trialName(id), trialKey(identity, id), jobs),
    }),
  )
  return { foundations, trials }
}

function placed(name: string, key: string, jobs: string): Planned {
  const folder = jobFolderName(name, key)
  return { name, folder, finished: isFinished(jobs, folder) }
}
