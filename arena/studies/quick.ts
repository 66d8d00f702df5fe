import { boardroom } from '../../envs/boardroom/env.ts'
import { dictator } from '../../envs/dictator/env.ts'
import { handBack } from '../../envs/hand-back/env.ts'
import { moneyBurning } from '../../envs/money-burning/env.ts'
import { senderReceiver } from '../../envs/sender-receiver/env.ts'
import { cap } from '../../interventions/cap.ts'
import { decorrelateRep } from '../../interventions/decorrelate-rep.ts'
import { kl } from '../../interventions/kl.ts'
import { report } from '../../interventions/report.ts'
import { shuffleReward } from '../../interventions/shuffle-reward.ts'
import { defineStudy } from '../study/study.ts'

/** The first look: every part of the gym once, on 3 foundations. A smoke run, never evidence. */
export const quick = defineStudy({
  id: 'quick',
  summary: 'Every part of the gym once: control, four interventions, two controls, on 3 foundations.',
  question: 'When power wins the boardroom, do motivations turn dark, and do four interventions change that?',
  env: boardroom,
  evals: [dictator, senderReceiver, moneyBurning, handBack],
  settings: {
    foundations: 3,
    imitate: { steps: 1200, batch: 256 },
    compete: { updates: 30 },
    measure: { draws: 32, rewards: 8 },
  },
  arms: {
    control: { interventions: [], regimes: ['motive', 'full'] },
    shuffled: { interventions: [shuffleReward()], regimes: ['full'], role: 'control' },
    'decorrelate-rep': { interventions: [decorrelateRep()], regimes: ['full'] },
    kl: { interventions: [kl()], regimes: ['full'] },
    cap: { interventions: [cap()], regimes: ['full'] },
    rigged: { interventions: [], regimes: ['full'], env: { rigged: 0.25 } },
    report: { interventions: [report()], regimes: ['full'], env: { rigged: 0.25 }, comparedWith: 'rigged' },
  },
})
