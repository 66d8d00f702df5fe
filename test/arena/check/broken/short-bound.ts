import { market } from './base.ts'

/** Breaks `ends`: a match in which every round is contested outlives the bound. */
export default market({ bound: ({ rounds }) => 3 * rounds - 1 })
