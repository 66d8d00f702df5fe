import { ablate } from './ablate.ts'
import { cap } from './cap.ts'
import { capMotives } from './cap-motives.ts'
import { character } from './character.ts'
import { consequence } from './consequence.ts'
import { correlate } from './correlate.ts'
import { cueStrength } from './cue-strength.ts'
import { decorrelateMotives } from './decorrelate-motives.ts'
import { decorrelateRep } from './decorrelate-rep.ts'
import type { InterventionPlugin } from './define.ts'
import { entropy } from './entropy.ts'
import { exploreAdversary } from './explore-adversary.ts'
import { filter } from './filter.ts'
import { frame } from './frame.ts'
import { freezeBypass } from './freeze-bypass.ts'
import { freezeZ } from './freeze-z.ts'
import { gradProject } from './grad-project.ts'
import { inoculate } from './inoculate.ts'
import { interleave } from './interleave.ts'
import { irrelevantCue } from './irrelevant-cue.ts'
import { kl } from './kl.ts'
import { maskDarkActs } from './mask-dark-acts.ts'
import { narrationFilter } from './narration-filter.ts'
import { narrationPenalty } from './narration-penalty.ts'
import { noReward } from './no-reward.ts'
import { oneRoute } from './one-route.ts'
import { penaliseActs } from './penalise-acts.ts'
import { preventativeSteer } from './preventative-steer.ts'
import { probePenalty } from './probe-penalty.ts'
import { projPenalty } from './proj-penalty.ts'
import { prompt } from './prompt.ts'
import { rationalise } from './rationalise.ts'
import { recontextualize } from './recontextualize.ts'
import { report } from './report.ts'
import { reverseReward } from './reverse-reward.ts'
import { rewardDark } from './reward-dark.ts'
import { rewardLead } from './reward-lead.ts'
import { route } from './route.ts'
import { shareReward } from './share-reward.ts'
import { shuffleReward } from './shuffle-reward.ts'
import { specDistil } from './spec-distil.ts'
import { steer } from './steer.ts'
import { unlearn } from './unlearn.ts'

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
  rewardLead,
  irrelevantCue,
  freezeZ,
  freezeBypass,
  rationalise,
  inoculate,
  recontextualize,
  prompt,
  decorrelateMotives,
  capMotives,
  filter,
  consequence,
  maskDarkActs,
  oneRoute,
  penaliseActs,
  narrationFilter,
  narrationPenalty,
  character,
  interleave,
  unlearn,
  route,
  specDistil,
  steer,
  preventativeSteer,
  ablate,
  gradProject,
  entropy,
  projPenalty,
  probePenalty,
  exploreAdversary,
]
