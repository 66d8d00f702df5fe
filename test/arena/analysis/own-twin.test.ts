import { describe, expect, it } from 'vitest'
import { summarise } from '../../../arena/analysis/summarise.ts'
import type { TrialResult } from '../../../arena/store/results.ts'
import { e0 } from '../../../arena/studies/e0.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { parseOverride, withOverrides } from '../../../arena/study/overrides.ts'
import { Settings } from '../../../arena/study/settings.ts'
import { type Arm, defineStudy, type Study } from '../../../arena/study/study.ts'
import { withTwins } from '../../../arena/study/twins.ts'
import { puzzleRace } from '../../../envs/puzzle-race/env.ts'
import { correlate } from '../../../interventions/correlate.ts'
import { kl } from '../../../interventions/kl.ts'
import { reverseReward } from '../../../interventions/reverse-reward.ts'
import { shuffleReward } from '../../../interventions/shuffle-reward.ts'
import { foundation, trial } from './made-up-run.ts'

const N = 12
const FULL = ['full'] as const
const arms = withTwins({
  control: { interventions: [], regimes: FULL },
  apart: { interventions: [correlate()], regimes: FULL },
  alone: { interventions: [correlate({ s: 0.5 })], regimes: FULL, twin: false },
}) as Study['arms']
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
  it('without one it has a change alone: drag, effect and prevention are missing with the reason', () => {
    const { full } = run().alone
    const none = { estimate: null, reason: 'no sign-reversed twin, so only a change' }
    expect([full?.drag.D.final.revealed.neutral, full?.effect, full?.prevention, full?.halves]).toEqual([
      none,
      none,
      none,
      none,
    ])
    expect(full?.change.D).toMatchObject({ estimate: expect.closeTo(0.3, 10) })
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
})

describe('known answers', () => {
  const planted = withTwins({
    control: { interventions: [], regimes: FULL },
    frozen: { interventions: [], regimes: FULL },
    forgetful: { interventions: [], regimes: FULL },
    shuffled: { interventions: [shuffleReward()], regimes: FULL, role: 'control' },
  }) as Study['arms']
  /** Change of every trait, and rise of reward and power. */
  const ends: Readonly<Record<string, [level: number, rise: number]>> = {
    control: [0.5, 0.4],
    punished: [-0.3, -0.4],
    frozen: [0, 0],
    'frozen punished': [0, 0],
    // Forgets .5 under one sign and .1 under the other.
    forgetful: [-0.1, 0.4],
    'forgetful punished': [-0.5, -0.4],
    shuffled: [0.05, 0],
  }
  const found = (more: Partial<typeof ends> = {}) => {
    const bases = Array.from({ length: N }, (_, i) => foundation(i))
    const trials = bases.flatMap((_, i) =>
      Object.entries({ ...ends, ...more }).map(([arm, end]) => {
        const [level, rise] = end as [number, number]
        return trial(arm, i, arm.startsWith('frozen') ? level : level + ((i % 3) - 1) / 100, rise)
      }),
    )
    return summarise({ ...study, arms: planted }, bases, trials as TrialResult[], { hash: 'h', backend: 'wasm' }).arms
  }

  it('an arm that never trains has no drag, prevents all of it, and learned nothing', () => {
    const { full } = found().frozen
    expect(full?.drag.D.final.revealed.neutral).toEqual({ estimate: 0, interval: [0, 0], n: N })
    expect(full?.prevention).toMatchObject({ estimate: 1 })
    expect(full?.effect).toMatchObject({ estimate: expect.closeTo(0.4, 10) })
    expect(full?.retention.deployed).toMatchObject({ estimate: 0 })
    expect(full?.verdict.word).toBe('nothing learned')
  })
  it('what an arm forgets under one sign more than under the other is its own drag, not control’s', () => {
    const { full } = found().forgetful
    expect(full?.drag.D.final.revealed.neutral).toMatchObject({ estimate: expect.closeTo(0.2, 10) })
    expect(full?.effect).toMatchObject({ estimate: expect.closeTo(0.2, 10) })
    expect(full?.prevention).toMatchObject({ estimate: expect.closeTo(0.5, 10) })
    expect((full!.halves as any).traits.D.common).toMatchObject({ estimate: expect.closeTo(-0.3, 10) })
  })
  it('says that winning power darkened where the rewarded half did, and more than shuffled rewards', () => {
    expect(found().control.full?.verdict.word).toBe('drag')
    expect(found().control.full?.aboveShuffled).toMatchObject({ estimate: expect.closeTo(0.45, 10) })
    expect(found({ control: [-0.01, 0.4], punished: [-0.8, -0.4] }).control.full?.verdict).toMatchObject({
      word: 'drag between signs',
      reason: expect.stringContaining('the rewarded half alone is not shown above 0'),
    })
    expect(found({ shuffled: [0.6, 0] }).control.full?.verdict).toMatchObject({
      word: 'drag between signs',
      reason: expect.stringContaining('the rewarded half is not shown above shuffled'),
    })
  })
  it('says nothing against shuffled rewards that left the manifold', () => {
    const bases = Array.from({ length: N }, (_, i) => foundation(i))
    const trials = bases.flatMap((_, i) =>
      Object.entries(ends).map(([arm, end]) => {
        const [level, rise] = end as [number, number]
        return trial(arm, i, level + ((i % 3) - 1) / 100, rise, arm === 'shuffled' ? 0.2 : 0.01)
      }),
    )
    const { full } = summarise({ ...study, arms: planted }, bases, trials, { hash: 'h', backend: 'wasm' }).arms.control
    expect((full!.aboveShuffled as any).reason).toContain('shuffled is off the persona manifold')
    expect(full?.verdict.word).toBe('drag between signs')
  })
  it('a matched control that hardly learned says nothing, one that learned stands beside the rest', () => {
    const elsewhere = (rise: number) => {
      const race: Arm = { interventions: [], regimes: FULL, role: 'control', train: puzzleRace, env: {} }
      const bases = Array.from({ length: N }, (_, i) => foundation(i))
      const trials = bases.flatMap((_, i) => [
        trial('control', i, 0.5, 0.4),
        trial('punished', i, -0.3, -0.4),
        trial('race', i, 0.1, rise),
      ])
      const all = { ...study, arms: { control: arms.control, punished: arms.punished, race } as Study['arms'] }
      return summarise(all, bases, trials, { hash: 'h', backend: 'wasm' }).arms.race.full
    }
    const reason = 'hardly learned: its reward rose by +.08, that of control by +.40, and half of that is asked'
    expect(elsewhere(0.08)?.verdict).toEqual({ word: 'hardly learned', withheld: true, reason })
    expect(elsewhere(0.08)?.change.D).toEqual({ estimate: null, reason })
    expect(elsewhere(0.08)?.raw).toEqual({ estimate: null, reason })
    expect(elsewhere(0.2)?.change.D).toMatchObject({ estimate: expect.closeTo(0.1, 10) })
  })
  it('raw rates have halves, a test and a word of their own', () => {
    const { rawDrag } = found().control.full!
    expect(rawDrag).toMatchObject({ word: 'drag', p: 2 / 4096, drag: { estimate: expect.closeTo(0.2, 10) } })
    expect(found().shuffled.full?.rawDrag.word).toBe('not judged')
  })
})

