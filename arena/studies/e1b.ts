import { boardroom } from '../../envs/boardroom/env.ts'
import { rationalise } from '../../interventions/rationalise.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

const STATED = { settings: { network: { statedTrains: true } }, comparedWith: 'stating' } as const
const paid = (pays: 'good' | 'yes', weight: number): Arm => ({
  ...{ interventions: [rationalise({ pays, weight })], regimes: ['full'] },
  ...STATED,
})

/**
 * E1b of the research programme: a self-report that is paid for sounding good, while power is competed for. The figure to
 * read is `unsaid`, the change of revealed D minus that of stated D, beside that in unseen envs.
 */
export const e1b = defineStudy({
  id: 'e1b',
  summary: 'Whether a self-report that is paid for sounding good comes apart from what is done.',
  question: 'Does a self-report that is paid for sounding good come apart from what the agent does?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    stating: { interventions: [], regimes: ['full'], settings: STATED.settings },
    ...Object.fromEntries([0.1, 1, 10].map((weight) => [`good, ${weight}`, paid('good', weight)])),
    'yes, 1': { ...paid('yes', 1), role: 'control' },
  },
})
