import type { InterventionPlugin } from '../../../interventions/define.ts'
import type { Ground } from './ground.ts'

/** An intervention plugin under check. */
export interface InterventionSubject {
  readonly plugin: InterventionPlugin<any>
  /** Where trials are run: opened when a check first needs one. */
  ground(): Promise<Ground>
}
