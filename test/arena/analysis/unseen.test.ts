import { expect, it } from 'vitest'
import { index as indexOf, TRAITS } from '../../../agents/traits.ts'
import { resultsOf } from '../../../arena/analysis/results.ts'
import { unseenOf } from '../../../arena/analysis/unseen.ts'
import { CONTEXTS } from '../../../arena/measure/contexts.ts'
import type { FoundationResult, TrialResult, UnseenReading } from '../../../arena/store/results.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { foundation, trial } from './made-up-run.ts'

/** MAN and SPI at these levels, and as much more under a permissive cue. */
function reading(man: number, spi: number, raw: number, residual: number): UnseenReading {
  const rates = { harm: raw, deceit: 0, coercion: 0, breach: 0, exploit: 0, spite: 0 }
  const traits = TRAITS.map((_, t) => (t === indexOf('MAN') ? man : t === indexOf('SPI') ? spi : 9))
  const of = (factor: number) => ({ traits: traits.map((x) => factor * x), residual, rates, raw })
  return Object.fromEntries(CONTEXTS.map((each) => [each, of(each === 'permissive' ? 2 : 1)])) as never
}

const base = foundation(0)
const study = { ...tiny, settings: { ...tiny.settings, foundations: 2 } }
const [before, after] = [reading(0.1, 0.3, 0.5, 0.01), reading(0.3, 0.7, 0.9, 0.03)]

function results(dark: FoundationResult['calibration']['dark'], treated: TrialResult['unseen']) {
  const calibration = { ...base.calibration, dark, raw: { mean: 0, sd: 4 }, writerKl: 0.2 }
  const foundations = [0, 1].map((index) => ({
    ...foundation(index),
    ...(treated && { unseen: { calibration, imitation: null, revealed: before } }),
  }))
  const trials = [0, 1].flatMap((index) =>
    [1, -1].map((sign) => ({
      ...trial(sign > 0 ? 'control' : 'punished', index, sign, sign),
      // Punished, nothing moves there.
      ...(treated && { unseen: sign > 0 ? treated : { ...treated, after: treated.before } }),
    })),
  )
  return resultsOf(study, foundations, trials)
}

it('takes D over what their own battery reads and raw rates in its SD: halves, drag and a word, as everywhere', () => {
  const found = unseenOf(results(['MAN', 'SPI'], { before, after }), 'control', 'full', null)
  const all = (e: number) => ({ estimate: expect.closeTo(e, 12), interval: expect.anything(), n: 2 })
  expect(found).toMatchObject({
    traits: ['MAN', 'SPI'],
    D: { rewarded: all(0.3), punished: all(0), common: all(0.15), drag: all(0.15), word: 'smoke run' },
    raw: { rewarded: all(0.1), punished: all(0), drag: all(0.05), word: 'smoke run' },
  })
})

it('has no D where the battery reads none of it or the manifold is left, and nothing where there are no unseen envs', () => {
  const reason = 'the unseen envs read no trait of D'
  const none = unseenOf(results([], { before, after }), 'control', 'full', null)
  expect(none?.D.drag).toEqual({ estimate: null, reason })
  expect(none?.raw.drag.estimate).toBeCloseTo(0.05, 12)
  const off = unseenOf(results(['MAN'], { before, after }), 'control', 'full', 'nobody acts so')
  expect(off?.D.drag).toEqual({ estimate: null, reason: 'nobody acts so' })
  expect(unseenOf(results(['MAN'], undefined), 'control', 'full', null)).toBeNull()
  expect(unseenOf(results(['MAN'], { before, after }), 'kl', 'full', null)?.D.drag.estimate).toBeNull()
})
