import { ablate } from './ablate.ts'
import { cap } from './cap.ts'
import { correlate } from './correlate.ts'
import { cueStrength } from './cue-strength.ts'
import { decorrelateRep } from './decorrelate-rep.ts'
import type { InterventionPlugin } from './define.ts'
import { entropy } from './entropy.ts'
import { exploreAdversary } from './explore-adversary.ts'
import { frame } from './frame.ts'
import { freezeBypass } from './freeze-bypass.ts'
import { freezeZ } from './freeze-z.ts'
import { gradProject } from './grad-project.ts'
import { irrelevantCue } from './irrelevant-cue.ts'
import { kl } from './kl.ts'
import { noReward } from './no-reward.ts'
import { preventativeSteer } from './preventative-steer.ts'
import { probePenalty } from './probe-penalty.ts'
import { projPenalty } from './proj-penalty.ts'
import { rationalise } from './rationalise.ts'
import { report } from './report.ts'
import { reverseReward } from './reverse-reward.ts'
import { rewardDark } from './reward-dark.ts'
import { shareReward } from './share-reward.ts'
import { shuffleReward } from './shuffle-reward.ts'
import { steer } from './steer.ts'

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
  steer,
  preventativeSteer,
  ablate,
  gradProject,
  projPenalty,
  probePenalty,
  entropy,
  exploreAdversary,
]
