import { market, spec } from './base.ts'

/** Breaks `appraisal`: greed is no appraisal. */
export default market({ appraise: (...given) => ({ ...spec.appraise(...given), greed: 1 }) as object })
