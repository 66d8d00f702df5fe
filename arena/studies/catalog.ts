import type { Study } from '../study/study.ts'
import { e0 } from './e0.ts'
import { e0b } from './e0b.ts'
import { e1, e1Steps, e1Width, e1Z } from './e1.ts'
import { e1b } from './e1b.ts'
import { e1c } from './e1c.ts'
import { e2 } from './e2.ts'
import { e3 } from './e3.ts'
import { e4 } from './e4.ts'
import { e4b } from './e4b.ts'
import { e5 } from './e5.ts'
import { e6 } from './e6.ts'
import { e7 } from './e7.ts'
import { e8 } from './e8.ts'
import { e9 } from './e9.ts'
import { e10, e10Standoff, e10Succession } from './e10.ts'
import { e11 } from './e11.ts'
import { e12 } from './e12.ts'
import { e13 } from './e13.ts'
import { leaderboard, leaderboardPerturbed, leaderboardStandoff, leaderboardSuccession } from './leaderboard.ts'
import { leaderboardAdded } from './leaderboard-added.ts'
import { quick } from './quick.ts'
import { relearn } from './relearn.ts'
import { tiny } from './tiny.ts'

/** Studies that ship with Mettle, for look-up by id. */
export const STUDIES: readonly Study[] = [
  quick,
  e0,
  e0b,
  e1,
  e1Width,
  e1Z,
  e1Steps,
  e1b,
  e1c,
  e2,
  e3,
  e4,
  e4b,
  e5,
  e6,
  e7,
  e8,
  e9,
  e10,
  e10Standoff,
  e10Succession,
  e11,
  e12,
  e13,
  leaderboard,
  leaderboardStandoff,
  leaderboardSuccession,
  leaderboardPerturbed,
  leaderboardAdded,
  relearn,
  tiny,
]
