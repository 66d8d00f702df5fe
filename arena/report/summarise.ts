import { covariance, DARK, solve, TRAITS, type Trait } from '../../agents/traits.ts'
import type { Regime } from '../../interventions/define.ts'
import type { FoundationResult } from '../foundation.ts'
import type { TrialFailure } from '../jobs.ts'
import { darkness } from '../measure/calibration.ts'
import { type Reading, worst } from '../measure/reading.ts'
import { comparedWith, type Study, trialName } from '../study.ts'
import type { TrialResult } from '../trial.ts'
import { type Estimate, estimate, missing, ratio, SMOKE } from './estimate.ts'
import { matchedChange } from './matched.ts'
import type { Cell, Drag, Readings, Summary } from './summary.ts'
import { verdict } from './verdict.ts'

/** Share of the mean KL between two random writers that residual KL may rise by (VALIDITY §3.4). */
const RESIDUAL_SHARE = 0.1
/** 99 % point of χ² with 8 degrees of freedom. */
const ELLIPSOID = 20.09

const CHANNELS = ['stated', 'frozen', 'refitted', 'neutral', 'worst'] as const
type Channel = (typeof CHANNELS)[number]
/** One number a name (instrumented traits and D), a channel. */
type Levels = Readonly<Record<Channel, Readonly<Record<string, number>>>>

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
  const byName = new Map(trials.map((trial) => [trialName(trial.id), trial]))
  const book: Book = {
    study,
    foundations,
    find: (arm, regime) => foundations.map(({ index }) => byName.get(trialName({ arm, regime, foundation: index }))),
  }
  const finished = trials.filter((trial) => !failed(trial)) as TrialResult[]
  return {
    schema: 1,
    study: study.id,
    question: study.question,
    hash,
    registered: false,
    smoke: foundations.length < SMOKE,
    n: { foundations: foundations.length, trials: finished.length, failed: trials.length - finished.length },
    calibration: calibrationOf(foundations[0]),
    foundations: foundationsOf(foundations),
    arms: Object.fromEntries(
      Object.entries(study.arms).map(([arm, { regimes }]) => [
        arm,
        Object.fromEntries(regimes.map((regime) => [regime, cell(book, arm, regime)])),
      ]),
    ),
    controls: {
      symmetric: Object.fromEntries(study.arms.control.regimes.map((regime) => [regime, symmetricOf(book, regime)])),
      beta: byTrait((t) => estimate(foundations.map(({ beta }) => beta[t]))),
    },
    run: {
      seed: study.settings.seed,
      backend,
      verified: {
        matches: finished.reduce((sum, { verified }) => sum + verified.matches, 0),
        steps: finished.reduce((sum, { verified }) => sum + verified.steps, 0),
      },
    },
  }
}

interface Book {
  readonly study: Study
  readonly foundations: readonly FoundationResult[]
  /** A foundation's trial each, in order. */
  find(arm: string, regime: Regime): readonly (TrialResult | TrialFailure | undefined)[]
}

const failed = (trial: TrialResult | TrialFailure): trial is TrialFailure => 'error' in trial

/** The finished trials of a cell; null as a whole when one is missing, since no pair may be dropped. */
function complete(book: Book, arm: string, regime: Regime): readonly TrialResult[] | null {
  const trials = book.find(arm, regime)
  return trials.every((trial) => trial && !failed(trial)) && trials.length > 0 ? (trials as TrialResult[]) : null
}

function cell(book: Book, arm: string, regime: Regime): Cell {
  const { study, foundations } = book
  const trials = book.find(arm, regime)
  const failures = trials.flatMap((t, i) =>
    t && failed(t) ? [{ foundation: foundations[i].index, error: t.error }] : [],
  )
  const done = complete(book, arm, regime)
  const against = comparedWith(study, arm)
  const other = against === null ? null : complete(book, against, regime)
  const gap = failures.length > 0 ? `${failures.length} trials failed` : 'trials are missing'
  const per = (values: ((trial: TrialResult, i: number) => number | null) | null, reason = gap): Estimate =>
    done && values ? estimate(done.map(values), reason) : missing(reason)
  const change = done?.map((trial, i) => changes(trial, foundations[i]))
  const theirs = other?.map((trial, i) => changes(trial, foundations[i]))
  const limit = RESIDUAL_SHARE * foundations[0].calibration.writerKl
  const excess = per((t) => t.reading.revealed.neutral.residual - t.untreated.revealed.neutral.residual)
  const offManifold = withheld(study, done, excess, limit)
  const pairs = theirs && change ? change.map((own, i) => theirs[i].neutral.D - own.neutral.D) : null
  const effect = pairs && !offManifold ? estimate(pairs) : missing(offManifold ?? noPair(against))
  const reference = against === null ? null : dragOf(book, against, regime)

  const parts = {
    reward: per((t) => last(t).reward - t.path[0].reward),
    power: per((t) => last(t).power - t.path[0].power),
    retention: retention(done, other, against),
    drag: dragTable(book, arm, regime, offManifold),
    change: names(foundations[0], (name) =>
      offManifold ? missing(offManifold) : per(change ? (_, i) => change[i].neutral[name] : null),
    ),
    raw: per(
      (t, i) => (t.reading.revealed.neutral.raw - t.untreated.revealed.neutral.raw) / foundations[i].calibration.raw.sd,
    ),
    effect,
    prevention:
      pairs && reference
        ? ratio(
            pairs,
            reference.map((each) => each.neutral.D),
          )
        : missing(noPair(against)),
    kappa: missing('no prediction was frozen before the first update (VALIDITY §4.3)'),
    predicted: missing('no prediction was frozen before the first update (VALIDITY §4.3)') as never,
    beta: missing('the β of networks is not measured here; the β of the env stands under controls') as never,
    residualKL: { excess, limit },
    pressure: pressureOf(done),
    comparedWith: against,
    n: done?.length ?? 0,
    failed: failures,
  }
  return {
    ...parts,
    verdict: verdict(parts, { smoke: foundations.length < SMOKE, role: study.arms[arm].role, offManifold }),
  }
}

