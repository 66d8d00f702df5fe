import { type CorpusIdentity, foundationKey, type Identity, trialKey } from '../store/identity.ts'
import { isFinished, jobFolderName } from '../store/job-folder.ts'
import { corpusOf, type Study, type TrialId, trialName, trialsOf } from '../study/study.ts'

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
  /** The first arm whose corpus interventions or start made it; null for the one that all other arms share. */
  readonly arm: string | null
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
  const variants = variantsOf(study)
  const own = (arm: string) => variants.findIndex(({ arms }) => arms.includes(arm))
  const foundations = Array.from({ length: study.settings.foundations }, (_, index) =>
    variants.map(({ arm, corpus }): FoundationJob => {
      const name = arm === null ? `foundation.${index}` : `foundation.${arm}.${index}`
      return { kind: 'foundation', index, arm, ...placed(name, foundationKey(identity, index, corpus), jobs) }
    }),
  )
  const trials = trialsOf(study).map(
    (id): TrialJob => ({
      kind: 'trial',
      id,
      on: foundations[id.foundation][own(id.arm)],
      ...placed(trialName(id), trialKey(identity, id, variants[own(id.arm)].corpus), jobs),
    }),
  )
  return { foundations: foundations.flat(), trials }
}

/** The starts of a study: the shared one first, then one for each different set of corpus interventions and kind of start. */
function variantsOf(study: Study) {
  const variants = new Map<string, { arm: string | null; arms: string[]; corpus: CorpusIdentity }>()
  variants.set('[]', { arm: null, arms: [], corpus: [] })
  for (const arm of Object.keys(study.arms)) {
    const { init } = study.arms[arm]
    const changed = corpusOf(study, arm).map(({ id, version, params }) => ({ id, version, params }))
    const corpus: CorpusIdentity = init ? [...changed, { id: 'init', version: 1, params: { init } }] : changed
    const variant = variants.get(JSON.stringify(corpus)) ?? { arm, arms: [], corpus }
    variant.arms.push(arm)
    variants.set(JSON.stringify(corpus), variant)
  }
  return [...variants.values()]
}

function placed(name: string, key: string, jobs: string): Planned {
  const folder = jobFolderName(name, key)
  return { name, folder, finished: isFinished(jobs, folder) }
}
