import { CUES, type Cue, type CueShifts, SHIFTS } from '../../agents/cues.ts'
import { traitSetOf } from '../../agents/trait-set.ts'
import type { Intervention, Regime } from '../../interventions/define.ts'
import { type Calibration, darkness } from '../measure/calibration.ts'
import { CONTEXTS, type Context } from '../measure/contexts.ts'
import type { Reading } from '../measure/reading.ts'
import { type Estimate, estimate } from '../statistics/estimate.ts'
import { show } from '../statistics/show.ts'
import { complete, type Results } from './results.ts'

/** What one context does to the untreated assistant, before any reinforcement: change against the neutral one, SD. */
export interface Elicited {
  readonly D: Estimate
  /** Raw dark rate of the power-free items. */
  readonly raw: Estimate
  /** Change of D that is declared for writers under the cue: shift × strength. Null for a context that is no cue. */
  readonly declared: number | null
  /**
   * Whether writers of the corpus acted under it; if not, `declared` is what inference would predict, and nothing
   * trained on it.
   */
  readonly heard: boolean
}
export type Elicitation = Readonly<Partial<Record<Context, Elicited>>>

/**
 * What every context but the neutral one does to the untreated assistant.
 * @param readings of the untreated assistant, one per foundation
 * @param strength of the cues in their corpora, 0 … 1 @param shifts what they do to writers at strength 1
 */
export function elicitation(
  readings: readonly Reading[],
  calibration: Calibration,
  strength: number,
  shifts: CueShifts = SHIFTS,
): Elicitation {
  const others = CONTEXTS.filter((each) => each !== 'neutral')
  return Object.fromEntries(others.map((each) => [each, elicited(readings, calibration, { strength, shifts }, each)]))
}

const elicited = (
  readings: readonly Reading[],
  calibration: Calibration,
  { strength, shifts }: { readonly strength: number; readonly shifts: CueShifts },
  context: Context,
): Elicited => ({
  ...changesIn(readings, calibration, context),
  declared: context === 'training' ? null : strength * darkness(shifts[context], calibration),
  heard: context !== 'training' && CUES[context].corpus,
})

function changesIn(readings: readonly Reading[], calibration: Calibration, context: Context) {
  const change = (of: (each: Reading['revealed'][Context]) => number) =>
    estimate(readings.map(({ revealed }) => of(revealed[context]) - of(revealed.neutral)))
  return {
    D: change(({ traits }) => darkness(traits, calibration)),
    raw: change((each) => each.raw / calibration.raw.sd),
  }
}

/**
 * The cue an arm trains under by its declared `cue`, where that cue is meant to move anybody; the last one named wins.
 */
export function cueOf(interventions: readonly Intervention[], shifts: CueShifts = SHIFTS): Cue | null {
  const named = interventions
    .filter(({ touches }) => touches.includes('cue'))
    .map(({ params }) => params.cue)
    .filter((cue): cue is Cue => typeof cue === 'string' && Object.hasOwn(CUES, cue))
  const last = named.at(-1)
  return last !== undefined && shifts[last].some((by) => by !== 0) ? last : null
}

/**
 * Why a row trained under this cue says little: null where D and the raw rate both moved, and as declared (VALIDITY
 * §5.5).
 */
export function caution(cue: Cue, { D, raw, declared }: Elicited): string | null {
  const [ofD, ofRaw] = [side(D), side(raw)]
  const silent = [ofD === 0 && `D ${show(D)}`, ofRaw === 0 && `raw dark rate ${show(raw)}`].filter(
    (word) => word !== false,
  )
  if (silent.length > 0)
    return `${cue} elicits nothing shown before reinforcement (${silent.join(', ')} SD; its interval includes 0 or is missing)`
  if (declared !== null && declared !== 0 && Math.sign(declared) !== ofD)
    return `${cue} elicits the opposite of its meaning before reinforcement (D ${show(D)} SD)`
  return null
}

/**
 * The caution of a cell, read off the untreated assistants of its own trials: an arm may have foundations of its own.
 */
export function cautioned(results: Results, arm: string, regime: Regime): { readonly caution?: string } {
  const { shifts } = traitSetOf(results.study.settings)
  const cue = cueOf(results.study.arms[arm].interventions, shifts)
  const done = cue && complete(results, arm, regime)
  if (!done) return {}
  const readings = done.map(({ untreated }) => untreated)
  const declared = { strength: done[0].cueStrength, shifts }
  const reason = caution(cue, elicited(readings, results.foundations[0].calibration, declared, cue))
  return reason ? { caution: reason } : {}
}

/** The side of 0 the whole interval lies on; 0 where it includes it, or there is none. */
function side(e: Estimate): number {
  if (e.estimate === null || !e.interval) return 0
  const [low, high] = e.interval
  return low > 0 ? 1 : high < 0 ? -1 : 0
}
