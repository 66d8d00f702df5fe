import { market } from './base.ts'

/** Breaks `zero-sum`: contracts are worth what they are worth. */
export default market({ contest: 'zero-sum' })
