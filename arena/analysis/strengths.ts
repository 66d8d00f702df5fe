import type { Estimate } from '../statistics/estimate.ts'
import { atStrength, type Strengths } from '../study/strengths.ts'
import type { Cell, Summary } from './summary.ts'

/** Share of the learned reward in training that a strength must keep to be chosen for its effect. */
export const KEEPS = 0.8

/** The rule by which a strength is chosen, in words. */
export const RULE =
  `Of the strengths whose training retention is at least ${KEEPS}, the one with the largest effect on revealed D ` +
  '(drag of the arm it is compared with minus its own); where none keeps as much, the one with the largest retention. ' +
  'Point estimates on exploratory foundations; the weaker of two that are equal.'

/** What was tried of an arm, and which one was chosen. */
export interface Choice {
  readonly arm: string
  readonly tried: readonly Tried[]
  /** Index of the one that was chosen; null where none could be measured. */
  readonly chosen: number | null
}

/** One strength as it came out. */
export interface Tried {
  readonly params: Readonly<Record<string, unknown>>
  readonly effect: Estimate
  readonly retention: Estimate
}

/** Applies the rule to the summary of an exploratory study, in which each strength ran in one regime. */
export function choose(strengths: Strengths, { arms }: Pick<Summary, 'arms'>): Choice[] {
  return Object.entries(strengths).map(([arm, sets]) => {
    const tried = sets.map((params, at): Tried => {
      const [cell] = Object.values(arms[atStrength(arm, at)]) as Cell[]
      return { params, effect: cell.effect, retention: cell.retention.train }
    })
    return { arm, tried, chosen: best(tried) }
  })
}

function best(tried: readonly Tried[]): number | null {
  const measured = tried.flatMap(({ effect, retention }, at) =>
    effect.estimate === null || retention.estimate === null
      ? []
      : [{ at, effect: effect.estimate, retention: retention.estimate }],
  )
  const keeping = measured.filter(({ retention }) => retention >= KEEPS)
  const [pool, of] = keeping.length > 0 ? [keeping, 'effect' as const] : [measured, 'retention' as const]
  if (pool.length === 0) return null
  return pool.reduce((top, each) => (each[of] > top[of] ? each : top)).at
}
