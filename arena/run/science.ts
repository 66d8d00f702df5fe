import { summarise } from '../analysis/summarise.ts'
import type { Science } from '../jobs.ts'
import { page } from '../report/page/page.ts'
import { writeRunTables } from '../tables/run.ts'
import { type FoundationResult, runFoundation } from '../trial/foundation.ts'
import { runTrial, type TrialResult } from '../trial/trial.ts'

/** What workers run, and what is made of their results. */
export const science: Science<FoundationResult, TrialResult> = {
  foundation: runFoundation,
  trial: runTrial,
  summarise,
  tables: writeRunTables,
  page,
}
