import { boardroom } from '../../envs/boardroom/env.ts'
import { character } from '../../interventions/character.ts'
import { route } from '../../interventions/route.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { PRESSURE } from './pressure.ts'

const hardened = (by: Arm['interventions'][number]): Arm => ({ interventions: [by], regimes: ['full'] })

/**
 * E7 of the research programme: does a hardened persona hold in every context, or only in the neutral one? Read
 * prevention, drag in the worst context, `split`, the SD of D over contexts, and `prefill`, what dark acts do that it did not choose.
 */
export const e7 = defineStudy({
  id: 'e7',
  summary: 'Ways of hardening a persona before or beside reinforcement, read in every context.',
  question: 'Does hardening a persona change who the agent is in every context, or in the neutral one alone?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8, prefill: [1, 3, 5] } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    character: hardened(chosen('character')),
    'character, no introspection': hardened(character({ introspection: 0 })),
    interleave: hardened(chosen('interleave')),
    'interleave, by gap': hardened(chosen('interleave, by gap')),
    kl: hardened(chosen('kl')),
    'kl, off domain': hardened(chosen('kl, off domain')),
    'unlearn, UNDO': hardened(chosen('unlearn, UNDO')),
    route: hardened(route({ method: 'masking' })),
    'spec-distil': hardened(chosen('spec-distil')),
  },
})