describe('twins in a study', () => {
  const made = (more: Record<string, Arm>) => defineStudy({ ...study, settings: {}, arms: { ...arms, ...more } }).arms

  it('are made of every judged arm, whatever it is made of, and follow what is set on it', () => {
    const plain = made({
      kl: { interventions: [kl({ weight: 0.2 })], regimes: ['encoder', 'full'], env: { rounds: 2 } },
    })
    expect(plain.kl.reversed).toBe('kl punished')
    const { interventions, ...twin } = plain['kl punished']
    expect(interventions.map(({ id }) => id)).toEqual(['reverse-reward', 'kl'])
    expect(twin).toEqual({ regimes: ['encoder', 'full'], env: { rounds: 2 }, role: 'control', twinOf: 'kl' })
    const changed = withOverrides({ ...study, arms: plain } as Study, [parseOverride('arms.kl.kl.weight=0.7')], 'study')
    expect(changed.arms['kl punished'].interventions[1].params).toMatchObject({ weight: 0.7 })
    expect(() => withOverrides(changed, [parseOverride('arms.kl punished.kl.weight=1')], 'study')).toThrow(
      'set it on kl, its twin follows',
    )
  })
  it('are not made of controls, of arms without personas, nor where the author says so', () => {
    const names = Object.keys(
      made({
        shuffled: { interventions: [], regimes: FULL, role: 'control' },
        blank: { interventions: [], regimes: FULL, init: 'random' },
      }),
    )
    expect(names).toEqual(['control', 'punished', 'apart', 'apart punished', 'alone', 'shuffled', 'blank'])
  })
  it('that an author wrote under the name are taken, where they are twins', () => {
    const own = { interventions: [reverseReward()], regimes: FULL, role: 'control' } as const
    const given = { ...arms, control: { interventions: [], regimes: FULL }, punished: own }
    expect(defineStudy({ ...study, settings: {}, arms: given }).arms).toMatchObject({
      control: { reversed: 'punished' },
      punished: own,
    })
    expect(() => made({ punished: { ...own, interventions: [] } })).toThrow(
      'arm punished, the sign-reversed twin of control: expected the intervention reverse-reward',
    )
  })
})

describe('E0', () => {
  it('has every contest on every corpus in every regime, and each judged arm its own sign-reversed twin', () => {
    const judged = Object.entries(e0.arms).filter(([, { role, init, twin }]) => !role && !init && twin !== false)
    expect(judged.map(([name]) => name)).toEqual(expect.arrayContaining(['control', 'uncorrelated', 'inverted']))
    for (const [name, { reversed, regimes, interventions }] of judged) {
      const twin = e0.arms[reversed as string]
      expect(twin).toMatchObject({ twinOf: name, regimes, role: 'control' })
      expect(twin.interventions.map(({ id }) => id)).toEqual(['reverse-reward', ...interventions.map(({ id }) => id)])
    }
  })
})
