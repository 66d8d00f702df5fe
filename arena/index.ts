/** The public `mettle`: what authors of envs, agents, interventions, studies and tournaments import. docs/package.md. */
export type { Ctx, Game, Move } from 'boardgame.io'
export { ActivePlayers, INVALID_MOVE, Stage, TurnOrder } from '#bgio/core'
export { a2c } from '../agents/a2c.ts'
export { loadBackend, tf } from '../agents/backend.ts'
export { random, randomPlugin } from '../agents/bots/random.ts'
export { writer, writerPlugin } from '../agents/bots/writer.ts'
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
export {
  type Algorithm,
  type AlgorithmOptions,
  defineLearner,
  type LearnerChoice,
  type LearnerPlugin,
  type LearnerSpec,
  learning,
  policyGradient,
} from '../agents/learner.ts'
export { type Trajectory, type Transition, withAdvantages } from '../agents/ppo-rows.ts'
export { defineTraits, type TraitSettings } from '../agents/trait-set.ts'
export { type Population, TRAITS, type Trait, type TraitVector } from '../agents/traits.ts'
export { ArgumentFault, FAULTS, Fault, type FaultCode } from '../envs/fault.ts'
export * from '../envs/index.ts'
export { ablate } from '../interventions/ablate.ts'
export { cap } from '../interventions/cap.ts'
export { capMotives } from '../interventions/cap-motives.ts'
export { INTERVENTIONS } from '../interventions/catalog.ts'
export { character } from '../interventions/character.ts'
export { consequence } from '../interventions/consequence.ts'
export { correlate } from '../interventions/correlate.ts'
export { cueStrength } from '../interventions/cue-strength.ts'
export { decorrelateMotives } from '../interventions/decorrelate-motives.ts'
export { decorrelateRep } from '../interventions/decorrelate-rep.ts'
export {
  type Between,
  type Domain,
  type Episode,
  type GradientContext,
  type Hooks,
  type Intervention,
  type InterventionPlugin,
  type InterventionSpec,
  type LossContext,
  type MotiveSampler,
  type Outcomes,
  type Pass,
  type Phase,
  type Practice,
  REGIMES,
  type Regime,
  type Setup,
  type Shown,
  type Touch,
  type TrainOptions,
  type TraitVectors,
  type Twinned,
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
export { AGENTS } from './entrants/catalog.ts'
export type { Entrant } from './entrants/entrant.ts'
export { references } from './entrants/reference.ts'
export { resolveAgent } from './entrants/resolve.ts'
export { MctsSettings, mcts } from './search/mcts.ts'
/** The statistics of summaries, for figures of one's own. */
export { binomialInterval } from './statistics/binomial.ts'
export { equivalent, keepsShare, nonInferior } from './statistics/equivalence.ts'
export { type Estimate, estimate, middle, ratio } from './statistics/estimate.ts'
export { holm } from './statistics/holm.ts'
export { adjustedOverTraits, flipP } from './statistics/significance.ts'
export { BATTERY, UNSEEN } from './studies/battery.ts'
export { STUDIES } from './studies/catalog.ts'
export { chosen } from './studies/chosen.ts'
export { e0 } from './studies/e0.ts'
export { e0b } from './studies/e0b.ts'
export { e3 } from './studies/e3.ts'
export { e8 } from './studies/e8.ts'
export { e13 } from './studies/e13.ts'
export { expected } from './studies/expected.ts'
export { STRENGTHS } from './studies/leaderboard.strengths.ts'
export { leaderboard, leaderboardStandoff, leaderboardSuccession } from './studies/leaderboard.ts'
export { HEAVIER, MATCHED, PRESSURE } from './studies/pressure.ts'
export { quick } from './studies/quick.ts'
export { RIGGED, TECHNIQUES, type Technique } from './studies/techniques.ts'
export { tiny } from './studies/tiny.ts'
export type { ArmSettings } from './study/arm.ts'
export type { Expectation, Preregistration } from './study/preregistration.ts'
export { Settings } from './study/settings.ts'
export { type Arm, defineStudy, type Study, type StudySpec } from './study/study.ts'
export { alphaRank, LIMIT, type Selection } from './tournament/alpha-rank.ts'
export { bradleyTerry, winChance } from './tournament/bradley-terry.ts'
export { conclude, type TournamentResult } from './tournament/conclude.ts'
export { morals } from './tournament/moral.ts'
export { type NashAverage, nashAverage } from './tournament/nash-averaging.ts'
export { resolveTournament, type Tournament, type TournamentRequest } from './tournament/resolve.ts'
export { playTournament, type TournamentPlayed, type TournamentRun } from './tournament/run.ts'
export { onEloScale, type Standing } from './tournament/standings.ts'
