import { boardroom } from '../../envs/boardroom/env.ts'
import { REGIMES } from '../../interventions/define.ts'
import { reverseReward } from '../../interventions/reverse-reward.ts'
import { defineStudy } from '../study.ts'
import { BATTERY } from './battery.ts'

/**
 * The headline study of κ: every foundation draws its own correlations of power and leadership with all other traits, so that trait names mean
 * nothing and a prediction has to be right trait by trait and foundation by foundation (VALIDITY §4.4).
 */
export const e0b = defineStudy({
  id: 'e0b',
  summary: 'Foretold drag against what came, on corpora whose correlations are drawn at random.',
  question: 'Does drag follow, trait by trait, what the correlations of a corpus foretell before the first update?',
  env: boardroom,
  evals: BATTERY,
  settings: { foundations: 10, population: { correlation: 'random' } },
  reversed: 'punished',
  arms: {
    control: { interventions: [], regimes: REGIMES },
    punished: { interventions: [reverseReward()], regimes: REGIMES, role: 'control' },
  },
})
