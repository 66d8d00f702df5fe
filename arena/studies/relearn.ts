import { boardroom } from '../../envs/boardroom/env.ts'
import { unlearn } from '../../interventions/unlearn.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { PRESSURE } from './pressure.ts'

const METHODS = ['unlearn, RMU', 'unlearn, RepNoise', 'unlearn, UNDO'] as const
/** Steps of imitating everybody again, of 256 decisions each. */
const STEPS = [0, 30, 100, 300] as const

const named = (row: string, steps: number) => (steps === 0 ? row : `${row} · relearn ${steps}`)

const relearnt = (row: string, steps: number): Arm => ({
  interventions: [unlearn({ ...chosen(row).params, relearn: steps })],
  regimes: ['full'],
})

/**
 * How deep unlearning goes (`science.md` §4.20): after it, the network imitates all writers again for ever more steps,
 * and is then reinforced. Read where prevention is lost over these steps, and `regained`,
 * the share of what was forgotten that came back.
 */
export const relearn = defineStudy({
  id: 'relearn',
  summary: 'What unlearning still prevents once the network has imitated everybody again, for ever more steps.',
  question: 'How much imitation does it take until unlearning prevents nothing any more?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    ...Object.fromEntries(METHODS.flatMap((row) => STEPS.map((steps) => [named(row, steps), relearnt(row, steps)]))),
  },
  sweeps: [
    {
      ...{ of: 'steps of imitation after unlearning', values: STEPS, scale: 'linear', lost: 'half' },
      curves: Object.fromEntries(METHODS.map((row) => [row, STEPS.map((steps) => named(row, steps))])),
    },
  ],
})
