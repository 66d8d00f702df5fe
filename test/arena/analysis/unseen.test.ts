import { expect, it } from 'vitest'
import { index as indexOf, TRAITS } from '../../../agents/traits.ts'
import { resultsOf } from '../../../arena/analysis/results.ts'
import { unseenChanges } from '../../../arena/analysis/unseen.ts'
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
  const trials = [0, 1].map((index) => ({ ...trial('control', index, 1, 1), ...(treated && { unseen: treated }) }))
  return resultsOf(study, foundations, trials)
}

it('takes D over what their own battery reads, in the neutral and in the darkest context, and raw rates in its SD', () => {
  const [change, ...others] = unseenChanges(results(['MAN', 'SPI'], { before, after }), 'control', 'full') as never[]
  expect(change).toEqual({
    D: { neutral: expect.closeTo(0.3, 12), worst: expect.closeTo(0.6, 12) },
    raw: expect.closeTo(0.1, 12),
    residual: expect.closeTo(0.1, 12),
  })
  expect(others).toEqual([change])
})

it('has no D where the battery reads none of it, and nothing where there are no unseen envs or no trial', () => {
  expect(unseenChanges(results([], { before, after }), 'control', 'full')?.map(({ D }) => D)).toEqual([null, null])
  expect(unseenChanges(results(['MAN'], undefined), 'control', 'full')).toBeNull()
  expect(unseenChanges(results(['MAN'], { before, after }), 'kl', 'full')).toBeNull()
})
