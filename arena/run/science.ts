import { summarise } from '../analysis/summarise.ts'
import { page } from '../report/page/page.ts'
import { writeRunTables } from '../tables/run.ts'
import { runFoundation } from '../trial/foundation.ts'
import { runTrial } from '../trial/trial.ts'

/** What workers run, and what is made of their results, which are plain JSON without clock, path or version. */
export const science = { foundation: runFoundation, trial: runTrial, summarise, tables: writeRunTables, page }
