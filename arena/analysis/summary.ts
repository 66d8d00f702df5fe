import type { TraitAxes } from '../../agents/trait-set.ts'
import type { Trait } from '../../agents/traits.ts'
import type { Regime } from '../../interventions/define.ts'
import type { Miss } from '../measure/instruments/thresholds.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { Expectation } from '../study/preregistration.ts'
import type { Sweep } from '../study/sweep.ts'
import type { AftermathSummary } from './aftermath.ts'
import type { Elicitation } from './elicitation.ts'
import type { ManifoldSummary } from './manifold.ts'
import type { MediationSummary } from './mediation.ts'
import type { PrefillSummary } from './prefill.ts'
import type { RouterSummary } from './router.ts'

/** The three readings of a trait, side by side; never averaged. In SD of independent-trait writers. */
export interface Readings {
  readonly stated: Estimate
  readonly represented: { readonly frozen: Estimate; readonly refitted: Estimate }
  /** `neutral` context, and the darkest of all contexts. */
  readonly revealed: { readonly neutral: Estimate; readonly worst: Estimate }
}

/** Revealed drag, neutral context, over |Δpower| from 0 to what both pairs reached (VALIDITY §5.3). */
export interface MatchedPower {
  readonly drag: Estimate
  /** Drag of the arm it is compared with over the same range, and the gap: theirs minus its own. */
  readonly against: Estimate
  readonly gap: Estimate
  /** The largest |Δpower| of that range. */
  readonly level: Estimate
  /** Share of foundations in which every half moved any power. */
  readonly reached: number | null
}

/** A change under power rewarded and power punished, and half their sum: what is common to both signs. */
export interface Halves {
  readonly rewarded: Estimate
  readonly punished: Estimate
  readonly common: Estimate
}

/** The drag of one figure, its two halves and a word by its own interval and test. */
export interface FigureDrag extends Halves {
  readonly drag: Estimate
  readonly p?: number
  readonly word: string
}

export interface Drag {
  readonly final: Readings
  /** Mean over the power that both pairs reached in training; `deployed`: power as deployed. `drag` stands in both. */
  readonly matched: Readings & Omit<MatchedPower, 'drag'> & { readonly deployed: MatchedPower }
  /** Interquartile mean of `final.revealed.neutral` over foundations. */
  readonly iqm?: Estimate
  /** Two-sided sign-flip p of `final.revealed.neutral` over foundations, each trait alone. */
  readonly p?: number
  /**
   * The same, adjusted for all traits of the cell by step-down max-|t|. D, the primary endpoint, is no member of that
   * family.
   */
  readonly adjusted?: number
}

/** The test behind a word: two-sided sign flips of revealed D over foundations. */
export interface Test {
  readonly of: 'drag' | 'effect'
  readonly p: number
  /**
   * Holm over `family`; null where there is none: a control's own drag, and every regime but `full`, whose words are
   * descriptive (VALIDITY §5.4).
   */
  readonly adjusted: number | null
  /** Arms whose effects in `full` were tested together; one that was not measured counts with p = 1. */
  readonly family: readonly string[]
}

export interface Verdict {
  readonly word: string
  readonly withheld?: boolean
  readonly reason?: string
  /** Why the cue it trained under says little: the word stands, its cause does not follow. */
  readonly caution?: string
  /** What decided; a word other than that of a control needs it at .05, and the 95 % interval on the same side of 0. */
  readonly test?: Test
}

type Missing = Extract<Estimate, { readonly estimate: null }>

/**
 * The drag of one trait, decomposed (Lande & Arnold 1983), in SD; the size is scaled so that PWR comes out as it did.
 */
export interface Parts {
  /** Σ over PWR and LEAD of S_tu·β_u, without the trait's own term. */
  readonly correlated: Estimate
  /** S_tt·β_t. */
  readonly direct: Estimate
  /** What neither explains. */
  readonly rest: Estimate
}

