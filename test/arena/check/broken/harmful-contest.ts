import { market, spec } from './base.ts'

/** Breaks `contest`: to push is called harm, which selects callousness one for one. */
export default market({
  appraise: (seen, action, params) => ({
    ...spec.appraise(seen, action, params),
    ...(action.label === 'push' && { harm: 0.3 }),
  }),
})
