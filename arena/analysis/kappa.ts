import { agenticOf, EIGHT, type TraitAxes } from '../../agents/trait-set.ts'
import { covarianceOf, type Matrix, type Trait } from '../../agents/traits.ts'
import type { Regime } from '../../interventions/define.ts'
import { readTraits } from '../measure/calibration.ts'
import type { Halves, Prediction } from '../measure/prediction.ts'
import { equivalent } from '../statistics/equivalence.ts'
import { type Estimate, estimate, missing } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'
import { nullsOf } from './kappa-null.ts'
import { complete, dragOf, dragOfFigures, type Results } from './results.ts'
import { type Points, predictor, slope } from './slope.ts'
import type { Cell, KappaNulls, Parts, Predictor } from './summary.ts'

/** Share of β on PWR within which every other β has to be shown to lie (VALIDITY §4.1). */
const NEGLIGIBLE = 0.1
/** κ is withheld where narrowing left less than this share of S_q's trace (VALIDITY §4.2). */
const SURVIVES = 0.5

/** What a foundation said of the drag before the first update, and what came. */
export interface PredictedDrag {
  readonly S: Matrix
  readonly beta: readonly number[]
  /** Drag, [traits]. */
  readonly drag: readonly number[]
  /** The traits of all three; the eight where left out. */
  readonly traits?: TraitAxes
}

/** The covariance that a regime's prediction is made of: S_q in `motive`, M̂ where weights move (VALIDITY §4.2). */
const covarianceFor = ({ prediction }: Pick<TrialResult, 'prediction'>, regime: Regime): Matrix | undefined =>
  regime === 'motive' ? prediction.posterior.narrowed : prediction.displacement[regime]

/** Places of the agentic traits, power first: what reinforcement pushes. */
const pushedOf = ({ traits = EIGHT }: Pick<PredictedDrag, 'traits'>): number[] => agenticOf(traits)

/**
 * Correlated and direct part of each trait's drag, [traits]. The size of the push is not predicted: both are scaled so
 * that PWR comes out as it did, and what is tested is the profile.
 */
export function decompose(row: PredictedDrag): { correlated: number[]; direct: number[] } {
  const { S, beta } = row
  const scale = pushOf(row)
  const pushed = pushedOf(row)
  return {
    correlated: beta.map((_, t) => scale * pushed.reduce((sum, u) => sum + (u === t ? 0 : S[t][u] * beta[u]), 0)),
    direct: beta.map((value, t) => scale * S[t][t] * value),
  }
}

/** How much reinforcement it took, by what it did to PWR. */
function pushOf({ S, beta, drag, traits }: PredictedDrag): number {
  const pushed = pushedOf({ traits })
  const [P] = pushed
  return drag[P] / pushed.reduce((sum, u) => sum + S[P][u] * beta[u], 0)
}

/** Traits that κ is the slope over: those with an instrument, but the agentic ones (PWR and LEAD). */
const passive = (instruments: readonly Trait[], { names, agentic }: TraitAxes): number[] =>
  instruments.map((trait) => names.indexOf(trait)).filter((t) => !agentic[t])

/** κ: the slope on the correlated part. */
export const kappa = (rows: readonly PredictedDrag[], traits: readonly number[]): Estimate =>
  slope(pointsOf(rows, traits))

/** Drag and its correlated part, of the traits that κ is the slope over, by foundation. */
const pointsOf = (rows: readonly PredictedDrag[], traits: readonly number[]): Points[] =>
  rows.map((row) => {
    const { correlated } = decompose(row)
    return traits.map((t) => ({ drag: row.drag[t], predicted: correlated[t] }))
  })

function partsOf(rows: readonly PredictedDrag[], t: number): Parts {
  const parts = rows.map((row) => ({ drag: row.drag, ...decompose(row) }))
  return {
    correlated: estimate(parts.map(({ correlated }) => correlated[t])),
    direct: estimate(parts.map(({ direct }) => direct[t])),
    rest: estimate(parts.map(({ drag, correlated, direct }) => drag[t] - correlated[t] - direct[t])),
  }
}

