import { describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import type { Summary } from '../../../arena/analysis/summary.ts'
import { answer } from '../../../arena/report/answer.ts'
import { glance } from '../../../arena/report/terminal/glance.ts'
import { table } from '../../../arena/report/terminal/table.ts'
import { darkNamed } from '../../../arena/report/trait-words.ts'
import { counted, r2 } from '../../../arena/statistics/show.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'

function summaryOf(n: number, change: Partial<Summary> = {}): Summary {
  const arms = Object.fromEntries(Object.entries(tiny.arms).map(([name, arm]) => [name, { ...arm, regimes: ['full'] }]))
  const study = { ...tiny, arms: arms as unknown as typeof tiny.arms }
  const foundations = Array.from({ length: n }, (_, i) => foundation(i))
  const trials = foundations.flatMap((_, i) => Object.keys(arms).map((arm) => trial(arm, i, 0.1 + 0.01 * i, 0.5)))
  return { ...summarise(study, foundations, trials, { hash: 'ab', backend: 'wasm' }), ...change }
}
const second = (summary: Summary) => table(summary).split('\n')[1]

describe('the table', () => {
  it('says of a run that departs from its registration that it does', () => {
    const registration = { hash: 'h', commit: 'c', deviations: ['a: 1 → 2'] }
    expect(second(summaryOf(10))).toBe('Exploratory, not registered: 10 foundations, 40 trials')
    expect(second(summaryOf(10, { registered: true, registration: { ...registration, deviations: [] } }))).toBe(
      'Registered: 10 foundations, 40 trials',
    )
    expect(second(summaryOf(10, { registration }))).toBe(
      'Exploratory, departs from its registration in 1 point: 10 foundations, 40 trials',
    )
  })

  it('says of a study that was registered more than once how often each was started', () => {
    const [own, other] = [
      { hash: 'aaaaaaaaaa', commit: 'c', starts: 1, ends: 1 },
      { hash: 'bbbbbbbbbb', commit: 'd', starts: 3, ends: 0 },
    ]
    expect(table(summaryOf(10, { timing: { registrations: [own, other] } }))).toContain(
      'tiny is registered 2 times, each with a seed of its own: aaaaaaaa started once, ended once; bbbbbbbb started 3 times, ended never.',
    )
    expect(table(summaryOf(10, { timing: { registrations: [own] } }))).not.toContain('is registered')
  })

  it('counts one as one, and writes no minus before nothing', () => {
    const summary = summaryOf(1)
    expect(second(summary)).toContain('1 foundation, 4 trials — a smoke run')
    const none = { ...summary.calibration, uncalibrated: [{ trait: 'ENT' as const, r2: -0.001, misses: [] }] }
    expect(table({ ...summary, calibration: none })).toContain('ENT (R² .00)')
    expect([r2(-0.25), r2(0.31), r2(-0.001)]).toEqual(['−.25', '.31', '.00'])
    expect([counted(1, 'match', 'matches'), counted(0, 'match', 'matches')]).toEqual(['1 match', '0 matches'])
  })
})

it('names the traits of the study’s own set, and says which are reversed in D', () => {
  const summary = summaryOf(1)
  const traits = {
    names: ['POW', 'MALICE', 'GRACE'],
    agentic: [true, false, false],
    inD: [0, 1, -1],
    worse: [1, 1, -1],
  }
  const calibration = {
    ...summary.calibration,
    traits,
    D: ['MALICE', 'GRACE'],
  } as unknown as typeof summary.calibration
  const shown = table({ ...summary, calibration })
  expect(shown).toContain('one SD more POW in the evidence')
  expect(shown).toContain('is the mean of MALICE, GRACE (GRACE reversed).')
  expect(shown).not.toMatch(/PWR power|PWR \(power\)/)
  expect(darkNamed({ calibration })).toBe('MALICE, −GRACE')
  expect(table(summary)).toContain('one SD more PWR (power) in the evidence')
  const withHon = { ...summary.calibration, D: ['SPI', 'HON'] as const }
  expect(table({ ...summary, calibration: withHon })).toContain('SPI, HON (HON reversed).')
})

it('the question of tiny counts its own interventions', () => {
  const treated = Object.entries(tiny.arms).filter(([, arm]) => arm.interventions.length > 0 && arm.role !== 'control')
  expect(treated.map(([name]) => name)).toEqual(['kl'])
  expect(tiny.question).toContain('does a KL leash change that?')
})

describe('the last screen', () => {
  const lines = (summary: Summary, width = 80) => glance(summary, { width, colour: false }).split('\n')
  /** What the command line adds: report, matches, evidence or another seed, interventions. */
  const BELOW = 4

  it('fits twenty lines of eighty columns, however many interventions there are', () => {
    const summary = summaryOf(12)
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`an intervention with a name, ${i}`, summary.arms.kl]),
    )
    for (const each of [summary, summaryOf(1), { ...summary, arms: { ...summary.arms, ...many } }]) {
      const shown = lines(each)
      expect(shown.length + BELOW).toBeLessThanOrEqual(20)
      for (const line of shown) expect(line.length).toBeLessThanOrEqual(80)
    }
  })
  it('wraps rows into records on a narrow one, and paints only where a terminal has colour', () => {
    for (const line of lines(summaryOf(12), 46).slice(0, -4)) expect(line.length).toBeLessThanOrEqual(80)
    expect(lines(summaryOf(12), 46).find((line) => line === 'kl')).toBeDefined()
    const bold = `${String.fromCharCode(27)}[1m`
    expect(glance(summaryOf(12), { width: 80, colour: false })).not.toContain(bold)
    expect(glance(summaryOf(12), { width: 80, colour: true })).toContain(bold)
  })
  it('says what was found in words, and of a smoke run that it says nothing', () => {
    const [found, smoke] = [12, 2].map((n) => answer(summaryOf(n)))
    expect(found).toMatch(/^Rewarding power rather than punishing it moves motives by \+.* \(half the difference/)
    expect(found).toMatch(/Of 1 intervention: [a-z ,]+ \(kl\)\.$/)
    expect(smoke).toContain('on too few foundations to say more')
    expect(smoke).not.toContain('(kl)')
  })
  it('counts how the hypotheses of the plan came out', () => {
    const foretold = (outcome: 'holds' | 'contradicted' | null) => ({ claim: 'c', outcome, figures: [] })
    const summary = summaryOf(12, { hypotheses: [foretold('holds'), foretold('contradicted'), foretold(null)] })
    expect(answer(summary)).toContain('Of 2 hypotheses of the plan: 1 held, 1 contradicted.')
    expect(answer({ ...summary, registered: true })).toContain('Of 2 registered hypotheses')
  })
})

describe('tables on a terminal', () => {
  const summary = summaryOf(12)
  it.each([80, 100, 160])('fit %i columns, as records where they are wider, and lose no figure', (width) => {
    const [whole, fitted] = [table(summary), table(summary, width)]
    expect(Math.max(...fitted.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width)
    const figures = (text: string) => [...text.matchAll(/[+−]?\d*\.\d+ \[[^\]]*\]/g)].map(([each]) => each).sort()
    expect(figures(fitted.replaceAll(/\s+/g, ' '))).toEqual(figures(whole.replaceAll(/\s+/g, ' ')))
    expect(figures(whole).length).toBeGreaterThan(20)
  })

  it('names every figure of a record', () => {
    expect(table(summary, 80)).toMatch(/^arm: kl, full\n {2}reward [^\n]*; power /m)
  })
})
