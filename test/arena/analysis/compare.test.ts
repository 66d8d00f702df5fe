import { describe, expect, it } from 'vitest'
import { compareRuns } from '../../../arena/analysis/compare.ts'
import { summarise } from '../../../arena/analysis/summarise.ts'
import type { Summary } from '../../../arena/analysis/summary.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import { foundation, trial } from './made-up-run.ts'

const study = defineStudy({ ...tiny, arms: { ...tiny.arms, one: { interventions: [], regimes: ['full'] } } })

/** Control and `one`, whose acts may be no persona's. */
function run(residual = 0.01): Summary {
  const foundations = Array.from({ length: 10 }, (_, i) => foundation(i))
  const trials = foundations.flatMap((_, i) => {
    const level = 0.4 + 0.01 * (i % 3)
    return [
      ...[trial('control', i, level, 0.1), trial('punished', i, -level, 0.1)],
      ...[trial('one', i, level / 2, 0.1, residual), trial('one punished', i, -level / 2, 0.1)],
    ]
  })
  return summarise(study, foundations, trials, { hash: '', backend: '' })
}

describe('two runs side by side', () => {
  const [plain, odd] = [run(), run(2)]
  const words = (first: Summary, second: Summary) =>
    compareRuns(first, second).map(({ arm, figure, word }) => `${arm}, ${figure}: ${word}`)

  it('show every judged arm, and no difference where there is none', () => {
    expect(words(plain, plain)).toEqual([
      'control, drag of D: no difference shown',
      'one, drag of D: no difference shown',
      'one, effect on D: no difference shown',
    ])
  })
  it('keep the row of an arm that is withheld in one of them, whichever comes first', () => {
    for (const [first, second, gone] of [
      [plain, odd, 'second'],
      [odd, plain, 'first'],
    ] as const) {
      expect(words(first, second)).toEqual([
        'control, drag of D: no difference shown',
        'one, drag of D: not in both',
        'one, effect on D: not in both',
      ])
      const [, drag] = compareRuns(first, second)
      expect(drag[gone]).toMatchObject({ estimate: null, reason: expect.stringContaining('off the persona manifold') })
    }
  })
})
