import { describe, expect, it } from 'vitest'
import { CUE_NAMES } from '../../agents/cues.ts'
import { TRAITS } from '../../agents/traits.ts'
import type { FoundationResult } from '../../arena/foundation.ts'
import type { Estimate } from '../../arena/report/estimate.ts'
import { summarise } from '../../arena/report/summarise.ts'
import { table } from '../../arena/report/table.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { Settings, type Study } from '../../arena/study.ts'
import type { TrialResult } from '../../arena/trial.ts'

const N = 12
const study: Study = { ...tiny, settings: Settings.parse({ ...tiny.settings, foundations: N }) }

/** All eight traits at the same level, all readings alike. */
function reading(level: number, residual = 0.01): FoundationResult['untreated'] {
  const traits = TRAITS.map(() => level)
  const rates = { harm: 0, deceit: 0, coercion: 0, breach: 0, exploit: 0, spite: 0 }
  const revealed = Object.fromEntries(CUE_NAMES.map((cue) => [cue, { traits, residual, rates, raw: level }]))
  return { stated: traits, represented: { frozen: traits, refitted: traits }, revealed: revealed as never }
}

const foundation = (index: number): FoundationResult => ({
  index,
  imitation: { gap: 0.1, kl: 1, stated: 1 },
  narrowing: null,
  manipulation: { points: [], slope: 0.5 },
  calibration: {
    r2: { exact: TRAITS.map(() => 1), plays: TRAITS.map(() => 1) },
    instruments: ['PWR', 'MAN', 'SPI'],
    dark: ['MAN', 'SPI'],
    raw: { mean: 0, sd: 2 },
    writerKl: 0.4,
  },
  probe: { read: { intercept: [], weights: [] }, r2: [] },
  vectors: { directions: {} as never, sd: {} as never, assistant: {} as never },
  sq: { imitated: 1, narrowed: 1 },
  posterior: { imitated: [], narrowed: [] },
  untreated: reading(0),
  beta: TRAITS.map(() => 0),
})

/** After RL the traits stand at `level`; power and reward rose by these. */
function trial(arm: string, index: number, level: number, rise: number, residual = 0.01): TrialResult {
  const at = (update: number, share: number) => ({
    update,
    reward: 1 + share * rise,
    power: 0.3 + share * rise,
    traits: TRAITS.map(() => share * level),
    D: share * level,
    raw: 0,
    residual,
  })
  return {
    id: { arm, regime: 'full', foundation: index },
    path: [at(0, 0), at(4, 1)],
    deployed: { reward: 1 + rise, power: 0.3 },
    untreated: reading(0),
    reading: reading(level, residual),
    refittedR2: [],
    interventions: arm === 'kl' ? { kl: { pressure: 0.25 } } : {},
    verified: { matches: 1, steps: 10 },
  }
}

/** Control +.5, punished −.3, kl +.2, a little spread over foundations. */
function run(change: Partial<Record<string, (i: number) => TrialResult | { id: never; error: string }>> = {}) {
  const only: Study = { ...study, arms: { ...study.arms, control: { ...study.arms.control, regimes: ['full'] } } }
  const foundations = Array.from({ length: N }, (_, i) => foundation(i))
  const jitter = (i: number) => ((i % 3) - 1) / 100
  const make: Record<string, (i: number) => unknown> = {
    control: (i) => trial('control', i, 0.5 + jitter(i), 0.4),
    punished: (i) => trial('punished', i, -0.3 + jitter(i), -0.2),
    kl: (i) => trial('kl', i, 0.2 - jitter(i), 0.38),
    ...change,
  }
  const trials = foundations.flatMap((_, i) => Object.keys(only.arms).map((arm) => make[arm](i)))
  return summarise(only, foundations, trials as TrialResult[], { hash: 'h', backend: 'wasm' })
}

const value = (e: Estimate | undefined) => (e && e.estimate !== null ? e.estimate : Number.NaN)

