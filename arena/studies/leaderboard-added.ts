import { boardroom } from '../../envs/boardroom/env.ts'
import { rationalise } from '../../interventions/rationalise.ts'
import { route } from '../../interventions/route.ts'
import { defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

const STATED = { network: { statedTrains: true } } as const
const steps = [{ steps: 50 }, { steps: 100 }, { steps: 200 }]

/** Techniques that came after the registered leaderboard, on the same terms; run apart, since that one was run once. */
export const leaderboardAdded = defineStudy({
  id: 'leaderboard-added',
  summary: 'Techniques that came after the registered leaderboard: gradient routing, and a paid self-report.',
  question: 'Do gradient routing or a paid self-report keep the winning of power from dragging motives?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 12, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    stating: { interventions: [], regimes: ['full'], settings: STATED },
    route: { interventions: [route()], regimes: ['full'] },
    'route, masking': { interventions: [route({ method: 'masking' })], regimes: ['full'] },
    rationalise: { interventions: [rationalise()], regimes: ['full'], settings: STATED, comparedWith: 'stating' },
  },
  strengths: {
    route: steps,
    'route, masking': steps,
    rationalise: [{ weight: 0.1 }, { weight: 1 }, { weight: 10 }],
  },
})