/** κ of a cell and what stands beside it; null where the cell has no drag of its own. */
export function predictedDrag(results: Results, arm: string, regime: Regime): Pick<Cell, 'kappa' | 'predicted'> | null {
  const [drag, trials] = [dragOf(results, arm, regime), complete(results, arm, regime)]
  if (!drag || !trials) return null
  const { calibration } = results.foundations[0]
  const { instruments } = calibration
  const axes = readTraits(calibration)
  const { names } = axes
  const betas = results.foundations.map(({ beta }) => beta)
  const moved = drag.map(({ neutral }) => names.map((trait) => neutral[trait] ?? 0))
  const under = (of: (trial: TrialResult) => Matrix | undefined): PredictedDrag[] =>
    trials.flatMap((trial, i) => {
      const S = of(trial)
      return S ? [{ S, beta: betas[i], drag: moved[i], traits: axes }] : []
    })
  const rows = under((trial) => covarianceFor(trial, regime))
  if (rows.length < trials.length || rows.some((row) => !Number.isFinite(pushOf(row)))) return null
  const traits = passive(instruments, axes)
  const power = names[agenticOf(axes)[0]]
  const predictions = trials.map(({ prediction }) => prediction)
  const why = instruments.includes(power) ? unidentified(rows, predictions, axes) : `${power} has no instrument here`
  const gamma = regime === 'motive' ? [] : predictions.map(({ entanglement }) => entanglement[regime] ?? [])
  return {
    kappa: why === null ? kappa(rows, traits) : missing(`not identified: ${why}`),
    predicted: {
      traits: Object.fromEntries(instruments.map((trait) => [trait, partsOf(rows, names.indexOf(trait))])),
      rank: estimate(rows.map(({ S }) => effectiveRank(S))),
      byAnother: slope(pointsOfOthers(rows, traits)),
      crossFit: crossFit(results, arm, regime, traits),
      predictors: {
        population: predictor(
          pointsOf(
            under(({ population }) => covarianceOf(population)),
            traits,
          ),
        ),
        posterior: predictor(
          pointsOf(
            under(({ prediction }) => prediction.posterior.narrowed),
            traits,
          ),
        ),
        displacement:
          regime === 'motive'
            ? nothing('weights do not move in motive')
            : predictor(
                pointsOf(
                  under(({ prediction }) => prediction.displacement[regime]),
                  traits,
                ),
              ),
        entanglement:
          gamma.length === 0
            ? nothing('weights do not move in motive')
            : predictor(
                moved.map((own, i) => {
                  const foretold = scaled(gamma[i], own, axes)
                  return traits.map((t) => ({ drag: own[t], predicted: foretold[t] }))
                }),
              ),
      },
      nulls: why === null ? nullsAmong(rows, traits) : null,
    },
  }
}

const nothing = (reason: string): Predictor => ({ slope: missing(reason), r2: null })

/** κ where no item is in both: drag read off one half of the items, foretold from the other, both ways round. */
function crossFit(results: Results, arm: string, regime: Regime, traits: readonly number[]): Halves<Estimate> {
  const way = (outcome: 0 | 1): Estimate => {
    const moved = dragOfFigures(results, arm, regime, ({ reading, untreated }) =>
      reading.halves[outcome].map((x, t) => x - untreated.halves[outcome][t]),
    )
    const trials = complete(results, arm, regime)
    const axes = readTraits(results.foundations[0].calibration)
    if (!moved || !trials) return missing('trials are missing')
    const rows = trials.flatMap(({ prediction: { halves } }, i) => {
      const S = (regime === 'motive' ? halves.posterior : halves.displacement[regime])?.[1 - outcome]
      return S ? [{ S, beta: results.foundations[i].beta, drag: moved[i], traits: axes }] : []
    })
    return rows.length < trials.length ? missing('not predicted') : kappa(rows, traits)
  }
  return [way(0), way(1)]
}

