import { bribery } from '../../envs/bribery/env.ts'
import { ENVS } from '../../envs/catalog.ts'
import { promise } from '../../envs/promise/env.ts'
import { queue } from '../../envs/queue/env.ts'

/** Eval envs that the shipped studies hold out of imitation and evidence: together they read all of D (VALIDITY §3.3). */
export const UNSEEN = [bribery, queue, promise]

/** Every other eval env: what a study reads that asks of all eight traits and of both same-domain scenarios. */
export const BATTERY = ENVS.filter((plugin) => plugin.spec.kind === 'eval' && !UNSEEN.some((own) => own === plugin))