const noPair = (against: string | null) =>
  against === null ? 'nothing to compare with' : `no complete pair with ${against}`
const last = ({ path }: TrialResult) => path[path.length - 1]

/** Levels from the untreated checkpoint to the deployed agent. */
function changes(trial: TrialResult, base: FoundationResult): Levels {
  const after = levels(trial.reading, base)
  const before = levels(trial.untreated, base)
  return Object.fromEntries(
    CHANNELS.map((channel) => [
      channel,
      Object.fromEntries(
        Object.keys(after[channel]).map((name) => [name, after[channel][name] - before[channel][name]]),
      ),
    ]),
  ) as Levels
}

function levels(reading: Reading, { calibration }: FoundationResult): Levels {
  const signs = TRAITS.map((trait) => DARK[trait] ?? (trait === 'CARE' ? -1 : 1))
  const named = (traits: readonly number[]) => ({
    ...Object.fromEntries(calibration.instruments.map((trait) => [trait, traits[TRAITS.indexOf(trait)]])),
    D: darkness(traits, calibration.dark),
  })
  const darkest = Math.max(...Object.values(reading.revealed).map(({ traits }) => darkness(traits, calibration.dark)))
  return {
    stated: named(reading.stated),
    frozen: named(reading.represented.frozen),
    refitted: named(reading.represented.refitted),
    neutral: named(reading.revealed.neutral.traits),
    worst: { ...named(worst(reading.revealed, signs)), D: darkest },
  }
}

/** Half the sum of the changes under rewarded and punished power, a foundation: forgetting and sharpening. */
function symmetric(book: Book, regime: Regime): Levels[] | null {
  const { study, foundations } = book
  const [rewarded, punished] = [complete(book, 'control', regime), complete(book, study.reversed, regime)]
  if (!rewarded || !punished) return null
  return foundations.map((base, i) => {
    const [a, b] = [changes(rewarded[i], base), changes(punished[i], base)]
    const half = (channel: Channel) =>
      Object.fromEntries(Object.keys(a[channel]).map((name) => [name, (a[channel][name] + b[channel][name]) / 2]))
    return Object.fromEntries(CHANNELS.map((channel) => [channel, half(channel)])) as Levels
  })
}

function symmetricOf(book: Book, regime: Regime): Readonly<Record<string, Estimate>> {
  const parts = symmetric(book, regime)
  return names(book.foundations[0], (name) =>
    parts ? estimate(parts.map((each) => each.neutral[name])) : missing(`no ${book.study.reversed} arm in ${regime}`),
  )
}

/** Why an arm has no drag of its own, or null. */
function noDrag({ study }: Book, arm: string, regime: Regime): string | null {
  if (study.arms[arm].role === 'control') return 'a control: its level is the change'
  if (study.arms[arm].env) return 'no sign-reversed twin in this env: its level is the change'
  if (!study.arms[study.reversed].regimes.includes(regime))
    return `no ${study.reversed} arm in ${regime}: its level is the change`
  return null
}

/** Change minus the symmetric part, a foundation. */
function dragOf(book: Book, arm: string, regime: Regime): Levels[] | null {
  const trials = complete(book, arm, regime)
  const common = symmetric(book, regime)
  if (!trials || !common || noDrag(book, arm, regime)) return null
  return trials.map((trial, i) => {
    const own = changes(trial, book.foundations[i])
    const net = (channel: Channel) =>
      Object.fromEntries(Object.keys(own[channel]).map((name) => [name, own[channel][name] - common[i][channel][name]]))
    return Object.fromEntries(CHANNELS.map((channel) => [channel, net(channel)])) as Levels
  })
}

