import { runFoundation } from '../trial/foundation.ts'
import { runTrial } from '../trial/trial.ts'

/** What workers run. Its results are plain JSON without clock, path or version. */
export const science = { foundation: runFoundation, trial: runTrial }
