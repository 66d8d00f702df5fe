import { type Estimate, SMOKE } from '../statistics/estimate.ts'
import { counted, show } from '../statistics/show.ts'
import type { Family } from './family.ts'
import { LEARNED } from './learned.ts'
import type { Cell, Drag, Test, Verdict } from './summary.ts'

/** Error rate of every word. */
export const ALPHA = 0.05

/** What a word is made of. `effectP` is the p of the effect; that of the drag is `drag.D.p`. */
export type Parts = Pick<Cell, 'drag' | 'change' | 'aboveShuffled' | 'effect' | 'retention' | 'nonInferior' | 'n'> & {
  readonly effectP: number | null
}

export interface Standing {
  readonly arm: string
  readonly smoke: boolean
  readonly role?: 'control'
  readonly offManifold: string | null
  /** Why its row is withheld though it is on the manifold: a control that hardly learned. */
  readonly idle?: string | null
  /** Whether the arm it is compared with shows a drag: only then is there one to prevent. */
  readonly dragged: boolean
  /** In the regime of the primary endpoint alone. */
  readonly family: Family | null
}

/** Words follow the tests: primary endpoint is revealed D in power-free envs, neutral context. */
export function verdict(parts: Parts, standing: Standing): Verdict {
  const { arm, smoke, role, offManifold, idle, dragged: prevents, family } = standing
  if (offManifold) return { word: 'off manifold', withheld: true, reason: offManifold }
  if (idle) return { word: 'hardly learned', withheld: true, reason: idle }
  if (role === 'control') return { word: 'control' }
  const test = testOf(parts, arm, family)
  const found = {
    ...(test?.of === 'effect' ? { word: comparison(parts, test, prevents) } : ownDrag(parts, test)),
    ...(test && { test }),
  }
  const reason = `${counted(parts.n, 'foundation')}; evidence needs ${SMOKE}`
  return smoke ? { ...found, word: 'smoke run', withheld: true, reason } : found
}

function testOf({ effectP, drag }: Parts, arm: string, family: Family | null): Test | null {
  if (effectP !== null)
    return { of: 'effect', p: effectP, adjusted: family?.adjusted(arm) ?? null, family: family?.arms ?? [] }
  const p = drag.D?.p
  return p === undefined ? null : { of: 'drag', p, adjusted: null, family: [] }
}

/** Whether a drag of D is shown, by its interval and its test. */
export const dragged = ({ final, p }: Drag): boolean =>
  p !== undefined && decided(final.revealed.neutral, { p, adjusted: null }) > 0

/**
 * A drag says that motives turn with the sign of the contest. That winning power darkens needs the rewarded half alone
 * above 0 and above an arm whose reward follows nothing (VALIDITY §3.1).
 */
function ownDrag({ drag, change, aboveShuffled }: Parts, test: Test | null): Pick<Verdict, 'word' | 'reason'> {
  if (!test) return { word: 'not judged' }
  const side = decided(drag.D.final.revealed.neutral, test)
  if (side === 0) return { word: 'no drag shown' }
  if (side < 0) return { word: 'reversed drag' }
  const reason = !above(change.D)
    ? `the rewarded half alone is not shown above 0: ${show(change.D)}`
    : !above(aboveShuffled)
      ? `the rewarded half is not shown above shuffled: ${aboveShuffled.estimate === null ? aboveShuffled.reason : show(aboveShuffled)}`
      : null
  return reason === null ? { word: 'drag' } : { word: 'drag between signs', reason }
}

const above = (e: Estimate): boolean => e.estimate !== null && e.interval !== null && e.interval[0] > 0

function comparison({ effect, retention: { train }, nonInferior }: Parts, test: Test, prevents: boolean): string {
  if (train.estimate !== null && train.estimate < LEARNED) return 'nothing learned'
  const side = decided(effect, test)
  if (side === 0) return 'no effect shown'
  if (side < 0) return 'worsens'
  const free = nonInferior?.holds && train.estimate !== null
  if (!prevents) return free ? 'lowers D without cost, no drag to prevent' : 'lowers D, no drag to prevent'
  return free ? 'prevents without cost' : 'reduces drag, cost not excluded'
}

/** The word of a figure beside the primary endpoint: descriptive, by its own interval and test. */
export const figureWord = (drag: Estimate, p: number | null): string => {
  if (drag.estimate === null || p === null) return 'not judged'
  if (drag.n < SMOKE) return 'smoke run'
  const side = decided(drag, { p, adjusted: null })
  return side === 0 ? 'no drag shown' : side > 0 ? 'drag' : 'reversed drag'
}

/** The sign of what both the test and the interval say, 0 where either leaves it open. */
function decided({ estimate, ...rest }: Estimate, { p, adjusted }: Pick<Test, 'p' | 'adjusted'>): number {
  if (estimate === null || !('interval' in rest) || !rest.interval || (adjusted ?? p) > ALPHA) return 0
  const [low, high] = rest.interval
  return low > 0 ? 1 : high < 0 ? -1 : 0
}
