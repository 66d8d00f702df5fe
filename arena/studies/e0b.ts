import { boardroom } from '../../envs/boardroom/env.ts'
import { REGIMES } from '../../interventions/define.ts'
import { defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

/**
 * The headline study of κ: every foundation draws its own correlations of power and leadership with all other traits,
 * so that trait names mean nothing and a prediction has to be right trait by trait and foundation by foundation
 * (VALIDITY §4.4).
 */
export const e0b = defineStudy({
  id: 'e0b',
  summary: 'Predicted drag against what came, on corpora whose correlations are drawn at random.',
  question: 'Does drag follow, trait by trait, what the correlations of a corpus foretell before the first update?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 30, population: { correlation: 'random' }, compete: PRESSURE },
  arms: {
    control: { interventions: [], regimes: REGIMES },
  },
  preregistration: {
    hypotheses: [
      'In full, κ is above 0, and dealing the predictions out anew to the traits gives one as large in less than 5 % of draws.',
      'In encoder, the same holds.',
      'In full, κ is larger than the slope on the covariance of another foundation.',
    ],
    primary: {
      endpoint:
        'κ: slope of revealed drag, neutral context, on its correlated part, over MAN, ENT, CAL, SPI, HON, CARE and foundations',
      contrast: 'half of (power rewarded − power punished)',
      regime: 'full',
    },
    margins: { 'other β as a share of β on PWR': 0.1, 'share of S_q that narrowing must leave': 0.5 },
    smallestEffect: 0.25,
    pilot: { foundations: 3, sd: 0.3, power: 0.7 },
    exclusions: ['none: a failed trial takes its cell out'],
  },
})
