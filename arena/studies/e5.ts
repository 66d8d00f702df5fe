import { boardroom } from '../../envs/boardroom/env.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import { standoff } from '../../envs/standoff/env.ts'
import { succession } from '../../envs/succession/env.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { PRESSURE } from './pressure.ts'

/** Techniques that change what is done, and techniques that change what it means: acts and z then move apart. */
const ROWS = ['decorrelate-rep', 'preventative-steer', 'penalise-acts', 'entropy'] as const

function contests(env: EnvPlugin<any, any>): [string, Arm][] {
  const own = env === boardroom
  const plain = own ? 'control' : env.spec.id
  const train = own ? {} : { train: env }
  return [
    [plain, { interventions: [], regimes: ['full'], ...train }],
    ...ROWS.map((row): [string, Arm] => [
      own ? row : `${row}, ${env.spec.id}`,
      { interventions: [chosen(row)], regimes: ['full'], ...train, comparedWith: plain },
    ]),
  ]
}

const [[, control], ...rest] = [boardroom, standoff, succession].flatMap(contests)

/**
 * E5 of the research programme: are motivations relevant for generalisation? 300 trials in three envs; the figure to read
 * is `generalisation`: how much z adds to acts in foretelling dark acts in unseen envs, out of the env that is foretold.
 */
export const e5 = defineStudy({
  id: 'e5',
  summary: 'Whether motivations add to actions in foretelling what is done in unseen envs, over three train envs.',
  question: 'Do motivations say more than actions about what is done elsewhere?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: { control, ...Object.fromEntries(rest) },
})
