import { expect, it } from 'vitest'
import { tiny } from '../../../arena/studies/tiny.ts'
import { parseOverride, withOverrides } from '../../../arena/study/overrides.ts'
import { type Arm, defineStudy, type StudySpec } from '../../../arena/study/study.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { defineEnv } from '../../../envs/make-env.ts'
import { workshop } from '../../../envs/workshop/env.ts'
import { filter } from '../../../interventions/filter.ts'
import { frame } from '../../../interventions/frame.ts'
import { kl } from '../../../interventions/kl.ts'
import { report } from '../../../interventions/report.ts'
import { reverseReward } from '../../../interventions/reverse-reward.ts'
import { rewardLead } from '../../../interventions/reward-lead.ts'
import { shareReward } from '../../../interventions/share-reward.ts'

const arm = (more: Partial<Arm>): Arm => ({ interventions: [], regimes: ['full'], ...more })
const study = (more: Partial<StudySpec>, arms: Readonly<Record<string, Arm>> = {}) =>
  defineStudy({ ...tiny, arms: { control: arm({}), ...arms }, ...more })

const other = defineEnv({ ...boardroom.spec, version: 7, summary: 'Another room.' })
const alone = defineEnv({ ...dilemma.spec, id: 'alone', seats: () => 1 })

it('two envs of one id are refused, and both are named', () => {
  const both = /got boardroom v7 \(Another room\.\) beside boardroom v\d+ \(.+\) in env\. Rename one/
  expect(() => study({}, { elsewhere: arm({ train: other, role: 'control' }) })).toThrow(both)
  expect(() => study({}, { elsewhere: arm({ train: other, role: 'control' }) })).toThrow(/arm elsewhere: train:/)
  expect(() => study({ evals: [dictator, defineEnv({ ...dictator.spec, version: 9 })] })).toThrow(
    /evals\[1\]: expected one env an id, got dictator v9 .* in evals\[0\]/,
  )
  expect(() => study({ evals: [defineEnv({ ...dictator.spec, id: 'boardroom' })] })).toThrow(/evals\[0\].*in env\./)
  expect(() => study({ evals: [dictator, dictator] })).toThrow(
    /evals\[1\]: expected every env once, got dictator again/,
  )
})
it('arms may share an env', () => {
  const shared = arm({ train: workshop, role: 'control' })
  expect(Object.keys(study({}, { a: shared, b: shared }).arms)).toContain('b')
  expect(Object.keys(study({}, { a: arm({ train: boardroom, role: 'control' }) }).arms)).toContain('a')
})

