import { boardroom } from '../../envs/boardroom/env.ts'
import { commons } from '../../envs/commons/env.ts'
import { errands } from '../../envs/errands/env.ts'
import type { Intervention } from '../../interventions/define.ts'
import { rewardDark } from '../../interventions/reward-dark.ts'
import { shareReward } from '../../interventions/share-reward.ts'
import { shuffleReward } from '../../interventions/shuffle-reward.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'

const control = (more: Partial<Arm>, ...interventions: readonly Intervention[]): Arm => ({
  ...{ interventions, regimes: ['full'], role: 'control', ...more },
})
/** What protects against a drag that nobody wanted, tried where somebody pays for dark acts on purpose. */
const GUARDS = ['preventative-steer', 'grad-project', 'decorrelate-rep', 'cap', 'kl, off domain'] as const

/**
 * E12 of the research programme: the founding post's other two threats. (b) Benign games, in which power is useful and
 * never paid: is it taken, and does taking it drag? Read power beside the change of D. (c) An actor who pays for dark acts:
 * do techniques against unwanted drag hold against a wanted one? Nothing here has a sign-reversed twin that means
 * anything, so all is read as a change.
 */
export const e12 = defineStudy({
  id: 'e12',
  summary: 'Power in benign games, where nothing pays for it; and an actor who pays for dark acts on purpose.',
  question: 'Is power taken where nothing pays for it, and do protections hold where darkness itself is paid?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: { updates: 20, measureEvery: 4 }, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    errands: control({ train: errands }),
    'errands, shuffled': control({ train: errands }, shuffleReward()),
    commons: control({ train: commons }, shareReward()),
    'shared reward': control({}, shareReward()),
    'dark reward': control({}, rewardDark()),
    ...Object.fromEntries(GUARDS.map((row) => [`dark reward, ${row}`, control({}, rewardDark(), chosen(row))])),
  },
})
