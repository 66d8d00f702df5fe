import { market, spec } from './base.ts'

/** Breaks `appraisal`: a ratio without a floor. */
export default market({
  appraise: (seen, action, params) => ({ ...spec.appraise(seen, action, params), task: 1 / seen.G.round }),
})