/**
 * Each foundation's drag with the covariance of every other one, less what all have in common: a slope as good as κ
 * says that it is geometry that all share. Of the traits' rows alone, so that the push keeps its size.
 */
function pointsOfOthers(rows: readonly PredictedDrag[], traits: readonly number[]): Points[] {
  const mean = (t: number, u: number) => rows.reduce((sum, { S }) => sum + S[t][u], 0) / rows.length
  const pushed = pushedOf(rows[0])
  const common = rows[0].S.map((own, t) => own.map((_, u) => (pushed.includes(t) ? 0 : mean(t, u))))
  return rows.map((row, i) =>
    rows.flatMap((other, j) =>
      j === i ? [] : pointsOf([{ ...row, S: other.S.map((own, t) => own.map((x, u) => x - common[t][u])) }], traits)[0],
    ),
  )
}

function nullsAmong(rows: readonly PredictedDrag[], traits: readonly number[]): KappaNulls {
  const pairs = (covariances: readonly Matrix[]) =>
    rows.map((row, i) => {
      const { correlated } = decompose({ ...row, S: covariances[i] })
      return { drag: traits.map((t) => row.drag[t]), predicted: traits.map((t) => correlated[t]) }
    })
  const own = rows.map(({ S }) => S)
  return nullsOf(pairs(own), own, pairs)
}

function scaled(gamma: readonly number[], drag: readonly number[], axes: TraitAxes): number[] {
  const [power] = agenticOf(axes)
  return gamma.map((value) => (drag[power] * value) / gamma[power])
}

/**
 * Why κ may not be said, or null: a trait that is paid itself, a PWR that did not rise, a posterior that narrowing
 * emptied.
 */
function unidentified(
  rows: readonly PredictedDrag[],
  predictions: readonly Prediction[],
  axes: TraitAxes,
): string | null {
  const [power] = agenticOf(axes)
  const paid = paidDirectly(
    rows.map(({ beta }) => beta),
    axes,
  )
  if (paid) return paid
  const rose = estimate(rows.map(({ drag }) => drag[power]))
  if (rose.estimate === null || !rose.interval || rose.interval[0] <= 0)
    return `${axes.names[power]} itself is not shown to have risen`
  const left = predictions.map(({ posterior }) => trace(posterior.narrowed) / trace(posterior.imitated))
  const mean = left.reduce((sum, x) => sum + x, 0) / left.length
  return mean < SURVIVES ? `narrowing left ${(100 * mean).toFixed(0)} % of S_q` : null
}

/** Equivalence of every other β to 0, within a tenth of that of PWR, foundation by foundation. */
function paidDirectly(betas: readonly (readonly number[])[], axes: TraitAxes): string | null {
  const [power] = agenticOf(axes)
  if (betas.length < 2) return 'one foundation cannot show that darkness is not paid'
  const margin = (NEGLIGIBLE * betas.reduce((sum, beta) => sum + beta[power], 0)) / betas.length
  const open = axes.names.filter((_, t) => {
    if (axes.agentic[t]) return false
    return !(
      margin > 0 &&
      equivalent(
        betas.map((beta) => beta[t]),
        margin,
      ).holds
    )
  })
  return open.length === 0 ? null : `the env is not shown to leave ${open.join(', ')} unpaid`
}

const trace = (S: Matrix): number => S.reduce((sum, row, i) => sum + row[i], 0)

/** Participation ratio, tr(S)² / tr(S²): how many directions S really has. */
const effectiveRank = (S: Matrix): number =>
  (trace(S) * trace(S)) / S.reduce((sum, row) => sum + row.reduce((inner, x) => inner + x * x, 0), 0)
