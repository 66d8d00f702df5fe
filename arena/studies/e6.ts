import { succession } from '../../envs/succession/env.ts'
import { correlate } from '../../interventions/correlate.ts'
import { rewardLead } from '../../interventions/reward-lead.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { PRESSURE } from './pressure.ts'

const CORRELATIONS = [1, 0.5, 0, -1] as const
const paidFor = (s: number, more: Partial<Arm>): Arm => ({
  interventions: s === 1 ? [] : [correlate({ s })],
  regimes: ['full'],
  ...more,
})

/**
 * E6 of the research programme: trait correlations. The dial s from 1 to −1 where power is paid; the same where leading is
 * paid and power is not, the wise power-seeker, which is read as a change since a reward that replaces payoffs has no
 * sign-reversed twin; and two ways of breaking the correlation in the network.
 */
export const e6 = defineStudy({
  id: 'e6',
  summary: 'Power paid, or leading paid and not power, over four correlations of power with darkness, in succession.',
  question: 'Does paying leadership in place of power still drag motives towards the dark?',
  env: succession,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    ...Object.fromEntries(CORRELATIONS.slice(1).map((s) => [`s ${s}`, paidFor(s, {})])),
    ...Object.fromEntries(
      CORRELATIONS.map((s) => {
        const { interventions, regimes } = paidFor(s, {})
        return [`lead, s ${s}`, { interventions: [rewardLead(), ...interventions], regimes, role: 'control' } as Arm]
      }),
    ),
    'decorrelate-rep': { interventions: [chosen('decorrelate-rep')], regimes: ['full'] },
    'grad-project': { interventions: [chosen('grad-project')], regimes: ['full'] },
  },
})
