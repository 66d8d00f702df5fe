import type { Program } from '../define.ts'
import { dilemma, rollout, stepper } from './games.ts'
import { growth } from './growth.ts'
import { jobs } from './jobs.ts'
import { imitation, ppo, responses } from './network.ts'
import { start, study } from './whole.ts'

/** What a child process can be asked to run. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  imitation,
  ppo,
  responses,
  rollout,
  stepper,
  dilemma,
  jobs,
  study,
  start,
  growth,
}
