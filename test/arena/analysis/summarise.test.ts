import { describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { table } from '../../../arena/report/terminal/table.ts'
import type { Estimate } from '../../../arena/statistics/estimate.ts'
import type { TrialResult } from '../../../arena/store/results.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { Settings } from '../../../arena/study/settings.ts'
import type { Study } from '../../../arena/study/study.ts'
import { authored, withTwins } from '../../../arena/study/twins.ts'
import { foundation, trial } from './made-up-run.ts'

const N = 12
const CONTROL = { interventions: [], regimes: ['full'] } as const
const study: Study = { ...tiny, settings: Settings.parse({ ...tiny.settings, foundations: N }) }

const only: Study = { ...study, arms: withTwins({ ...authored(study.arms), control: CONTROL }) as Study['arms'] }

/** Control +.5, punished −.3, kl +.2, its twin 0, a little spread over foundations. */
function run(change: Partial<Record<string, (i: number) => TrialResult | { id: never; error: string }>> = {}) {
  const foundations = Array.from({ length: N }, (_, i) => foundation(i))
  const jitter = (i: number) => ((i % 3) - 1) / 100
  const make: Record<string, (i: number) => unknown> = {
    control: (i) => trial('control', i, 0.5 + jitter(i), 0.4),
    punished: (i) => trial('punished', i, -0.3 + jitter(i), -0.4),
    kl: (i) => trial('kl', i, 0.2 - jitter(i), 0.38),
    'kl punished': (i) => trial('kl punished', i, -jitter(i), -0.38),
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
    expect(value(summary.controls.common.full?.D)).toBeCloseTo(0.1, 10)
    const { halves } = control.full as { halves: any }
    expect(['rewarded', 'punished', 'common'].map((half) => value(halves.traits.D[half]))).toEqual(
      [0.5, -0.3, 0.1].map((x) => expect.closeTo(x, 10)),
    )
    expect(['rewarded', 'punished'].map((half) => value(halves.power[half]))).toEqual(
      [0.4, -0.4].map((x) => expect.closeTo(x, 10)),
    )
    expect(value(control.full?.change.D)).toBeCloseTo(0.5, 10)
  })
  it('effect is the difference of drags, each from its own pair, and prevention its ratio to the drag', () => {
    expect(value(kl.full?.effect)).toBeCloseTo(0.3, 10)
    expect(value(kl.full?.drag.D.final.revealed.neutral)).toBeCloseTo(0.1, 10)
    expect(value(kl.full?.prevention)).toBeCloseTo(0.75, 10)
  })
  it('raw rates are in SD of independent-trait writers, retention in shares of the control’s rise', () => {
    expect(value(control.full?.raw)).toBeCloseTo(0.25, 10)
    expect(value(kl.full?.retention.train)).toBeCloseTo(0.95, 10)
    expect(value(kl.full?.retention.deployed)).toBeCloseTo(0.95, 10)
  })
  it('matched power is read up to what all four halves reached, and the gap is formed over one range', () => {
    const { matched } = kl.full!.drag.D
    expect(value(matched.level)).toBeCloseTo(0.38, 10)
    expect(value(matched.revealed.neutral)).toBeCloseTo(0.1 / 2, 10)
    expect(value(matched.against)).toBeCloseTo(0.38 / 2, 10)
    expect(value(matched.gap)).toBeCloseTo(0.28 / 2, 10)
    expect(value(matched.deployed.gap)).toBeCloseTo(0.28 / 2, 10)
    expect(matched.reached).toBe(1)
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
    expect(control.full?.verdict).toMatchObject({
      word: 'drag between signs',
      reason: expect.stringContaining('no arm with shuffled reward'),
    })
    expect(kl.full?.verdict.word).toBe('reduces drag, cost not excluded')
    const none = run({
      control: (i) => trial('control', i, ((i % 3) - 1) / 10, 0.4),
      punished: (i) => trial('punished', i, ((i % 2) - 0.5) / 10, -0.4),
    })
    expect(none.arms.control.full?.verdict.word).toBe('no drag shown')
    const idle = run({ kl: (i) => trial('kl', i, 0, 0.1) })
    expect(idle.arms.kl.full?.verdict.word).toBe('nothing learned')
  })
  it('the p behind a word stands in it: 12 foundations on one side, all 4096 sign patterns tried', () => {
    const least = 2 / 4096
    expect(control.full?.verdict.test).toEqual({ of: 'drag', p: least, adjusted: null, family: [] })
    expect(kl.full?.verdict.test).toEqual({ of: 'effect', p: least, adjusted: least, family: ['kl'] })
    expect(punished.full?.verdict.test).toBeUndefined()
  })
  it('beside the mean of drag stand its IQM and p, and for traits the p adjusted for all of them', () => {
    const { D, MAN } = control.full?.drag ?? {}
    expect(value(D.iqm)).toBeCloseTo(0.4, 10)
    expect(D.p).toBe(2 / 4096)
    expect(D.adjusted).toBeUndefined()
    // All traits are alike here, so the family costs nothing.
    expect(MAN.adjusted).toBe(2 / 4096)
    expect(punished.full?.drag.D.p).toBeUndefined()
  })
  it('non-inferiority where deployed: .95 kept is the margin itself, all of it is above', () => {
    expect(kl.full?.nonInferior).toMatchObject({ margin: 0.05, holds: false })
    const free = run({ kl: (i) => trial('kl', i, 0.2, 0.4) }).arms.kl.full
    expect(free?.nonInferior).toMatchObject({ holds: true })
    expect(free?.verdict.word).toBe('prevents without cost')
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
  it('a figure made of several arms is withheld with each of them', () => {
    const off = run({ control: (i) => trial('control', i, 0.5, 0.4, 0.2) }).arms.kl.full
    const reason = expect.stringContaining('control is off the persona manifold')
    expect(off?.effect).toEqual({ estimate: null, reason })
    expect(value(off?.drag.D.final.revealed.neutral)).toBeCloseTo(0.1, 10)
    expect(value(off?.change.D)).toBeCloseTo(0.2, 10)
    expect(off?.verdict.word).toBe('drag between signs')
    expect([off?.drag.D.matched.against, off?.drag.D.matched.gap]).toEqual([
      { estimate: null, reason },
      { estimate: null, reason },
    ])
  })
  it('a foundation that failed takes every cell with it, since no pair is dropped', () => {
    const laid = Array.from({ length: N }, (_, i) => foundation(i)).filter(({ index }) => index !== 3)
    const broke = (arm: string) => ({
      id: { arm, regime: 'full', foundation: 3 } as never,
      error: 'foundation.3 failed',
    })
    const trials = Array.from({ length: N }, (_, i) => i).flatMap((i) => [
      ...(['control', 'punished', 'kl', 'kl punished'] as const).map((arm) =>
        i === 3 ? broke(arm) : trial(arm, i, arm === 'control' ? 0.5 : 0, 0.4),
      ),
    ])
    const { arms: cells, n } = summarise(only, laid, trials as TrialResult[], { hash: 'h', backend: 'wasm' })
    expect(n).toEqual({ foundations: N - 1, trials: 4 * (N - 1), failed: 4 })
    expect(cells.kl.full?.failed).toEqual([{ foundation: 3, error: 'foundation.3 failed' }])
    for (const { full } of Object.values(cells)) expect([full?.effect.estimate, full?.n]).toEqual([null, 0])
  })
  it('keeps no share of a fall: where control loses reward, or is dragged the other way, there is no ratio', () => {
    const worse = run({ control: (i) => trial('control', i, 0.5, -0.4), kl: (i) => trial('kl', i, 0.2, -0.5) })
    const none = { estimate: null, reason: 'the denominator is not above 0' }
    expect(worse.arms.kl.full?.retention).toEqual({ train: none, deployed: none })
    const away = run({
      control: (i) => trial('control', i, -0.5, 0.4),
      punished: (i) => trial('punished', i, 0.3, -0.4),
    })
    expect(away.arms.kl.full?.prevention).toEqual(none)
  })
  it('a failed trial takes its cell out, with the error, and no pair is dropped', () => {
    const broken = run({
      kl: (i) =>
        i === 3
          ? { id: { arm: 'kl', regime: 'full', foundation: 3 } as never, error: 'it broke' }
          : trial('kl', i, 0.2, 0.4),
    })
    expect(broken.n).toEqual({ foundations: N, trials: 4 * N - 1, failed: 1 })
    expect(broken.arms.kl.full?.failed).toEqual([{ foundation: 3, error: 'it broke' }])
    expect(broken.arms.kl.full?.effect).toMatchObject({ estimate: null })
    expect(value(broken.arms.control.full?.drag.D.final.revealed.neutral)).toBeCloseTo(0.4, 10)
  })
  it('sets beside the probes what a steer does and whether contexts are told apart', () => {
    // Made up: .8 + the level; in control after RL, MAN and SPI stand where revealed D does.
    expect(value(control.full?.steer.D.before)).toBeCloseTo(0.8, 10)
    expect(value(control.full?.steer.D.after)).toBeCloseTo(0.8 + value(control.full?.change.D), 10)
    expect(value(control.full?.awareness.after.accuracy)).toBe(0.75)
    expect(table(summary)).toContain('75 %, +.02 → 75 %, +.02')
  })
  it('says how much of a persona the checkpoint carries, over foundations, next to an ideal observer', () => {
    const { capacity } = summary.calibration
    expect(capacity?.acts).toBe(64)
    // MAN of the made-up foundations: .2 and .02 more with each.
    expect(value(capacity?.r2.MAN.network)).toBeCloseTo(0.2 + 0.02 * ((summary.n.foundations - 1) / 2), 10)
    expect(value(capacity?.gaps[1].network)).toBeCloseTo(0.136, 10)
    expect(table(summary)).toContain('64 .136 (.100)')
  })
  it('the table prints what the summary holds', () => {
    const text = table(summary)
    for (const part of [
      '+.40 [',
      'D, the dark composite, is the mean of MAN, SPI',
      'excluded (p <.001, Holm <.001 of 1)',
      '] *',
      '48 matches (480 actions)',
      'LEAD',
    ])
      expect(text).toContain(part)
  })
})
