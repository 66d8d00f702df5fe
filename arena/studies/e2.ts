import { boardroom } from '../../envs/boardroom/env.ts'
import { filter } from '../../interventions/filter.ts'
import { preventativeSteer } from '../../interventions/preventative-steer.ts'
import { rationalise } from '../../interventions/rationalise.ts'
import { recontextualize } from '../../interventions/recontextualize.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

const STATED = { settings: { network: { statedTrains: true } } } as const
const stated = (arm: Pick<Arm, 'interventions'>): Arm => ({
  ...{ ...arm, regimes: ['full'], comparedWith: 'stating' },
  ...STATED,
})

/** Matches are played under the cue that permits dark acts, and learned from without it. */
const darkCue = recontextualize({ act: 'permissive', update: 'neutral' })
/** A monitor without error: every episode with a dark act is dropped, and no other. */
const perfect = filter({ truePositives: 1, falsePositives: 0 })

/**
 * E2 of the research programme: what moves when only the self-report is trained, only z, or both; and perfect labels,
 * where what is kept was sampled under a dark cue and every act that is kept is clean (Azarbal et al. 2025).
 */
export const e2 = defineStudy({
  id: 'e2',
  summary: 'Training what is stated, what is represented, or both; and clean acts that were sampled under a dark cue.',
  question: 'Do changes of what an agent says or represents of itself reach what it does?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    stating: { interventions: [], regimes: ['full'], ...STATED },
    'stated alone': stated({ interventions: [rationalise()] }),
    'represented alone': stated({ interventions: [preventativeSteer()] }),
    both: stated({ interventions: [rationalise(), preventativeSteer()] }),
    'dark cue': { interventions: [darkCue], regimes: ['full'] },
    'clean acts': { interventions: [perfect], regimes: ['full'] },
    'perfect labels': { interventions: [darkCue, perfect], regimes: ['full'], comparedWith: 'clean acts' },
  },
})