it('an intervention that could do nothing in the env of its arm is refused', () => {
  const reporting = (more: Partial<Arm>) => study({}, { reporting: arm({ interventions: [report()], ...more }) })
  expect(() => reporting({ train: dilemma })).toThrow(
    /arm reporting: report expected an env with a stage in which a report can be filed .*, got dilemma/,
  )
  expect(reporting({}).arms.reporting.interventions).toHaveLength(1)
  const shared = arm({ interventions: [shareReward()], train: alone, role: 'control' })
  expect(() => study({}, { shared })).toThrow(/share-reward expected an env of two or more seats, got alone/)
})
it('one that replaces rewards has no sign-reversed twin: it is a control, or asks for none', () => {
  const paid = (more: Partial<Arm>) => study({}, { lead: arm({ interventions: [rewardLead()], ...more }) })
  expect(() => paid({})).toThrow(/arm lead punished: reward-lead and reverse-reward cannot run together/)
  expect(Object.keys(paid({ twin: false }).arms)).not.toContain('lead punished')
  expect(Object.keys(paid({ role: 'control' }).arms)).not.toContain('lead punished')
})
it('a twin that is another arm’s, or another arm, is none', () => {
  const reversed = (twin: Partial<Arm>, own: Partial<Arm> = {}) =>
    study({}, { kl: arm({ interventions: [kl()], ...own }), 'kl punished': arm({ role: 'control', ...twin }) })
  expect(() => study({}, { kl: arm({ interventions: [kl()], reversed: 'punished' }) })).toThrow(
    /arm punished, the sign-reversed twin of kl: expected the interventions of kl \(kl \{.*\}\), got none/,
  )
  expect(() => reversed({ interventions: [reverseReward()] })).toThrow(/expected the interventions of kl .*, got none/)
  expect(() => reversed({ interventions: [reverseReward(), kl({ weight: 9 })] })).toThrow(
    /expected the interventions of kl/,
  )
  const twin = { interventions: [reverseReward(), kl()] }
  expect(() => reversed({ ...twin, env: { delta: 0.5 } })).toThrow(/expected the env of kl, got another/)
  expect(() => reversed({ ...twin, settings: { compete: { entropy: 0.1 } } })).toThrow(/expected the settings of kl/)
  expect(() => reversed({ interventions: [reverseReward({ on: false }), kl()] })).toThrow(
    /expected the intervention reverse-reward/,
  )
  expect(reversed(twin).arms.kl.reversed).toBe('kl punished')
  const entropy = { settings: { compete: { entropy: 0.1, epochs: 1 } } }
  expect(() => reversed({ ...twin, settings: { compete: { epochs: 1, entropy: 0.1 } } }, entropy)).not.toThrow()
  expect(() => withOverrides(reversed(twin), [parseOverride('arms.kl.kl.weight=9')], 'x.ts')).toThrow(
    /x\.ts: arm kl punished, the sign-reversed twin of kl: expected the interventions of kl/,
  )
})
it('a hypothesis about an arm that is not there is refused before anything runs', () => {
  const planned = (expects: object) =>
    study({
      preregistration: {
        hypotheses: [
          { claim: 'It does.', expects: [{ figure: 'effect', regime: 'full', is: 'above', than: 0, ...expects }] },
        ] as never,
        ...{ primary: { endpoint: 'D', contrast: 'drag', regime: 'full' }, margins: {}, smallestEffect: 0.1 },
        ...{ pilot: { foundations: 2, sd: 0.1, power: 0.5 }, exclusions: [] },
      },
    })
  expect(() => planned({ arm: 'nobody' })).toThrow(
    /hypothesis "It does\.": expected an arm that runs in full, got nobody/,
  )
  expect(() => planned({ arm: 'control', than: 'nobody' })).toThrow(/got nobody/)
  expect(() => planned({ arm: 'control', regime: 'encoder' })).toThrow(
    /expected an arm that runs in encoder, got control/,
  )
  expect(() => planned({ arm: 'control' })).not.toThrow()
})
it('params decide in which regimes an intervention can act', () => {
  const dropping = (unit: 'decisions' | 'episodes', regime: 'motive' | 'full') => () =>
    study({}, { a: arm({ interventions: [filter({ unit })], regimes: [regime] }) })
  expect(dropping('decisions', 'motive')).toThrow(/arm a: filter acts in encoder,full, not in motive/)
  const shown = study({}, { a: arm({ interventions: [frame()], regimes: ['motive'] }) })
  expect(() => withOverrides(shown, [parseOverride('arms.a.frame.at=update')], 'x.ts')).toThrow(
    /x\.ts: arm a: frame acts in/,
  )
  expect(() =>
    study(
      { strengths: { a: [{ falsePositives: 0.1 }, { falsePositives: 0.2 }, { unit: 'decisions' }] } },
      { a: arm({ interventions: [filter()], regimes: ['motive'] }) },
    ),
  ).toThrow(/strengths, a, set 3: filter acts in encoder,full at these params, not in motive/)
  for (const still of [dropping('episodes', 'motive'), dropping('decisions', 'full')]) expect(still).not.toThrow()
})
it('an idle one may stand anywhere, until a flag sets it to work', () => {
  const idle = study({}, { idle: arm({ interventions: [report({ open: false })], train: dilemma, role: 'control' }) })
  const opened = () => withOverrides(idle, [parseOverride('arms.idle.report.open=true')], 'x.ts')
  expect(opened).toThrow(/x\.ts: arm idle: report expected an env/)
})