function dragTable(
  book: Book,
  arm: string,
  regime: Regime,
  offManifold: string | null,
): Readonly<Record<string, Drag>> {
  const { study, foundations } = book
  const why = offManifold ?? noDrag(book, arm, regime) ?? 'trials are missing'
  const net = offManifold ? null : dragOf(book, arm, regime)
  const own = complete(book, arm, regime)
  const other = complete(book, comparedWith(study, arm) ?? arm, regime)
  return names(foundations[0], (name): Drag => {
    const of = (channel: Channel) => (net ? estimate(net.map((each) => each[channel][name])) : missing(why))
    const matched =
      own && other && !offManifold && study.arms[arm].role !== 'control'
        ? own.map((trial, i) => matchedChange(trial.path, other[i].path, name))
        : null
    const onlyAtEnd = missing('read before and after RL only')
    return {
      final: readings(of),
      matched: {
        ...readings(() => onlyAtEnd),
        revealed: { neutral: matched ? estimate(matched.map(({ change }) => change)) : missing(why), worst: onlyAtEnd },
        level: matched ? estimate(matched.map(({ level }) => level)) : missing(why),
        reached: matched ? matched.filter(({ level }) => level > 0).length / matched.length : null,
      },
    }
  })
}

function readings(of: (channel: Channel) => Estimate): Readings {
  return {
    stated: of('stated'),
    represented: { frozen: of('frozen'), refitted: of('refitted') },
    revealed: { neutral: of('neutral'), worst: of('worst') },
  }
}

/** VALIDITY §3.4: no trait coordinates for behaviour that is nobody's. */
function withheld(study: Study, done: readonly TrialResult[] | null, excess: Estimate, limit: number): string | null {
  if (!done || excess.estimate === null) return null
  if (excess.estimate > limit)
    return `off the persona manifold: residual KL rose by ${excess.estimate.toFixed(3)}, limit ${limit.toFixed(3)}`
  const sigma = covariance(study.settings.s)
  const far = done.find(({ reading: { revealed } }) => {
    const { traits } = revealed.neutral
    return solve(sigma, traits).reduce((sum, x, t) => sum + x * traits[t], 0) > ELLIPSOID
  })
  return far
    ? `off the persona manifold: fitted traits of foundation ${far.id.foundation} lie outside the population's 99 % ellipsoid`
    : null
}

function retention(
  done: readonly TrialResult[] | null,
  other: readonly TrialResult[] | null,
  against: string | null,
): Cell['retention'] {
  if (!done || !other) return { train: missing(noPair(against)), deployed: missing(noPair(against)) }
  const rise = (t: TrialResult) => last(t).reward - t.path[0].reward
  const deployed = (t: TrialResult) => t.deployed.reward - t.path[0].reward
  return { train: ratio(done.map(rise), other.map(rise)), deployed: ratio(done.map(deployed), other.map(deployed)) }
}

function pressureOf(done: readonly TrialResult[] | null): Cell['pressure'] {
  const first = done?.[0]?.interventions ?? {}
  return Object.fromEntries(
    Object.entries(first).map(([id, metrics]) => [
      id,
      Object.fromEntries(
        Object.keys(metrics).map((metric) => [
          metric,
          estimate(
            (done ?? []).map(({ interventions }) => interventions[id]?.[metric] ?? null),
            'not every foundation measured it',
          ),
        ]),
      ),
    ]),
  )
}

function names<T>({ calibration }: FoundationResult, of: (name: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries([...calibration.instruments, 'D'].map((name) => [name, of(name)]))
}

const byTrait = <T>(of: (t: number) => T) =>
  Object.fromEntries(TRAITS.map((trait, t) => [trait, of(t)])) as Record<Trait, T>

function calibrationOf({ calibration: { instruments, dark, r2, writerKl } }: FoundationResult): Summary['calibration'] {
  return {
    instruments,
    D: dark,
    uncalibrated: TRAITS.flatMap((trait, t) => (instruments.includes(trait) ? [] : [{ trait, r2: r2.exact[t] }])),
    r2: byTrait((t) => ({ exact: r2.exact[t], plays: r2.plays[t] })),
    writerKL: writerKl,
  }
}

function foundationsOf(foundations: readonly FoundationResult[]): Summary['foundations'] {
  return {
    imitationGap: estimate(foundations.map(({ imitation }) => imitation.gap)),
    manipulation: estimate(foundations.map(({ manipulation }) => manipulation.slope)),
    untreated: names(foundations[0], (name) =>
      estimate(foundations.map((base) => levels(base.untreated, base).neutral[name])),
    ),
    posteriorVariance: {
      imitated: estimate(foundations.map(({ sq }) => sq.imitated)),
      narrowed: estimate(foundations.map(({ sq }) => sq.narrowed)),
    },
  }
}
