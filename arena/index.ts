/** The public `mettle`: what authors of envs, interventions and studies import. */
export type { Ctx, Game, Move } from 'boardgame.io'
export { ActivePlayers, INVALID_MOVE, Stage, TurnOrder } from '#bgio/core'
export { loadBackend, tf } from '../agents/backend.ts'
export { random } from '../agents/bots/random.ts'
export { writer } from '../agents/bots/writer.ts'
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../agents/checkpoint.ts'
export { CUE_NAMES, type Cue } from '../agents/cues.ts'
export {
  type Agent,
  type AgentKind,
  type AgentPlugin,
  type AgentSpec,
  type Ask,
  type Decision,
  defineAgent,
} from '../agents/define.ts'
export { type Population, TRAITS, type Trait, type TraitVector } from '../agents/traits.ts'
export { bargaining } from '../envs/bargaining/env.ts'
export type { Board, BoardProps } from '../envs/board.ts'
export { boardroom } from '../envs/boardroom/env.ts'
export { bribery } from '../envs/bribery/env.ts'
export { type Choice, type ChoiceSpec, defineChoice, factorial } from '../envs/choice.ts'
export { commons } from '../envs/commons/env.ts'
export {
  type Action,
  type Affordances,
  APPRAISALS,
  type Appraisal,
  COMMON,
  type Contest,
  type Env,
  type EnvPlugin,
  type EnvSpec,
  type Seen,
  type Truth,
} from '../envs/define.ts'
export { dictator } from '../envs/dictator/env.ts'
export { dieRoll } from '../envs/die-roll/env.ts'
export { dilemma } from '../envs/dilemma/env.ts'
export { errands } from '../envs/errands/env.ts'
export { ArgumentFault, FAULTS, Fault, type FaultCode } from '../envs/fault.ts'
export { handBack } from '../envs/hand-back/env.ts'
export { leadershipVolunteer } from '../envs/leadership-volunteer/env.ts'
export { defineEnv } from '../envs/make-env.ts'
export { moneyBurning } from '../envs/money-burning/env.ts'
export { newCrisis } from '../envs/new-crisis/env.ts'
export { powerAuction } from '../envs/power-auction/env.ts'
export { promise } from '../envs/promise/env.ts'
export { publicGoods } from '../envs/public-goods/env.ts'
export { puzzleRace } from '../envs/puzzle-race/env.ts'
export { queue } from '../envs/queue/env.ts'
export { createRng, type Rng, shuffled } from '../envs/random.ts'
export { renegotiation } from '../envs/renegotiation/env.ts'
export { type RuleBook, ruleBook } from '../envs/rule-book.ts'
export { senderReceiver } from '../envs/sender-receiver/env.ts'
export { standoff } from '../envs/standoff/env.ts'
export { succession } from '../envs/succession/env.ts'
export { svoSlider } from '../envs/svo-slider/env.ts'
export { trust } from '../envs/trust/env.ts'
export { ultimatum } from '../envs/ultimatum/env.ts'
export { workshop } from '../envs/workshop/env.ts'
export { ablate } from '../interventions/ablate.ts'
export { cap } from '../interventions/cap.ts'
export { capMotives } from '../interventions/cap-motives.ts'
export { character } from '../interventions/character.ts'
export { consequence } from '../interventions/consequence.ts'
export { correlate } from '../interventions/correlate.ts'
export { cueStrength } from '../interventions/cue-strength.ts'
export { decorrelateMotives } from '../interventions/decorrelate-motives.ts'
export { decorrelateRep } from '../interventions/decorrelate-rep.ts'
export type {
  Between,
  Domain,
  Episode,
  GradientContext,
  Hooks,
  Intervention,
  InterventionPlugin,
  InterventionSpec,
  LossContext,
  MotiveSampler,
  Outcomes,
  Pass,
  Phase,
  Practice,
  Regime,
  Setup,
  Shown,
  Touch,
  TrainOptions,
  TraitVectors,
} from '../interventions/define.ts'
export { entropy } from '../interventions/entropy.ts'
export type { ArenaEvent, EventType } from '../interventions/events.ts'
export { exploreAdversary } from '../interventions/explore-adversary.ts'
export { filter } from '../interventions/filter.ts'
export { frame } from '../interventions/frame.ts'
export { freezeBypass } from '../interventions/freeze-bypass.ts'
export { freezeZ } from '../interventions/freeze-z.ts'
export { gradProject } from '../interventions/grad-project.ts'
export { inoculate } from '../interventions/inoculate.ts'
export { interleave } from '../interventions/interleave.ts'
export { irrelevantCue } from '../interventions/irrelevant-cue.ts'
export { kl } from '../interventions/kl.ts'
export { defineIntervention } from '../interventions/make-intervention.ts'
export { maskDarkActs } from '../interventions/mask-dark-acts.ts'
export { narrationFilter } from '../interventions/narration-filter.ts'
export { narrationPenalty } from '../interventions/narration-penalty.ts'
export { noReward } from '../interventions/no-reward.ts'
export { oneRoute } from '../interventions/one-route.ts'
export { penaliseActs } from '../interventions/penalise-acts.ts'
export { preventativeSteer } from '../interventions/preventative-steer.ts'
export { probePenalty } from '../interventions/probe-penalty.ts'
export { projPenalty } from '../interventions/proj-penalty.ts'
export { prompt } from '../interventions/prompt.ts'
export { rationalise } from '../interventions/rationalise.ts'
export { recontextualize } from '../interventions/recontextualize.ts'
export { report } from '../interventions/report.ts'
export { reverseReward } from '../interventions/reverse-reward.ts'
export { rewardDark } from '../interventions/reward-dark.ts'
export { rewardLead } from '../interventions/reward-lead.ts'
export { route } from '../interventions/route.ts'
export { shareReward } from '../interventions/share-reward.ts'
export { shuffleReward } from '../interventions/shuffle-reward.ts'
export { specDistil } from '../interventions/spec-distil.ts'
export { steer } from '../interventions/steer.ts'
export { unlearn } from '../interventions/unlearn.ts'
export { type AdapterFit, fitAdapter } from './corpus/adapter.ts'
export { MctsSettings, mcts } from './search/mcts.ts'
/** The statistics of summaries, for figures of one's own. */
export { binomialInterval } from './statistics/binomial.ts'
export { equivalent, keepsShare, nonInferior } from './statistics/equivalence.ts'
export { type Estimate, estimate, middle, ratio } from './statistics/estimate.ts'
export { holm } from './statistics/holm.ts'
export { adjustedOverTraits, flipP } from './statistics/significance.ts'
export { BATTERY, UNSEEN } from './studies/battery.ts'
export { e0 } from './studies/e0.ts'
export { e0b } from './studies/e0b.ts'
export { e3 } from './studies/e3.ts'
export { e8 } from './studies/e8.ts'
export { e13 } from './studies/e13.ts'
export { leaderboard, leaderboardStandoff, leaderboardSuccession } from './studies/leaderboard.ts'
export { quick } from './studies/quick.ts'
export { TECHNIQUES, type Technique } from './studies/techniques.ts'
export { tiny } from './studies/tiny.ts'
export type { ArmSettings } from './study/arm.ts'
export { Settings } from './study/settings.ts'
export { type Arm, defineStudy, type Study, type StudySpec } from './study/study.ts'
