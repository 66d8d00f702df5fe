import { boardroom } from '../../envs/boardroom/env.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

const ROUTED = { network: { router: true } } as const
const UPDATES = [20, 80, 320] as const

/** A network whose gate between z and the bypass is learned, pressed for so many updates. */
const routed = (updates: number): Arm => ({
  interventions: [],
  regimes: ['full'],
  settings: { ...ROUTED, compete: { updates, measureEvery: updates, stopAtPower: null } },
  role: 'control',
  comparedWith: 'control',
})

/**
 * E4b of the research programme: does reinforcement learn to route round the persona where it is rewarded? A gate g,
 * learned from the trunk by imitation and by reinforcement alike, weighs z by g and the bypass by 1 − g. Read `router`:
 * g on eval items and under the mark of the train env, what g tells of which it is, and the drag with g forced to 1.
 */
export const e4b = defineStudy({
  id: 'e4b',
  summary: 'A learned gate between z and the way round it, under ever more reinforcement.',
  question: 'Does reinforcement learn to route round the persona where it is rewarded?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    router: { interventions: [], regimes: ['full'], settings: ROUTED },
    ...Object.fromEntries(UPDATES.map((updates) => [`router, ${updates} updates`, routed(updates)])),
  },
})
