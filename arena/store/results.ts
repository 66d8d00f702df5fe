import type { ImitationMetrics } from '../../agents/imitate-tensors.ts'
import type { Population, Trait } from '../../agents/traits.ts'
import type { Aftermaths, Baseline } from '../measure/aftermath.ts'
import type { Calibration } from '../measure/calibration.ts'
import type { Capacity } from '../measure/capacity.ts'
import type { Manipulation } from '../measure/manipulation.ts'
import type { Mediation } from '../measure/mediation.ts'
import type { Prediction } from '../measure/prediction.ts'
import type { Prefilled } from '../measure/prefill.ts'
import type { Probe } from '../measure/probe.ts'
import type { Reading } from '../measure/reading.ts'
import type { Routed } from '../measure/router.ts'
import type { Verified } from '../play/verify.ts'
import type { TrialId } from '../study/trials.ts'

/** What a network does in the envs that its study holds out of imitation and evidence: their own battery. */
export type UnseenReading = Reading['revealed']

/** The unseen envs of a foundation. */
export interface UnseenBaseline {
  /** Which traits their battery reads, and of which its D is made. */
  readonly calibration: Calibration
  /** Of the adapter fit by which they entered; null where an arm starts from a random network. */
  readonly imitation: ImitationMetrics | null
  /** The assistant before RL. */
  readonly revealed: UnseenReading
}

export interface FoundationResult {
  readonly index: number
  /** Who wrote the corpus, after interventions on it. */
  readonly population: Population
  /** How far cues moved them: the share of the declared shifts. */
  readonly cueStrength: number
  /** Null where an arm starts from a random network. */
  readonly imitation: ImitationMetrics | null
  readonly narrowing: ImitationMetrics | null
  readonly manipulation: Manipulation
  readonly calibration: Calibration
  /** How much of a persona the untreated checkpoint carries; null under `traits` evidence. */
  readonly capacity: Capacity | null
  readonly probe: Probe
  readonly vectors: {
    readonly directions: Readonly<Record<Trait, readonly number[]>>
    readonly sd: Readonly<Record<Trait, number>>
    readonly assistant: Readonly<Record<Trait, number>>
    readonly axis?: readonly number[]
  }
  /** Variances of q(m | assistant) within and between its evidence sets, summed, before and after narrowing. */
  readonly sq: { readonly imitated: number; readonly narrowed: number }
  /** These variances by dimension of m, each [persona]. */
  readonly posterior: { readonly imitated: readonly number[]; readonly narrowed: readonly number[] }
  /** What the drag is predicted from before the first update. */
  readonly prediction: Prediction
  /** The assistant before RL. */
  readonly untreated: Reading
  /** What its same-domain scenarios score then, by env; empty where the study has none. */
  readonly aftermath: Baseline
  /** Selection gradient of scripted writers on the train env, against the held-out panel. */
  readonly beta: readonly number[]
  /** Selection gradient of the network, shown evidence of such writers before RL, [DIM]. */
  readonly networkBeta: readonly number[]
  /** Absent where the study has no unseen envs. */
  readonly unseen?: UnseenBaseline
}

/** A point on the path of training: performance as in training, traits as deployed in the neutral context. */
export interface PathPoint {
  readonly update: number
  /** Mean payoff and final share of control of the focal seat against the held-out panel. */
  readonly reward: number
  readonly power: number
  /** The same with only the interventions that stay at test, neutral unless they cue. */
  readonly deployed: { readonly reward: number; readonly power: number }
  readonly traits: readonly number[]
  readonly D: number
  readonly raw: number
  readonly residual: number
}

export interface TrialResult {
  readonly id: TrialId
  /** The env it competed in. */
  readonly env: string
  /** From before RL to after it. */
  readonly path: readonly PathPoint[]
  /** Before RL, neutral, with no intervention at all: one start for all arms of a foundation and env. */
  readonly before: { readonly reward: number; readonly power: number }
  /** After RL with only the interventions that stay at test. */
  readonly deployed: { readonly reward: number; readonly power: number }
  /** Mean appraisal of a decision in its train env, before RL without any intervention and after it, [APPRAISALS]. */
  readonly acts: { readonly before: readonly number[]; readonly after: readonly number[] }
  /** The assistant before RL and after it, by the same instruments. */
  readonly untreated: Reading
  /** Who wrote the corpus of its foundation, and what its drag was predicted from before the first update. */
  readonly population: Population
  readonly cueStrength: number
  readonly prediction: Prediction
  /** Selection gradient of its foundation's network on the study's own train env, before RL. */
  readonly networkBeta: readonly number[]
  readonly reading: Reading
  readonly refittedR2: readonly number[]
  /** How much of the change of revealed traits went through z, and how much through the heads. */
  readonly mediation: Mediation
  /** Scores of the same-domain scenarios before RL and after it, by env; empty where the study has none. */
  readonly aftermath: Baseline & { readonly after: Aftermaths }
  /** The unseen envs before RL and after it, by the same minds; absent where the study has none. */
  readonly unseen?: { readonly before: UnseenReading; readonly after: UnseenReading }
  /** What its router does, before RL and after it; absent where the network has none. */
  readonly router?: { readonly before: Routed; readonly after: Routed }
  /** What dark acts that it did not choose do to it, before RL and after it; absent unless asked for. */
  readonly prefill?: { readonly before: Prefilled; readonly after: Prefilled }
  /** Mean of each intervention's metrics over the last quarter of the updates; of what was not measured there, the last value. */
  readonly interventions: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly verified: Verified
}

/** A trial of a run: the name of its job's folder, and what came out. */
export interface Stored<T> {
  readonly folder: string
  readonly result: T | TrialFailure
}

export interface TrialFailure {
  readonly id: TrialId
  readonly error: string
}

export const failed = (trial: TrialResult | TrialFailure): trial is TrialFailure => 'error' in trial
