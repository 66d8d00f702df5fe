import { expect, it } from 'vitest'
import { inTurn, plan } from '../../../arena/run/plan.ts'
import { identityOf } from '../../../arena/store/identity.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { defineStudy } from '../../../arena/study/study.ts'

const { control } = tiny.arms
const study = defineStudy({
  ...tiny,
  settings: { ...tiny.settings, foundations: 4 },
  arms: { control, other: { interventions: [], regimes: ['full'], settings: { imitate: { steps: 41 } } } },
})
const planned = plan(study, identityOf(study, { backend: 'wasm', mettle: '0', build: 'b', files: [] }), 'nowhere')

it('trials of a foundation come once the next foundation is made, so that an interrupted run has whole ones', () => {
  const order = inTurn(planned)
  expect(new Set(order)).toEqual(new Set([...planned.foundations, ...planned.trials]))
  expect(order).toHaveLength(planned.foundations.length + planned.trials.length)
  const at = (kind: 'foundation' | 'trial', index: number) =>
    order.flatMap((job, i) =>
      job.kind === kind && (job.kind === 'foundation' ? job.index : job.id.foundation) === index ? [i] : [],
    )
  for (let index = 0; index < 4; index++) {
    expect(at('foundation', index)).toHaveLength(2)
    const trials = at('trial', index)
    expect(Math.max(...trials) - Math.min(...trials)).toBe(trials.length - 1)
    expect(Math.max(...at('foundation', Math.min(3, index + 1)))).toBeLessThan(Math.min(...trials))
    if (index < 2) expect(Math.min(...at('foundation', index + 2))).toBeGreaterThan(Math.max(...trials))
  }
})
