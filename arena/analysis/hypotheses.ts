import type { Regime } from '../../interventions/define.ts'
import { type Estimate, SMOKE } from '../statistics/estimate.ts'
import type { Expectation, Preregistration } from '../study/preregistration.ts'
import { LEARNED } from './learned.ts'
import type { Cell, Foretold, HypothesisOutcome, Outcome, Summary } from './summary.ts'
import { ALPHA } from './verdict.ts'

type Arms = Summary['arms']
/** p of an arm's effect, by itself; null where it has none. */
type EffectP = (arm: string, regime: Regime) => number | null

/** Every hypothesis of a plan, judged by the figures that the summary prints. */
export function hypotheses(plan: Preregistration, arms: Arms, effectP: EffectP): HypothesisOutcome[] {
  return plan.hypotheses.map((each) => {
    if (typeof each === 'string') return { claim: each, outcome: null, figures: [] }
    const figures = each.expects.map((expectation) => foretold(expectation, arms, effectP))
    return { claim: each.claim, outcome: worst(figures.map(({ outcome }) => outcome)), figures }
  })
}

/** From the worst on: one expectation that fails takes its hypothesis with it. */
const FROM_WORST = ['contradicted', 'not judged', 'not shown', 'holds'] as const
const worst = (outcomes: readonly Outcome[]): Outcome =>
  FROM_WORST.find((word) => outcomes.includes(word)) ?? 'not judged'

function foretold(expectation: Expectation, arms: Arms, effectP: EffectP): Foretold {
  const { arm, regime, figure, than } = expectation
  const cell = arms[arm]?.[regime]
  const other = typeof than === 'string' ? arms[than]?.[regime] : undefined
  const estimate = cell ? figureOf(cell, figure) : { estimate: null, reason: 'no such arm or regime' }
  const judged = cell && speaks(cell, figure) && (typeof than === 'number' || (other && speaks(other, figure)))
  const side = judged ? sideOf(cell, expectation, other, effectP) : null
  return { ...expectation, estimate, outcome: outcomeOf(side, expectation.is) }
}

/**
 * Whether a cell can say something of a figure: not where its word is withheld, but raw rates are judged off the persona
 * manifold too (VALIDITY §3.4), and no effect of one that learned nothing (§5.2).
 */
function speaks({ verdict, n, retention: { train } }: Cell, figure: Expectation['figure']): boolean {
  if (figure === 'effect' && train.estimate !== null && train.estimate < LEARNED) return false
  return !verdict.withheld || (figure === 'drag of the raw rate' && verdict.word === 'off manifold' && n >= SMOKE)
}

function outcomeOf(side: number | null, is: Expectation['is']): Outcome {
  if (side === null) return 'not judged'
  if (is === 'not shown') return side === 0 ? 'holds' : 'contradicted'
  if (side === 0) return 'not shown'
  return side > 0 === (is === 'above') ? 'holds' : 'contradicted'
}

/** On which side of what it is compared with the interval lies, 0 where on both; null where there is none. */
function sideOf(
  cell: Cell,
  { arm, regime, figure, than }: Expectation,
  other: Cell | undefined,
  effectP: EffectP,
): number | null {
  const own = intervalOf(figureOf(cell, figure))
  const bound = typeof than === 'number' ? ([than, than] as const) : other && intervalOf(figureOf(other, figure))
  if (!own || !bound) return null
  // Where a test stands behind the word of the figure, the figure needs it too.
  if (than === 0 && (testOf(cell, figure, effectP(arm, regime)) ?? 0) > ALPHA) return 0
  return own[0] > bound[1] ? 1 : own[1] < bound[0] ? -1 : 0
}

/** @param alone p of the effect by itself, which is all that there is for a control */
function testOf(
  { drag, rawDrag, unseen, verdict: { test } }: Cell,
  figure: Expectation['figure'],
  alone: number | null,
): number | undefined {
  if (figure === 'drag') return drag.D.p
  if (figure === 'drag of the raw rate') return rawDrag.p
  if (figure === 'drag in unseen envs') return unseen?.D.p
  if (figure !== 'effect') return undefined
  return test?.of === 'effect' ? (test.adjusted ?? test.p) : (alone ?? undefined)
}

const intervalOf = (e: Estimate): readonly [number, number] | null => (e.estimate === null ? null : e.interval)

const NONE: Estimate = { estimate: null, reason: 'the study holds no env out' }

function figureOf(cell: Cell, figure: Expectation['figure']): Estimate {
  const figures: Readonly<Record<Expectation['figure'], () => Estimate>> = {
    drag: () => cell.drag.D.final.revealed.neutral,
    effect: () => cell.effect,
    'rewarded half': () => cell.change.D,
    'drag of the raw rate': () => cell.rawDrag.drag,
    'drag in unseen envs': () => cell.unseen?.D.drag ?? NONE,
    'stated gap': () => cell.unsaid,
    split: () => cell.split.change,
    retention: () => cell.retention.deployed,
    κ: () => cell.kappa,
  }
  return figures[figure]()
}
