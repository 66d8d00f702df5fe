import { ENVS } from '../../envs/catalog.ts'

/** Every eval env: what a study reads that asks of all eight traits and of both same-domain scenarios. */
export const BATTERY = ENVS.filter(({ spec }) => spec.kind === 'eval')