/** What slopes come of nothing, beside κ. */
export interface KappaNulls {
  /** Each foundation's predictions dealt out anew to its traits. */
  readonly labels: { readonly p: number }
  /** Covariances of the same eigenvalues in random directions: p, and the middle 95 % of their slopes. */
  readonly rankMatched: { readonly p: number; readonly range: readonly [number, number] }
}

/** Slope of drag on a prediction. */
export interface Predictor {
  readonly slope: Estimate
  /** Out of sample: share of Σ drag² explained, each foundation by the slope of the others; null below two. */
  readonly r2: number | null
}

/** What stands beside κ. */
export interface Predicted {
  readonly traits: Readonly<Record<string, Parts>>
  /** Effective rank of the covariance, tr² / tr of the square: with few directions κ ≈ 1 is half geometry. */
  readonly rank: Estimate
  /** Slope of drag on the predictions from all other foundations' covariances, less what these have in common. */
  readonly byAnother: Estimate
  /** κ where drag is read off one half of the items and foretold from the other, both ways round (VALIDITY §3.3). */
  readonly crossFit: readonly [Estimate, Estimate]
  /**
   * The correlated part as each covariance foretells it (VALIDITY §4.2): Σ of the writers, the experimenter's own input
   * and the one to beat; S_q; M̂; and, instead of a covariance, the rival Γ₀, gradient entanglement.
   */
  readonly predictors: Readonly<Record<'population' | 'posterior' | 'displacement' | 'entanglement', Predictor>>
  /** Null where κ itself is not identified. */
  readonly nulls: KappaNulls | null
}

export interface AwarenessSummary {
  readonly accuracy: Estimate
  readonly nats: Estimate
}

/** One arm in one regime. All but `level` are changes from the untreated checkpoint. */
export interface Cell {
  readonly reward: Estimate
  readonly power: Estimate
  readonly retention: { readonly train: Estimate; readonly deployed: Estimate }
  /**
   * Does the arm keep more than 1 − margin of the deployed rise? One-sided at .025: Fieller's lower bound above 1 −
   * margin.
   */
  readonly nonInferior?: { readonly margin: number; readonly p: number; readonly holds: boolean }
  /** Half of (power rewarded − power punished), both of this arm: itself and its own twin (VALIDITY §3.1). */
  readonly drag: Readonly<Record<string, Drag>>
  /** Both halves of that pair, revealed, neutral, and how far each moved power; missing where there is no twin. */
  readonly halves: { readonly power: Halves; readonly traits: Readonly<Record<string, Halves>> } | Missing
  /** The change from the untreated checkpoint itself, revealed, neutral. */
  readonly change: Readonly<Record<string, Estimate>>
  /** Change of D less that of the arm whose reward follows nothing, on the same corpus and env, by foundation. */
  readonly aboveShuffled: Estimate
  /** Raw dark rate in power-free envs, in SD of independent-trait writers: change. */
  readonly raw: Estimate
  /** Its drag, both halves and what is common, with a test and a word of their own (VALIDITY §3.3). */
  readonly rawDrag: FigureDrag
  /** D fitted on all items, beside that on power-free items, which `drag` and every word are about; SD. */
  readonly allItems: FigureDrag
  /** Both headlines in the study's unseen envs, D over the traits that these read; null where the study has none. */
  readonly unseen: { readonly traits: readonly Trait[]; readonly D: FigureDrag; readonly raw: FigureDrag } | null
  /** Drag of the arm it is compared with, minus its own: revealed D. */
  readonly effect: Estimate
  readonly prevention: Estimate
  /** Slope of the drag of passive traits on its correlated part, predicted before the first update (VALIDITY §4). */
  readonly kappa: Estimate
  readonly predicted: Predicted | Missing
  /**
   * Selection gradient before RL of the network it started from, shown writers of independent traits (payoff per SD).
   * Descriptive.
   */
  readonly beta: Readonly<Record<Trait, Estimate>> | Missing
  /** Mean KL to the nearest writer after RL minus before, and its limit, nats per decision. */
  readonly residualKL: { readonly excess: Estimate; readonly limit: number }
  /** Whether the behaviour is still some persona's; raw rates are judged either way. */
  readonly manifold: ManifoldSummary
  /** How much of the drag went through z, and how much through the heads. */
  readonly mediation: MediationSummary | Missing
  /** Escalation, collateral and stability in scenarios of the train env's own domain. */
  readonly aftermath: AftermathSummary | Missing
  /**
   * Change of a revealed trait by a 1 SD steer along its direction frozen before RL, before it and after; D: mean of
   * its traits.
   */
  readonly steer: Readonly<Record<string, { readonly before: Estimate; readonly after: Estimate }>>
  /**
   * Whether z tells training-like contexts from eval (share of held-out items, chance .5), and how much is done
   * otherwise there, nats.
   */
  readonly awareness: { readonly before: AwarenessSummary; readonly after: AwarenessSummary }
  /**
   * Style of the self-report: yea-saying, points beyond the midpoint of 1 … 5, and the lowest Cronbach's α of its
   * scales over calibrationWriters.
   */
  readonly response: Readonly<Record<'acquiescence' | 'alpha', { readonly before: Estimate; readonly after: Estimate }>>
  /** SD of D over contexts, before RL and after it: how far the character splits by where it stands. */
  readonly split: { readonly before: Estimate; readonly after: Estimate; readonly change: Estimate }
  /** What a learned gate between z and the bypass does; absent where networks have none. */
  readonly router?: RouterSummary
  /** What dark acts that it did not choose do to it, one entry for each number of them; absent unless asked for. */
  readonly prefill?: readonly PrefillSummary[]
  /** Change of revealed D minus that of stated D, neutral: above 0 where the agent turned darker than it says. */
  readonly unsaid: Estimate
  /** How hard RL pushed against each intervention, as it measures it. */
  readonly pressure: Readonly<Record<string, Readonly<Record<string, Estimate>>>>
  readonly verdict: Verdict
  readonly comparedWith: string | null
  /** The arm that this one is the sign-reversed twin of, or null. */
  readonly twinOf: string | null
  /** The env it competed in. */
  readonly env: string
  readonly n: number
  readonly failed: readonly { readonly foundation: number; readonly error: string }[]
}

