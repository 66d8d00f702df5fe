import { cap } from './cap.ts'
import { correlate } from './correlate.ts'
import { cueStrength } from './cue-strength.ts'
import { decorrelateRep } from './decorrelate-rep.ts'
import type { InterventionPlugin } from './define.ts'
import { frame } from './frame.ts'
import { freezeBypass } from './freeze-bypass.ts'
import { freezeZ } from './freeze-z.ts'
import { irrelevantCue } from './irrelevant-cue.ts'
import { kl } from './kl.ts'
import { noReward } from './no-reward.ts'
import { rationalise } from './rationalise.ts'
import { report } from './report.ts'
import { reverseReward } from './reverse-reward.ts'
import { rewardDark } from './reward-dark.ts'
import { shareReward } from './share-reward.ts'
import { shuffleReward } from './shuffle-reward.ts'

/** Interventions that ship with Mettle, for look-up by id; code passes the plugins themselves. */
export const INTERVENTIONS: readonly InterventionPlugin<any>[] = [
  correlate,
  decorrelateRep,
  kl,
  report,
  cap,
  frame,
  cueStrength,
  reverseReward,
  shuffleReward,
  noReward,
  shareReward,
  rewardDark,
  irrelevantCue,
  freezeZ,
  freezeBypass,
  rationalise,
]
