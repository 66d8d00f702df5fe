import { describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import type { TrialResult } from '../../../arena/store/results.ts'
import { e0 } from '../../../arena/studies/e0.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { contestOf } from '../../../arena/study/arms.ts'
import { Settings } from '../../../arena/study/settings.ts'
import { type Arm, defineStudy, type Study } from '../../../arena/study/study.ts'
import { correlate } from '../../../interventions/correlate.ts'
import { reverseReward } from '../../../interventions/reverse-reward.ts'
import { foundation, trial } from './made-up-run.ts'

const N = 12
const FULL = ['full'] as const
const arms: Study['arms'] = {
  control: { interventions: [], regimes: FULL },
  punished: { interventions: [reverseReward()], regimes: FULL, role: 'control' },
  apart: { interventions: [correlate()], regimes: FULL, reversed: 'apart punished' },
  'apart punished': { interventions: [correlate(), reverseReward()], regimes: FULL, role: 'control' },
  alone: { interventions: [correlate({ s: 0.5 })], regimes: FULL },
}
const study: Study = { ...tiny, settings: Settings.parse({ ...tiny.settings, foundations: N }), arms }
const ENDS: Readonly<Record<string, number>> = {
  control: 0.5,
  punished: -0.3,
  apart: 0.2,
  'apart punished': 0,
  alone: 0.3,
}

function run(residual: (arm: string) => number = () => 0.01) {
  const bases = Array.from({ length: N }, (_, i) => foundation(i))
  const trials = bases.flatMap((_, i) =>
    Object.entries(ENDS).map(([arm, end]) => trial(arm, i, end + ((i % 3) - 1) / 100, 0.3, residual(arm))),
  )
  return summarise(study, bases, trials as TrialResult[], { hash: 'h', backend: 'wasm' }).arms
}
const drag = (found: ReturnType<typeof run>, arm: string): any => found[arm].full?.drag.D.final.revealed.neutral

describe('an arm with a sign-reversed twin of its own', () => {
  it('has half the difference of the two as drag, and an effect between drags', () => {
    const found = run()
    expect(drag(found, 'control').estimate).toBeCloseTo(0.4, 10)
    expect(drag(found, 'apart').estimate).toBeCloseTo(0.1, 10)
    expect(found.apart.full?.effect).toMatchObject({ estimate: expect.closeTo(0.3, 10) })
  })
  it('without one, on a corpus of its own, it has a level alone and an effect between changes', () => {
    const found = run()
    expect(drag(found, 'alone')).toEqual({
      estimate: null,
      reason: 'no sign-reversed twin on this corpus, so only a change',
    })
    expect(found.alone.full?.effect).toMatchObject({ estimate: expect.closeTo(0.2, 10) })
  })
  it('is withheld with its twin, and its effect with the twin of what it is compared with', () => {
    const off = run((arm) => (arm === 'apart punished' ? 0.2 : 0.01))
    expect(drag(off, 'apart').reason).toContain('apart punished is off the persona manifold')
    expect(drag(off, 'control').estimate).toBeCloseTo(0.4, 10)
    expect((off.apart.full!.kappa as any).reason).toContain('apart punished is off the persona manifold')
    const other = run((arm) => (arm === 'punished' ? 0.2 : 0.01))
    expect((other.apart.full!.effect as any).reason).toContain('punished is off the persona manifold')
    expect(drag(other, 'apart').estimate).toBeCloseTo(0.1, 10)
  })
  it('is named in the study, and must exist', () => {
    const reversed = (name: string) => () =>
      defineStudy({ ...study, settings: {}, arms: { ...arms, apart: { ...arms.apart, reversed: name } } })
    expect(reversed('apart punished')).not.toThrow()
    expect(reversed('nobody')).toThrow('arm apart: reversed expected one of')
  })
})

describe('E0', () => {
  it('has every contest on every corpus in every regime, and each corpus its own sign-reversed contest', () => {
    expect(Object.keys(e0.arms)).toHaveLength(12)
    for (const { regimes } of Object.values(e0.arms)) expect(regimes).toEqual(['motive', 'encoder', 'full'])
    const paid = Object.entries(e0.arms).filter(([, arm]: [string, Arm]) => arm.role !== 'control')
    expect(paid.map(([name]) => contestOf(e0, name))).toEqual([
      { rewarded: 'control', punished: 'punished' },
      { rewarded: 'uncorrelated', punished: 'uncorrelated punished' },
      { rewarded: 'inverted', punished: 'inverted punished' },
    ])
  })
})
