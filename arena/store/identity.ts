import type { BackendName } from '../../agents/backend.ts'
import { hashOf } from '../program/canonical.ts'
import { describe } from '../study/describe.ts'
import type { Study } from '../study/study.ts'
import type { TrialId } from '../study/trials.ts'

/**
 * All that fixes a run's numbers. Equal identities give equal summaries; folders are never shared by different ones.
 */
export interface Identity {
  readonly study: ReturnType<typeof describe>
  readonly backend: BackendName
  readonly mettle: string
  /** Hash of Mettle's own code. */
  readonly build: string
  /** SHA-256 of each plugin file with all it bundles. */
  readonly files: readonly string[]
}

/**
 * The corpus interventions behind a foundation, and a start other than imitation as one of them; none for the shared
 * one.
 */
export type CorpusIdentity = readonly { readonly id: string; readonly version: number; readonly params: unknown }[]

export const identityHash = (identity: Identity): string => hashOf(identity)

/** Key of a foundation: hash of everything that made it. Of `compete` it reads the size of the panel alone. */
export function foundationKey({ study, ...program }: Identity, index: number, changed: CorpusIdentity): string {
  const { foundations: _, compete, ...made } = study.settings
  const settings = { ...made, panel: compete.writers }
  const { env, otherEnvs, evals, unseen } = study
  return hashOf({ job: 'foundation', index, settings, changed, env, otherEnvs, evals, unseen, program })
}

/** Key of a trial: its foundation's key and all of the study that it reads beyond. */
export function trialKey(identity: Identity, { arm, regime, foundation }: TrialId, corpus: CorpusIdentity): string {
  const { settings, arms } = identity.study
  const { compete, measure } = settings
  return hashOf({
    job: 'trial',
    on: foundationKey(identity, foundation, corpus),
    regime,
    arm: arms[arm],
    name: arm,
    compete,
    measure,
  })
}

export function identityOf(study: Study, program: Omit<Identity, 'study'>): Identity {
  return { study: describe(study), ...program }
}
