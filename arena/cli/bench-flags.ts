import type { StudyFlags } from './study-flags.ts'

/** As commander hands them over. */
export interface BenchFlags extends Pick<StudyFlags, 'backend' | 'json'> {
  readonly repeats: string
  readonly growth?: boolean
  /** The folder of another build; the rest goes with it. */
  readonly compare?: string
  readonly pairs?: string
  readonly only?: string
  readonly long?: boolean
}
