import { market } from './base.ts'

/** Breaks `text`: tells of what is not there. */
export default market({ describe: ({ G }) => `The contract is worth ${(G as { value?: number }).value}.` })
