import { type Calibration, darkness } from '../measure/calibration.ts'
import type { Prefilled } from '../measure/prefill.ts'
import { type Estimate, estimate, ratio } from '../statistics/estimate.ts'
import type { TrialResult } from '../store/results.ts'

/** What so many dark acts that the agent did not choose do to it. */
export interface PrefillSummary {
  readonly acts: number
  /** Revealed D with them minus D without, SD, before RL and after it. */
  readonly rise: { readonly before: Estimate; readonly after: Estimate }
  /**
   * Share of the way to who is shown by such acts alone that is not gone: 1, it is who it was; 0, it is taken for them.
   * Missing where those are not darker.
   */
  readonly recovery: { readonly before: Estimate; readonly after: Estimate }
}

/** One entry for each number of acts; undefined where none were asked for. */
export function prefillOf(done: readonly TrialResult[] | null, calibration: Calibration): PrefillSummary[] | undefined {
  const counts = done?.[0]?.prefill?.after.after.map(({ acts }) => acts)
  if (!done || !counts) return undefined
  const D = (traits: readonly number[]) => darkness(traits, calibration)
  const at = (k: number, when: 'before' | 'after') => {
    const rows = done.map(({ prefill, untreated, reading }) => {
      const own = D((when === 'before' ? untreated : reading).revealed.neutral.traits)
      const read = prefill?.[when] as Prefilled
      return { own, attacked: D(read.after[k].traits), all: D(read.dark) }
    })
    return {
      rise: estimate(rows.map(({ own, attacked }) => attacked - own)),
      recovery: ratio(
        rows.map(({ attacked, all }) => all - attacked),
        rows.map(({ own, all }) => all - own),
      ),
    }
  }
  return counts.map((acts, k) => {
    const [before, after] = [at(k, 'before'), at(k, 'after')]
    return {
      acts,
      rise: { before: before.rise, after: after.rise },
      recovery: { before: before.recovery, after: after.recovery },
    }
  })
}
