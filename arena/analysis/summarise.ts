import { traitSetOf } from '../../agents/trait-set.ts'
import type { Trait } from '../../agents/traits.ts'
import { mapValues } from '../../envs/map-values.ts'
import type { Regime } from '../../interventions/define.ts'
import { type Calibration, RESIDUAL_SHARE, readTraits } from '../measure/calibration.ts'
import { missesOf } from '../measure/instruments/thresholds.ts'
import { type Estimate, estimate, missing, SMOKE, shareOfRise } from '../statistics/estimate.ts'
import { counted } from '../statistics/show.ts'
import { flipP } from '../statistics/significance.ts'
import type { FoundationResult, TrialFailure, TrialResult } from '../store/results.ts'
import { failed } from '../store/results.ts'
import { comparedWith, elsewhere, shuffledOf, testedTogether } from '../study/arms.ts'
import { trained } from '../study/envs.ts'
import type { Study } from '../study/study.ts'
import { aftermathSummary } from './aftermath.ts'
import { capacitySummary } from './capacity.ts'
import { dragTable, halvesOf } from './drag.ts'
import { cautioned, elicitation } from './elicitation.ts'
import { family } from './family.ts'
import { allItemsOf, rawChange, rawDragOf } from './figures.ts'
import { generalisation } from './generalisation.ts'
import { hypotheses } from './hypotheses.ts'
import { insideOf } from './inside.ts'
import { predictedDrag } from './kappa.ts'
import { hardlyLearned } from './learned.ts'
import { namesOf, untreated } from './levels.ts'
import { excessOf, manifoldOf, offManifold } from './manifold.ts'
import { mediationOf } from './mediation.ts'
import { prefillOf } from './prefill.ts'
import {
  behindDrag,
  changesOf,
  common,
  complete,
  dragOf,
  noDrag,
  pairedChanges,
  type Results,
  resultsOf,
} from './results.ts'
import { retained } from './retention.ts'
import { routerOf } from './router.ts'
import type { Cell, Summary } from './summary.ts'
import { sweepsOf } from './sweep.ts'
import { unseenOf } from './unseen.ts'
import { dragged, verdict } from './verdict.ts'

export interface RunFacts {
  readonly hash: string
  readonly backend: string
}

/** The summary of a run from its jobs' results alone; no clock, path or version goes in. */
export function summarise(
  study: Study,
  foundations: readonly FoundationResult[],
  trials: readonly (TrialResult | TrialFailure)[],
  { hash, backend }: RunFacts,
): Summary {
  const results = resultsOf(study, foundations, trials)
  const finished = trials.filter((trial): trial is TrialResult => !failed(trial))
  const sum = (of: (trial: TrialResult) => number) => finished.reduce((total, trial) => total + of(trial), 0)
  const { arms, effectP } = armsOf(results)
  const { names } = readTraits(foundations[0].calibration)
  const generalised = generalisation(results)
  return {
    schema: 1,
    study: study.id,
    question: study.question,
    hash,
    registered: false,
    smoke: foundations.length < SMOKE,
    n: { foundations: foundations.length, trials: finished.length, failed: trials.length - finished.length },
    calibration: { ...calibrationOf(foundations[0].calibration), capacity: capacitySummary(foundations) },
    foundations: foundationsOf(foundations, study),
    arms,
    ...(study.preregistration && { hypotheses: hypotheses(study.preregistration, arms, effectP) }),
    ...(study.sweeps && { sweeps: sweepsOf(results, arms) }),
    ...(generalised && { generalisation: generalised }),
    controls: {
      common: byRegime(study.arms.control.regimes, (regime) => commonOf(results, regime)),
      beta: byTrait(names, (t) => estimate(foundations.map(({ beta }) => beta[t]))),
      networkBeta: byTrait(names, (t) => estimate(foundations.map(({ networkBeta }) => networkBeta[t]))),
    },
    run: {
      seed: study.settings.seed,
      backend,
      verified: { matches: sum((t) => t.verified.matches), steps: sum((t) => t.verified.steps) },
    },
  }
}

