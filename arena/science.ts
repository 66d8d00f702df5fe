import { type FoundationResult, runFoundation } from './foundation.ts'
import type { Science } from './jobs.ts'
import { summarise } from './report/summarise.ts'
import { corpusOf } from './study.ts'
import { runTrial, type TrialResult } from './trial.ts'

/** What workers run. */
export const science: Science<FoundationResult, TrialResult> = {
  foundation: (study, index, arm, io) => runFoundation(study, index, arm === null ? [] : corpusOf(study, arm), io),
  trial: runTrial,
  summarise,
}