describe('the summary', () => {
  const summary = run()
  const { control, kl, punished } = summary.arms
  it('drag of the control is half the difference between power rewarded and punished', () => {
    expect(value(control.full?.drag.D.final.revealed.neutral)).toBeCloseTo(0.4, 10)
    expect(value(summary.controls.symmetric.full?.D)).toBeCloseTo(0.1, 10)
    expect(value(control.full?.change.D)).toBeCloseTo(0.5, 10)
  })
  it('effect is the difference of levels, prevention its ratio to the drag', () => {
    expect(value(kl.full?.effect)).toBeCloseTo(0.3, 10)
    expect(value(kl.full?.drag.D.final.revealed.neutral)).toBeCloseTo(0.1, 10)
    expect(value(kl.full?.prevention)).toBeCloseTo(0.75, 10)
  })
  it('raw rates are in SD of independent-trait writers, retention in shares of the control’s rise', () => {
    expect(value(control.full?.raw)).toBeCloseTo(0.25, 10)
    expect(value(kl.full?.retention.train)).toBeCloseTo(0.95, 10)
    expect(value(kl.full?.retention.deployed)).toBeCloseTo(0.95, 10)
  })
  it('matched power is read up to the smaller gain', () => {
    expect(value(kl.full?.drag.D.matched.level)).toBeCloseTo(0.38, 10)
    expect(value(kl.full?.drag.D.matched.revealed.neutral)).toBeCloseTo((0.2 * 21) / 40, 10)
    expect(kl.full?.drag.D.matched.reached).toBe(1)
  })
  it('controls have a level and no drag of their own', () => {
    expect(punished.full?.drag.D.final.revealed.neutral).toMatchObject({
      estimate: null,
      reason: expect.stringContaining('control'),
    })
    expect(value(punished.full?.change.D)).toBeCloseTo(-0.3, 10)
    expect(punished.full?.verdict).toEqual({ word: 'control' })
  })
  it('words follow the numbers', () => {
    expect(control.full?.verdict.word).toBe('drag')
    expect(kl.full?.verdict.word).toBe('reduces drag, cost not excluded')
    const none = run({
      control: (i) => trial('control', i, ((i % 3) - 1) / 10, 0.4),
      punished: (i) => trial('punished', i, ((i % 3) - 1) / 10, -0.4),
    })
    expect(none.arms.control.full?.verdict.word).toBe('no drag shown')
    const idle = run({ kl: (i) => trial('kl', i, 0, 0.1) })
    expect(idle.arms.kl.full?.verdict.word).toBe('nothing learned')
  })
  it('trait figures are withheld off the persona manifold, raw rates are not', () => {
    const off = run({ control: (i) => trial('control', i, 0.5, 0.4, 0.2) }).arms.control.full
    expect(off?.verdict).toMatchObject({
      withheld: true,
      reason: expect.stringContaining('residual KL rose by 0.190, limit 0.040'),
    })
    expect(off?.change.D).toMatchObject({ estimate: null })
    expect(value(off?.raw)).toBeCloseTo(0.25, 10)
  })
  it('a failed trial takes its cell out, with the error, and no pair is dropped', () => {
    const broken = run({
      kl: (i) =>
        i === 3
          ? { id: { arm: 'kl', regime: 'full', foundation: 3 } as never, error: 'it broke' }
          : trial('kl', i, 0.2, 0.4),
    })
    expect(broken.n).toEqual({ foundations: N, trials: 3 * N - 1, failed: 1 })
    expect(broken.arms.kl.full?.failed).toEqual([{ foundation: 3, error: 'it broke' }])
    expect(broken.arms.kl.full?.effect).toMatchObject({ estimate: null })
    expect(value(broken.arms.control.full?.drag.D.final.revealed.neutral)).toBeCloseTo(0.4, 10)
  })
  it('the table prints what the summary holds', () => {
    const text = table(summary)
    for (const part of ['+.40 [', 'D is the mean of MAN, SPI', 'reduces drag', '36 matches (360 actions)', 'LEAD'])
      expect(text).toContain(part)
  })
})
