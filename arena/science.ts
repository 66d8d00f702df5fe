import { type FoundationResult, runFoundation } from './foundation.ts'
import type { Science } from './jobs.ts'
import { summarise } from './report/summarise.ts'
import { runTrial, type TrialResult } from './trial.ts'

/** What workers run. */
export const science: Science<FoundationResult, TrialResult> = {
  foundation: (study, index, io) => runFoundation(study, index, [], io),
  trial: runTrial,
  summarise,
}