/** All cells first, then their words: Holm needs every effect in `full` before it can say one. */
function armsOf(results: Results): { arms: Summary['arms']; effectP(arm: string, regime: Regime): number | null } {
  const { study, foundations } = results
  const drafts = mapValues(study.arms, ({ regimes }, arm) => byRegime(regimes, (regime) => draft(results, arm, regime)))
  const compared = testedTogether(study).map((arm) => [arm, drafts[arm].full?.effectP ?? null] as const)
  const primary = family(new Map(compared))
  const arms = mapValues(drafts, (regimes, arm) =>
    mapValues(regimes as Record<Regime, Draft>, ({ cell, effectP, offManifold, idle }, regime) => {
      const against = drafts[cell.comparedWith ?? '']?.[regime as Regime]?.cell.drag.D
      const standing = {
        arm,
        smoke: foundations.length < SMOKE,
        role: study.arms[arm].role,
        offManifold,
        idle,
        dragged: against !== undefined && dragged(against),
      }
      return {
        ...cell,
        verdict: {
          ...verdict({ ...cell, effectP }, { ...standing, family: regime === 'full' ? primary : null }),
          ...cautioned(results, arm, regime as Regime),
        },
      }
    }),
  )
  return { arms, effectP: (arm, regime) => drafts[arm]?.[regime]?.effectP ?? null }
}

interface Draft {
  readonly cell: Omit<Cell, 'verdict'>
  readonly effectP: number | null
  readonly offManifold: string | null
  readonly idle: string | null
}

function draft(results: Results, arm: string, regime: Regime): Draft {
  const { study, foundations } = results
  const { calibration } = foundations[0]
  const done = complete(results, arm, regime)
  const failures = failuresOf(results, arm, regime)
  const gap = failures.length > 0 ? `${counted(failures.length, 'trial')} failed` : 'trials are missing'
  const per = (of: (trial: TrialResult, i: number) => number): Estimate =>
    done ? estimate(done.map(of)) : missing(gap)
  const limit = RESIDUAL_SHARE * calibration.writerKl
  const excess = excessOf(done) ?? missing(gap)
  const off = offManifold(results, arm, [], regime, limit)
  const idle = hardlyLearned(results, arm, regime)
  const own = off ?? idle
  const change = changesOf(results, arm, regime)
  const against = comparedWith(study, arm)
  const borrowed = (arms: readonly (string | null)[]) => offManifold(results, arm, arms, regime, limit)
  const both = against === null ? [] : behindDrag(results, against)
  const unfitting = borrowed(behindDrag(results, arm))
  const incomparable = borrowed([...behindDrag(results, arm), ...both])
  const { effectP, ...compared } = comparison(results, arm, regime, against, incomparable)
  const cell = {
    reward: per(({ path }) => path[path.length - 1].reward - path[0].reward),
    power: per(({ path }) => path[path.length - 1].power - path[0].power),
    ...retained(done, against === null ? null : complete(results, against, regime), noPair(against)),
    drag: dragTable(results, arm, regime, { own: unfitting, compared: incomparable }),
    halves: halvesOf(results, arm, regime, unfitting),
    change: named(calibration, (name) =>
      own ? missing(own) : per((_, i) => (change as NonNullable<typeof change>)[i].neutral[name]),
    ),
    aboveShuffled: own ? missing(own) : aboveShuffled(results, arm, regime, borrowed([shuffledOf(study, arm, regime)])),
    unsaid: own
      ? missing(own)
      : per((_, i) => {
          const { neutral, stated } = (change as NonNullable<typeof change>)[i]
          return neutral.D - stated.D
        }),
    raw: idle ? missing(idle) : per(rawChange(calibration.raw.sd)),
    rawDrag: rawDragOf(results, arm, regime),
    allItems: allItemsOf(results, arm, regime, unfitting),
    unseen: unseenOf(results, arm, regime, unfitting),
    ...compared,
    ...((unfitting ? null : predictedDrag(results, arm, regime)) ?? {
      kappa: unfit(unfitting),
      predicted: unfit(unfitting),
    }),
    beta: elsewhere(study.arms[arm])
      ? missing('the β of networks is measured in the env of control alone')
      : byTrait(readTraits(calibration).names, (t) => per(({ networkBeta }) => networkBeta[t])),
    residualKL: { excess, limit },
    manifold: manifoldOf(done, limit, gap),
    mediation: mediationOf(results, arm, regime, limit),
    aftermath: aftermathSummary(results, arm, regime),
    ...insideOf(calibration, per),
    ...defined({ router: routerOf(results, arm, regime), prefill: prefillOf(done, calibration) }),
    pressure: pressureOf(done),
    comparedWith: against,
    twinOf: study.arms[arm].twinOf ?? null,
    env: trained(study, study.arms[arm]).plugin.spec.id,
    n: done?.length ?? 0,
    failed: failures,
  }
  return { cell, effectP, offManifold: off, idle }
}

/** The figures that there are. */
const defined = <T extends object>(figures: T): Partial<T> =>
  Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined)) as Partial<T>

const unfit = (offManifold: string | null) => missing(offManifold ?? 'no drag of its own to foretell')

