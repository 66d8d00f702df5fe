import { REGIMES, type Regime } from '../../../interventions/define.ts'
import type { Levels } from '../../analysis/levels.ts'
import { changesOf, dragOf, type Results, resultsOf } from '../../analysis/results.ts'
import type { Cell, Summary } from '../../analysis/summary.ts'
import { readMetrics } from '../../store/job-folder.ts'
import type { Manifest } from '../../store/manifest.ts'
import type { FoundationResult, Stored, TrialFailure, TrialResult } from '../../store/results.ts'
import type { Study } from '../../study/study.ts'

/** All that a page is made of. */
export interface PageInput {
  readonly study: Study
  readonly summary: Summary
  readonly foundations: readonly FoundationResult[]
  readonly trials: readonly Stored<TrialResult>[]
  /** The folder that holds the jobs. */
  readonly jobs: string
  readonly manifest: Manifest
}

/** One cell of the study: an arm in a regime. */
export interface Row {
  readonly arm: string
  readonly regime: Regime
  readonly cell: Cell
}

/** Every cell but those of sign-reversed twins, which stand beside their arm as the punished half. */
export const rowsOf = ({ arms }: Summary): Row[] =>
  Object.entries(arms).flatMap(([arm, regimes]) =>
    Object.entries(regimes).flatMap(([regime, cell]) =>
      cell.twinOf === null ? [{ arm, regime: regime as Regime, cell }] : [],
    ),
  )

/** Those of the study, what may be claimed from first. */
export const regimesOf = (summary: Summary): Regime[] =>
  REGIMES.filter((regime) => rowsOf(summary).some((row) => row.regime === regime)).reverse()

/** Cells whose drag was said, and whose change alone was: controls and other envs have no drag of their own. */
export const hasDrag = ({ cell }: Row): boolean => cell.drag.D?.final.revealed.neutral.estimate !== null

export function bookOf({ study, foundations, trials }: PageInput): Results {
  return resultsOf(
    study,
    foundations,
    trials.map(({ result }) => result as TrialResult | TrialFailure),
  )
}

/** Drag a foundation, or change where an arm has none of its own. */
export function perFoundation(
  results: Results,
  { arm, regime }: Pick<Row, 'arm' | 'regime'>,
  what: 'drag' | 'change',
): Levels[] {
  return (what === 'drag' ? dragOf(results, arm, regime) : changesOf(results, arm, regime)) ?? []
}

/** A point of a training curve. */
export interface Point {
  readonly arm: string
  readonly foundation: number
  readonly update: number
  readonly value: number
}

/** Of the metrics of every update, one a trial of a regime. */
export function curves({ trials, jobs }: PageInput, regime: Regime, metric: string): Point[] {
  return trials.flatMap(({ folder, result }) => {
    if ('error' in result || result.id.regime !== regime) return []
    const { arm, foundation } = result.id
    return readMetrics(jobs, folder).flatMap(({ update, [metric]: value }) =>
      typeof update === 'number' && typeof value === 'number' ? [{ arm, foundation, update, value }] : [],
    )
  })
}

/** D as deployed, where it was read along training, as change from before RL. */
export function darkening({ trials }: PageInput, regime: Regime): Point[] {
  return trials.flatMap(({ result }) =>
    'error' in result || result.id.regime !== regime
      ? []
      : result.path.map(({ update, D }) => ({
          arm: result.id.arm,
          foundation: result.id.foundation,
          update,
          value: D - result.path[0].D,
        })),
  )
}
