import { market } from './base.ts'

/** Breaks `declared`: says nothing about itself. */
export default market({ summary: ' ' })
