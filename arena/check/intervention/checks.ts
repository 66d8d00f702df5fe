import type { Check } from '../define.ts'
import { HOOKS } from './hooks.ts'
import type { InterventionSubject } from './subject.ts'
import { TRIALS } from './trials.ts'

/** The contract of an intervention: hook by hook first, then in trials on a tiny foundation. */
export const INTERVENTION_CHECKS: readonly Check<InterventionSubject>[] = [...HOOKS, ...TRIALS]
