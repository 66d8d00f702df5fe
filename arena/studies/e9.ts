import { boardroom } from '../../envs/boardroom/env.ts'
import { filter } from '../../interventions/filter.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

const RATES = [0.5, 0.75, 0.9, 1] as const
const filtered = (truePositives: number, more: Partial<Arm> = {}): Arm => ({
  interventions: [filter({ truePositives, falsePositives: 0 })],
  regimes: ['full'],
  ...more,
})
const LOG = { log: 'reinforce' } as const

/**
 * E9 of the research programme: what leaks through a filter. Monitors from poor to perfect, where the agent learns from
 * what it plays and where it learns from the log of the network it was. Read drag beside `leak`, the cosine between the
 * gradient of what was kept and that which makes z darker.
 */
export const e9 = defineStudy({
  id: 'e9',
  summary: 'Filters from poor to perfect, on own play and on a log: what drag is left, and what leaks.',
  question: 'Does drag remain where every trajectory with a dark act is left out?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: { ...PRESSURE, warmup: 0 }, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    log: { interventions: [], regimes: ['full'], ...LOG },
    ...Object.fromEntries(RATES.map((rate) => [`${rate}`, filtered(rate)])),
    ...Object.fromEntries(RATES.map((rate) => [`log, ${rate}`, filtered(rate, { ...LOG, comparedWith: 'log' })])),
  },
  sweeps: [
    {
      ...{ of: 'share of dark episodes that are filtered', values: RATES, scale: 'linear', lost: 'half' },
      curves: { 'own play': RATES.map(String), 'a log': RATES.map((rate) => `log, ${rate}`) },
    },
  ],
})