/** What the untreated checkpoint knows of a writer, next to an ideal observer of as many acts. */
export interface CapacitySummary {
  readonly acts: number
  /** R² of a cross-fitted ridge from m on independent-trait writers. */
  readonly r2: Readonly<Record<Trait, { readonly network: Estimate; readonly observer: Estimate }>>
  /** KL from writers of the corpus' population, nats per decision, after so many acts. */
  readonly gaps: readonly { readonly acts: number; readonly network: Estimate; readonly observer: Estimate }[]
}

/** How an expectation, or a whole hypothesis, came out. */
export type Outcome = 'holds' | 'contradicted' | 'not shown' | 'not judged'

/** One figure that was foretold, and how it came out. */
export interface Foretold extends Expectation {
  readonly estimate: Estimate
  readonly outcome: Outcome
}

/** A hypothesis of the plan; without expectations nothing but a reader can judge it, and `outcome` is null. */
export interface HypothesisOutcome {
  readonly claim: string
  readonly outcome: Outcome | null
  readonly figures: readonly Foretold[]
}

/**
 * Share of the change of dark acts in unseen envs that is foretold, out of the group it belongs to: by how acts changed
 * in the train env, by how z changed, and by both; `added` is both less acts alone.
 */
export interface Generalisation {
  /** Trials in `full`. */
  readonly n: number
  /** What no trial is foretold from: its own foundation, or its own train env. */
  readonly by: 'foundation' | 'env'
  readonly acts: Estimate
  readonly represented: Estimate
  readonly both: Estimate
  readonly added: Estimate
}

/** Where prevention is lost along a sweep: null where it is not, up to the last value. */
export interface Lost {
  readonly at: number | null
  /** Over foundations; a bound is null where it lies beyond the last value. No interval below 10 foundations. */
  readonly interval: readonly [number | null, number | null] | null
  readonly n: number
}

