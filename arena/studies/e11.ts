import { boardroom } from '../../envs/boardroom/env.ts'
import type { Intervention } from '../../interventions/define.ts'
import { entropy } from '../../interventions/entropy.ts'
import { exploreAdversary } from '../../interventions/explore-adversary.ts'
import { kl } from '../../interventions/kl.ts'
import { noReward } from '../../interventions/no-reward.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { PRESSURE } from './pressure.ts'

const WEIGHTS = [0.03, 0.1, 0.3] as const
const against = (...own: readonly Intervention[]): Arm => ({
  ...{ interventions: [exploreAdversary({ weight: 0.1 }), ...own], regimes: ['full'] },
  ...{ role: 'control', comparedWith: 'adversary · 0.1' },
})

/**
 * E11 of the research programme: exploration hacking. An adversary chooses what is explored so that a trait is kept, at
 * three strengths; and what is done against it: more entropy, a leash, continued imitation. Read reward and power beside
 * drag: an adversary that achieves nothing changes neither.
 */
export const e11 = defineStudy({
  id: 'e11',
  summary: 'An adversary of exploration at three strengths, and three countermeasures.',
  question: 'Can an agent keep a trait by choosing what it explores, and what helps against that?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    ...Object.fromEntries(
      WEIGHTS.map((weight) => [
        `adversary · ${weight}`,
        { interventions: [exploreAdversary({ weight })], regimes: ['full'], role: 'control', comparedWith: 'control' },
      ]),
    ),
    'and entropy': against(entropy({ weight: 0.03 })),
    'and kl': against(kl()),
    'and interleave': against(chosen('interleave')),
    'no reward': { interventions: [noReward()], regimes: ['full'], role: 'control' },
  },
})
