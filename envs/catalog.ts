import { boardroom } from './boardroom/env.ts'
import type { EnvPlugin } from './define.ts'
import { dictator } from './dictator/env.ts'
import { handBack } from './hand-back/env.ts'
import { moneyBurning } from './money-burning/env.ts'
import { senderReceiver } from './sender-receiver/env.ts'

/** Envs that ship with Mettle, for the CLI's look-up by id; code passes the plugins themselves. */
export const ENVS: readonly EnvPlugin<any, any>[] = [boardroom, dictator, senderReceiver, moneyBurning, handBack]