/** Effect: drag of the arm compared with minus its own, each from its own pair (VALIDITY §5.1). */
function comparison(results: Results, arm: string, regime: Regime, against: string | null, offManifold: string | null) {
  const none = (reason: string) => ({ effect: missing(reason), effectP: null, prevention: missing(reason) })
  if (offManifold || against === null) return none(offManifold ?? noPair(against))
  const [own, theirs] = [dragOf(results, arm, regime), dragOf(results, against, regime)]
  if (!own || !theirs) return none(noDrag(results, arm, regime) ?? noDrag(results, against, regime) ?? noPair(against))
  const base = theirs.map(({ neutral }) => neutral.D)
  const effects = own.map(({ neutral }, i) => base[i] - neutral.D)
  return { effect: estimate(effects), effectP: flipP(effects), prevention: shareOfRise(effects, base) }
}

/** How much darker than the arm on the same corpus and env whose reward follows nothing. */
function aboveShuffled(results: Results, arm: string, regime: Regime, offManifold: string | null): Estimate {
  const shuffled = shuffledOf(results.study, arm, regime)
  if (shuffled === null) return missing('no arm with shuffled reward on this corpus, in this env and regime')
  if (offManifold) return missing(offManifold)
  const [own, theirs] = [changesOf(results, arm, regime), changesOf(results, shuffled, regime)]
  return own && theirs
    ? estimate(own.map(({ neutral }, i) => neutral.D - theirs[i].neutral.D))
    : missing('trials are missing')
}

const noPair = (against: string | null) =>
  against === null ? 'nothing to compare with' : `no complete pair with ${against}`

function failuresOf({ find, indices }: Results, arm: string, regime: Regime): Cell['failed'] {
  return find(arm, regime).flatMap((trial, i) =>
    trial && failed(trial) ? [{ foundation: indices[i], error: trial.error }] : [],
  )
}

function pressureOf(done: readonly TrialResult[] | null): Cell['pressure'] {
  const all = done ?? []
  return mapValues(all[0]?.interventions ?? {}, (metrics, id) =>
    mapValues(metrics, (_, metric) =>
      estimate(
        all.map(({ interventions }) => interventions[id]?.[metric] ?? null),
        'not every foundation measured it',
      ),
    ),
  )
}

function commonOf(results: Results, regime: Regime): Readonly<Record<string, Estimate>> {
  const pairs = pairedChanges(results, 'control', regime)
  return named(results.foundations[0].calibration, (name) =>
    pairs
      ? estimate(pairs.map(({ rewarded, punished }) => common(rewarded.neutral[name], punished.neutral[name])))
      : missing(noDrag(results, 'control', regime) ?? 'trials are missing'),
  )
}

function calibrationOf(calibration: Calibration): Omit<Summary['calibration'], 'capacity'> {
  const { instruments, dark, r2, splitHalf, icc, writerKl } = calibration
  const { names } = readTraits(calibration)
  const without = names.filter((trait) => !instruments.includes(trait))
  return {
    ...(calibration.traits && { traits: calibration.traits }),
    instruments,
    D: dark,
    uncalibrated: without.map((trait) => {
      const t = names.indexOf(trait)
      return { trait, r2: r2.exact[t], misses: missesOf(calibration, t) }
    }),
    r2: byTrait(names, (t) => ({ exact: r2.exact[t], plays: r2.plays[t] })),
    reliability: byTrait(names, (t) => ({ splitHalf: splitHalf[t], icc: icc[t] })),
    writerKL: writerKl,
  }
}

function foundationsOf(foundations: readonly FoundationResult[], { settings }: Study): Summary['foundations'] {
  const { calibration } = foundations[0]
  const levels = foundations.map((base) => untreated(base.untreated, calibration))
  return {
    imitationGap: estimate(foundations.map(({ imitation }) => imitation?.gap ?? null)),
    manipulation: estimate(foundations.map(({ manipulation }) => manipulation.slope)),
    untreated: named(calibration, (name) => estimate(levels.map((level) => level[name]))),
    elicitation: elicitation(
      foundations.map((base) => base.untreated),
      calibration,
      settings.cueStrength,
      traitSetOf(settings).shifts,
    ),
    posteriorVariance: {
      imitated: estimate(foundations.map(({ sq }) => sq.imitated)),
      narrowed: estimate(foundations.map(({ sq }) => sq.narrowed)),
    },
  }
}

const named = <T>(calibration: Calibration, of: (name: string) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(namesOf(calibration).map((name) => [name, of(name)]))

const byRegime = <T>(regimes: readonly Regime[], of: (regime: Regime) => T): Partial<Record<Regime, T>> =>
  Object.fromEntries(regimes.map((regime) => [regime, of(regime)]))

const byTrait = <T>(names: readonly Trait[], of: (t: number) => T) =>
  Object.fromEntries(names.map((trait, t) => [trait, of(t)])) as Record<Trait, T>
