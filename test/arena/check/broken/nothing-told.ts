import { market } from './base.ts'

/** Breaks `rules`: tells of a param that it does not have. */
export default market({ rules: (params) => `The match ends after ${(params as { days?: number }).days} days.` })
