import { type CorpusIdentity, foundationKey, type Identity, trialKey } from '../store/identity.ts'
import { isFinished, jobFolderName } from '../store/job-folder.ts'
import type { FoundationJob, Job, Plan, Planned, TrialJob } from '../store/jobs.ts'
import { foundationSettings } from '../study/arm-settings.ts'
import { corpusOf } from '../study/arms.ts'
import type { Study } from '../study/study.ts'
import { trialName, trialsOf } from '../study/trials.ts'

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

/**
 * The jobs in the order in which they start where they can: trials of a foundation once the next one is made. So a run
 * that is interrupted has whole foundations, and what trials take is known early.
 */
export const inTurn = ({ foundations, trials }: Plan): Job[] => {
  const turn = (job: Job) => (job.kind === 'foundation' ? job.index - 1 : job.id.foundation)
  return [...foundations, ...trials].sort((a, b) => turn(a) - turn(b))
}

/**
 * The starts of a study: the shared one first, then one for each different set of corpus interventions and kind of
 * start.
 */
function variantsOf(study: Study) {
  const variants = new Map<string, { arm: string | null; arms: string[]; corpus: CorpusIdentity }>()
  variants.set('[]', { arm: null, arms: [], corpus: [] })
  for (const arm of Object.keys(study.arms)) {
    const { init } = study.arms[arm]
    const changed = corpusOf(study, arm).map(({ id, version, params }) => ({ id, version, params }))
    const own = foundationSettings(study.arms[arm])
    const corpus: CorpusIdentity = [
      ...changed,
      ...(init ? [{ id: 'init', version: 1, params: { init } }] : []),
      ...(Object.keys(own).length > 0 ? [{ id: 'settings', version: 1, params: own }] : []),
    ]
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
