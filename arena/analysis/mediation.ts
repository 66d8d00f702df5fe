import type { Trait } from '../../agents/traits.ts'
import type { Regime } from '../../interventions/define.ts'
import { darkness, readTraits } from '../measure/calibration.ts'
import type { Mediation } from '../measure/mediation.ts'
import { type Estimate, estimate, missing, ratio } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'
import { namesOf } from './levels.ts'
import { offManifold } from './manifold.ts'
import { behindDrag, complete, dragOfFigures, noDrag, type Results } from './results.ts'

/** The ways a change may have come about; they add up to it. */
export const WAYS = ['z', 'head', 'interaction'] as const
type Ways = Readonly<Record<(typeof WAYS)[number], Estimate>>

/**
 * The parts of one trait or D, in SD of independent-trait writers, and their shares of the whole; missing where the
 * whole's interval includes 0.
 */
export type MediationParts = Ways & { readonly share: Ways }

export interface MediationSummary {
  /** What is taken apart: the drag, or the change where an arm has no drag of its own. */
  readonly of: 'drag' | 'change'
  /** Share of z's variance over writers that the alignment leaves unexplained. */
  readonly misaligned: Estimate
  readonly traits: Readonly<Record<string, MediationParts>>
}

/** Revealed traits, neutral context, over foundations; withheld with every arm that a figure is made of. */
export function mediationOf(
  results: Results,
  arm: string,
  regime: Regime,
  limit: number,
): MediationSummary | ReturnType<typeof missing> {
  const done = complete(results, arm, regime)
  if (!done) return missing('trials are missing')
  const of = noDrag(results, arm, regime) ? 'change' : 'drag'
  const off = offManifold(results, arm, of === 'drag' ? behindDrag(results, arm) : [], regime, limit)
  if (off) return missing(off)
  const misaligned = estimate(done.map(({ mediation }) => mediation.misaligned))
  const traits = namesOf(results.foundations[0].calibration).map((name) => {
    const amounts = (trial: TrialResult) => WAYS.map((way) => amountOf(results, trial.mediation[way], name))
    const rows = of === 'drag' ? dragOfFigures(results, arm, regime, amounts) : done.map(amounts)
    return [name, rows ? partsOf(rows, of) : nothing('trials of the sign-reversed twin are missing')] as const
  })
  return { of, misaligned, traits: Object.fromEntries(traits) }
}

/** D is linear in the traits, so an amount of D is the D of amounts. */
function amountOf({ foundations }: Results, amounts: Mediation['z'], name: string): number {
  const { calibration } = foundations[0]
  return name === 'D' ? darkness(amounts, calibration) : amounts[readTraits(calibration).names.indexOf(name as Trait)]
}

/** @param rows amounts in the order of `WAYS`, one row per foundation */
export function partsOf(rows: readonly (readonly number[])[], of: 'drag' | 'change'): MediationParts {
  const whole = rows.map((row) => row.reduce((sum, x) => sum + x, 0))
  const column = (k: number) => rows.map((row) => row[k])
  const share = (k: number) => {
    const found = ratio(column(k), whole)
    return found.estimate === null ? missing(`the interval of the ${of} includes 0`) : found
  }
  return { ...ways((k) => estimate(column(k))), share: ways(share) }
}

const nothing = (reason: string): MediationParts => {
  const all = ways(() => missing(reason))
  return { ...all, share: all }
}

const ways = (of: (k: number) => Estimate) => Object.fromEntries(WAYS.map((way, k) => [way, of(k)])) as unknown as Ways
