import type { Study } from '../study/study.ts'
import { e0 } from './e0.ts'
import { e0b } from './e0b.ts'
import { e3 } from './e3.ts'
import { e8 } from './e8.ts'
import { e13 } from './e13.ts'
import { leaderboard, leaderboardStandoff, leaderboardSuccession } from './leaderboard.ts'
import { quick } from './quick.ts'
import { tiny } from './tiny.ts'

/** Studies that ship with Mettle, for look-up by id. */
export const STUDIES: readonly Study[] = [
  quick,
  e0,
  e0b,
  e3,
  e8,
  e13,
  leaderboard,
  leaderboardStandoff,
  leaderboardSuccession,
  tiny,
]
