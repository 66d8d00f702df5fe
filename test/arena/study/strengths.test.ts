import { describe, expect, it } from 'vitest'
import { choose } from '../../../arena/analysis/strengths.ts'
import type { Summary } from '../../../arena/analysis/summary.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { exploratory } from '../../../arena/study/exploratory.ts'
import { defineStudy, type StudySpec } from '../../../arena/study/study.ts'
import { decorrelateMotives } from '../../../interventions/decorrelate-motives.ts'
import { kl } from '../../../interventions/kl.ts'
import { report } from '../../../interventions/report.ts'

const KL = [{ weight: 0.03 }, { weight: 0.1 }, { weight: 0.3 }]

const studyOf = (strengths: StudySpec['strengths']) =>
  defineStudy({
    ...tiny,
    settings: tiny.settings,
    arms: {
      control: { interventions: [], regimes: ['motive', 'encoder', 'full'] },
      kl: { interventions: [kl()], regimes: ['encoder', 'full'] },
      rigged: { interventions: [], regimes: ['full'], env: { rigged: 0.5 } },
      report: { interventions: [report()], regimes: ['full'], env: { rigged: 0.5 }, comparedWith: 'rigged' },
    },
    strengths,
  })

describe('the study that compares strengths', () => {
  it('has each arm at each strength with its twin, what it is compared with, and one regime', () => {
    const { arms, id } = exploratory(studyOf({ kl: KL, report: [{ cost: 0 }, { cost: 0.02 }, { cost: 0.1 }] }))
    expect(id).toBe('tiny-strengths')
    const named = ['kl', 'report'].flatMap((arm) =>
      [1, 2, 3].flatMap((k) => [`${arm} · ${k}`, `${arm} · ${k} punished`]),
    )
    expect(Object.keys(arms).sort()).toEqual(['control', 'punished', 'rigged', 'rigged punished', ...named].sort())
    for (const { regimes } of Object.values(arms)) expect(regimes).toEqual(['full'])
    expect(arms['kl · 3'].interventions[0].params).toMatchObject({ weight: 0.3 })
    expect(arms['kl · 3 punished'].interventions.at(-1)?.params).toMatchObject({ weight: 0.3 })
    expect(arms['report · 2']).toMatchObject({ comparedWith: 'rigged', env: { rigged: 0.5 } })
  })
  it('has control in every regime that a strength is tried in', () => {
    const { arms } = exploratory(
      defineStudy({
        ...tiny,
        arms: {
          control: { interventions: [], regimes: ['motive', 'full'] },
          only: { interventions: [decorrelateMotives()], regimes: ['motive'] },
        },
        strengths: { only: [{ strength: 0.3 }, { strength: 0.6 }, { strength: 1 }] },
      }),
    )
    expect(arms.control.regimes).toEqual(expect.arrayContaining(['full', 'motive']))
    expect(arms.punished.regimes).toEqual(expect.arrayContaining(['full', 'motive']))
  })
  it('has the whole chain of what an arm is compared with', () => {
    const base = studyOf(undefined)
    const { arms } = exploratory(
      defineStudy({
        ...tiny,
        arms: {
          control: base.arms.control,
          rigged: { interventions: [], regimes: ['full'], env: { rigged: 0.5 } },
          reporting: { interventions: [report()], regimes: ['full'], env: { rigged: 0.5 }, comparedWith: 'rigged' },
          both: { interventions: [report(), kl()], regimes: ['full'], env: { rigged: 0.5 }, comparedWith: 'reporting' },
        },
        strengths: { both: KL },
      }),
    )
    expect(Object.keys(arms)).toEqual(expect.arrayContaining(['control', 'rigged', 'reporting', 'both · 1']))
  })
  it('is refused where strengths are too few, of nobody, or do not fit', () => {
    expect(() => studyOf({ kl: KL.slice(1) })).toThrow(/strengths, kl: expected 3 sets of params at least, got 2/)
    expect(() => studyOf({ nobody: KL })).toThrow(/strengths: expected the name of an arm/)
    expect(() => studyOf({ kl: [...KL, { weight: -1 }] })).toThrow(/strengths, kl, set 4: params of kl/)
    expect(() => exploratory(studyOf(undefined))).toThrow(/expected `strengths`/)
  })
})

describe('the rule', () => {
  /** A summary in which the strengths of kl came out so: [effect, retention]. */
  const came = (...cells: readonly (readonly [number | null, number])[]) =>
    choose({ kl: KL }, {
      arms: Object.fromEntries(
        cells.map(([effect, kept], k) => [
          `kl · ${k + 1}`,
          { full: { effect: { estimate: effect }, retention: { train: { estimate: kept } } } },
        ]),
      ),
    } as unknown as Summary)[0].chosen

  it('takes the largest effect among those that keep .8 of the reward', () =>
    expect(came([0.1, 0.95], [0.2, 0.8], [0.4, 0.79])).toBe(1))
  it('takes the largest retention where none keeps so much', () =>
    expect(came([0.1, 0.3], [0.2, 0.5], [0.4, 0.1])).toBe(1))
  it('takes the weaker of equals, and nothing where nothing was measured', () => {
    expect(came([0.2, 0.9], [0.2, 0.9], [0.1, 0.9])).toBe(0)
    expect(came([null, 0.9], [null, 0.9], [null, 0.9])).toBe(null)
  })
})
