import { bargaining } from './bargaining/env.ts'
import { boardroom } from './boardroom/env.ts'
import { bribery } from './bribery/env.ts'
import { commons } from './commons/env.ts'
import type { EnvPlugin } from './define.ts'
import { dictator } from './dictator/env.ts'
import { dieRoll } from './die-roll/env.ts'
import { dilemma } from './dilemma/env.ts'
import { errands } from './errands/env.ts'
import { handBack } from './hand-back/env.ts'
import { leadershipVolunteer } from './leadership-volunteer/env.ts'
import { moneyBurning } from './money-burning/env.ts'
import { newCrisis } from './new-crisis/env.ts'
import { powerAuction } from './power-auction/env.ts'
import { promise } from './promise/env.ts'
import { publicGoods } from './public-goods/env.ts'
import { puzzleRace } from './puzzle-race/env.ts'
import { queue } from './queue/env.ts'
import { renegotiation } from './renegotiation/env.ts'
import { senderReceiver } from './sender-receiver/env.ts'
import { standoff } from './standoff/env.ts'
import { succession } from './succession/env.ts'
import { svoSlider } from './svo-slider/env.ts'
import { trust } from './trust/env.ts'
import { ultimatum } from './ultimatum/env.ts'
import { workshop } from './workshop/env.ts'

/** Envs that ship with Mettle, for the CLI's look-up by id; code passes the plugins themselves. */
export const ENVS: readonly EnvPlugin<any, any>[] = [
  boardroom,
  standoff,
  succession,
  dilemma,
  commons,
  bargaining,
  puzzleRace,
  errands,
  workshop,
  dictator,
  senderReceiver,
  moneyBurning,
  handBack,
  ultimatum,
  trust,
  publicGoods,
  dieRoll,
  svoSlider,
  powerAuction,
  leadershipVolunteer,
  renegotiation,
  newCrisis,
  bribery,
  queue,
  promise,
]
