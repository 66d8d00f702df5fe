import { runFoundation } from '../trial/foundation.ts'
import { createShared } from '../trial/shared.ts'
import { runTrial } from '../trial/trial.ts'

const shared = createShared()

/** What workers run. Its results are plain JSON without clock, path or version. */
export const science = {
  foundation: runFoundation,
  trial: (...[study, id, foundation, io]: Parameters<typeof runTrial>) => runTrial(study, id, foundation, io, shared),
}