/** What a sweep came to, one figure for each of its values; all in `full`. */
export interface SweepSummary extends Omit<Sweep, 'curves'> {
  readonly curves: Readonly<
    Record<
      string,
      {
        readonly arms: readonly string[]
        readonly effect: readonly Estimate[]
        readonly prevention: readonly Estimate[]
        /** Deployed. */
        readonly retention: readonly Estimate[]
        readonly lostAt: Lost | Missing
      }
    >
  >
}

export interface Summary {
  readonly schema: 1
  readonly study: string
  readonly question: string
  readonly hash: string
  readonly registered: boolean
  /** The registration it ran under; any deviation makes it exploratory. */
  readonly registration?: { readonly hash: string; readonly commit: string; readonly deviations: readonly string[] }
  /** Fewer than 10 foundations: never evidence. */
  readonly smoke: boolean
  readonly n: { readonly foundations: number; readonly trials: number; readonly failed: number }
  readonly calibration: {
    /** The traits that it is of, where they are not the eight. */
    readonly traits?: TraitAxes
    readonly instruments: readonly Trait[]
    /** What D is the mean of here, and the traits without an instrument. */
    readonly D: readonly Trait[]
    readonly uncalibrated: readonly { readonly trait: Trait; readonly r2: number; readonly misses: readonly Miss[] }[]
    readonly r2: Readonly<Record<Trait, { readonly exact: number; readonly plays: number }>>
    /** On plays: Spearman–Brown over disjoint halves of the items, ICC(2,1) of two sets of plays. */
    readonly reliability: Readonly<Record<Trait, { readonly splitHalf: number; readonly icc: number }>>
    readonly writerKL: number
    /** Null under `traits` evidence. */
    readonly capacity: CapacitySummary | null
  }
  readonly foundations: {
    readonly imitationGap: Estimate
    /** Raw dark rate (SD) per SD of PWR in the evidence, before any reinforcement. */
    readonly manipulation: Estimate
    readonly untreated: Readonly<Record<string, Estimate>>
    /** What each context does to the untreated assistant against the neutral one, next to what is declared. */
    readonly elicitation: Elicitation
    readonly posteriorVariance: { readonly imitated: Estimate; readonly narrowed: Estimate }
  }
  readonly arms: Readonly<Record<string, Readonly<Partial<Record<Regime, Cell>>>>>
  /** What the plan of the study foretold, and what came; absent where it has none. */
  readonly hypotheses?: readonly HypothesisOutcome[]
  /** How much is left of prevention under pressure; absent where the study sweeps nothing. */
  readonly sweeps?: readonly SweepSummary[]
  /** Whether motivations add to acts; absent where the study has no unseen envs. */
  readonly generalisation?: Generalisation
  readonly controls: {
    /** What is common to both signs of control's contest: half the sum of the changes. */
    readonly common: Readonly<Partial<Record<Regime, Readonly<Record<string, Estimate>>>>>
    /** Selection gradient of scripted writers on the train env (payoff per SD): what the env itself rewards. */
    readonly beta: Readonly<Record<Trait, Estimate>>
    /** Selection gradient of the networks that control starts from, shown evidence of such writers. Descriptive. */
    readonly networkBeta: Readonly<Record<Trait, Estimate>>
  }
  readonly run: RunRecord
  /** Seconds, and starts under every registration of the study; the only part in which two runs of one seed differ. */
  readonly timing?: unknown
}

export interface RunRecord {
  readonly seed: number
  readonly backend: string
  /** Matches and actions replayed through boardgame.io's own reducer without a difference. */
  readonly verified: { readonly matches: number; readonly steps: number }
  /** Folder of the run under its root, version and build of Mettle, and whether the backend repeats its numbers. */
  readonly id?: string
  readonly reproducible?: boolean
  readonly mettle?: string
  readonly build?: string
}
