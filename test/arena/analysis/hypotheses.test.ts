import { describe, expect, it } from 'vitest'
import { hypotheses } from '../../../arena/analysis/hypotheses.ts'
import type { Cell, Summary } from '../../../arena/analysis/summary.ts'
import type { Estimate } from '../../../arena/statistics/estimate.ts'
import { type Expectation, Preregistration } from '../../../arena/study/preregistration.ts'

const number = (low: number, high: number): Estimate => ({ estimate: (low + high) / 2, interval: [low, high], n: 12 })

/** An arm whose effect and drag have this interval, with the p that stands behind them. */
const cell = (own: Estimate, p = 0.001, verdict: Partial<Cell['verdict']> = {}): Cell =>
  ({
    effect: own,
    drag: { D: { final: { revealed: { neutral: own } }, p } },
    change: { D: own },
    rawDrag: { drag: own, p },
    unseen: { D: { drag: own, p } },
    retention: { train: number(0.9, 1.1), deployed: own },
    n: 12,
    kappa: own,
    verdict: { word: 'x', test: { of: 'effect', p, adjusted: p, family: [] }, ...verdict },
  }) as unknown as Cell

const ARMS = {
  up: { full: cell(number(0.1, 0.3)) },
  down: { full: cell(number(-0.3, -0.1)) },
  open: { full: cell(number(-0.1, 0.1), 0.6) },
  untested: { full: cell(number(0.1, 0.3), 0.2) },
  withheld: { full: cell(number(0.1, 0.3), 0.001, { withheld: true }) },
  higher: { full: cell(number(0.5, 0.7)) },
  off: { full: cell(number(0.1, 0.3), 0.001, { withheld: true, word: 'off manifold' }) },
  few: { full: { ...cell(number(0.1, 0.3), 0.001, { withheld: true, word: 'off manifold' }), n: 5 } },
  idle: { full: { ...cell(number(0.1, 0.3)), retention: { train: number(0, 0.1), deployed: number(0, 0.1) } } },
  repeat: { full: cell(number(0.1, 0.3), 0.001, { word: 'control', test: undefined }) },
} as Summary['arms']

const outcomeOf = (...expects: readonly (Partial<Expectation> & { readonly arm: string })[]) => {
  const plan = Preregistration.parse({
    hypotheses: [
      {
        claim: 'It does.',
        expects: expects.map((each) => ({ regime: 'full', figure: 'effect', is: 'above', ...each })),
      },
    ],
    primary: { endpoint: 'D', contrast: 'drag', regime: 'full' },
    margins: {},
    smallestEffect: 0.1,
    pilot: { foundations: 2, sd: 0.1, power: 0.5 },
    exclusions: [],
  })
  // A control has no test in its verdict, and a p of its effect all the same.
  return hypotheses(plan, ARMS, (arm) => (arm === 'repeat' ? 0.2 : null))[0].outcome
}

describe('a hypothesis with expectations', () => {
  it('holds where interval and test say so, and is contradicted where they say the opposite', () => {
    expect(outcomeOf({ arm: 'up' })).toBe('holds')
    expect(outcomeOf({ arm: 'down', is: 'below' })).toBe('holds')
    expect(outcomeOf({ arm: 'open', is: 'not shown' })).toBe('holds')
    expect(outcomeOf({ arm: 'down' })).toBe('contradicted')
    expect(outcomeOf({ arm: 'up', is: 'not shown' })).toBe('contradicted')
  })
  it('is not shown where the interval spans it or the test leaves it open', () => {
    expect(outcomeOf({ arm: 'open' })).toBe('not shown')
    expect(outcomeOf({ arm: 'untested' })).toBe('not shown')
    for (const figure of ['drag', 'drag of the raw rate', 'drag in unseen envs'] as const) {
      expect(outcomeOf({ arm: 'untested', figure })).toBe('not shown')
      expect(outcomeOf({ arm: 'untested', figure, is: 'not shown' })).toBe('holds')
      expect(outcomeOf({ arm: 'up', figure })).toBe('holds')
    }
    expect(outcomeOf({ arm: 'repeat' })).toBe('not shown')
    expect(outcomeOf({ arm: 'untested', figure: 'rewarded half' })).toBe('holds')
  })
  it('is not judged where the verdict is withheld, the arm is none or the figure is missing', () => {
    expect(outcomeOf({ arm: 'withheld' })).toBe('not judged')
    expect(outcomeOf({ arm: 'nobody' })).toBe('not judged')
    expect(outcomeOf({ arm: 'up', regime: 'encoder' })).toBe('not judged')
  })
  it('says no effect of an arm that learned nothing, and raw rates off the manifold too', () => {
    expect(outcomeOf({ arm: 'idle' })).toBe('not judged')
    expect(outcomeOf({ arm: 'higher', than: 'idle' })).toBe('not judged')
    expect(outcomeOf({ arm: 'idle', figure: 'drag' })).toBe('holds')
    expect(outcomeOf({ arm: 'off' })).toBe('not judged')
    expect(outcomeOf({ arm: 'off', figure: 'drag of the raw rate' })).toBe('holds')
    expect(outcomeOf({ arm: 'few', figure: 'drag of the raw rate' })).toBe('not judged')
  })
  it('against another arm needs intervals that lie clear of one another', () => {
    expect(outcomeOf({ arm: 'higher', than: 'up' })).toBe('holds')
    expect(outcomeOf({ arm: 'up', than: 'untested' })).toBe('not shown')
    expect(outcomeOf({ arm: 'up', than: 'higher' })).toBe('contradicted')
    expect(outcomeOf({ arm: 'up', than: 'withheld' })).toBe('not judged')
    expect(outcomeOf({ arm: 'up', figure: 'retention', than: 0.05 })).toBe('holds')
  })
  it('is no better than the worst of its expectations', () => {
    expect(outcomeOf({ arm: 'up' }, { arm: 'open' })).toBe('not shown')
    expect(outcomeOf({ arm: 'open' }, { arm: 'withheld' })).toBe('not judged')
    expect(outcomeOf({ arm: 'withheld' }, { arm: 'down' }, { arm: 'up' })).toBe('contradicted')
  })
})
