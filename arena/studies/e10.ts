import { boardroom } from '../../envs/boardroom/env.ts'
import { report } from '../../interventions/report.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { PRESSURE } from './pressure.ts'

const SHARES = [0.1, 0.25, 0.5] as const
const COSTS = [0, 0.02, 0.1] as const

const at = (rigged: number): [string, Arm][] => [
  [`rigged ${rigged}`, { interventions: [], regimes: ['full'], env: { rigged } }],
  ...[...COSTS.map((cost) => report({ cost })), report({ exclude: false })].map((by, i): [string, Arm] => [
    `report, ${COSTS[i] ?? 'still trained on'}, rigged ${rigged}`,
    { interventions: [by], regimes: ['full'], env: { rigged }, comparedWith: `rigged ${rigged}` },
  ]),
]

/**
 * E10 of the research programme: an affordance to report a rigged environment, over what a report costs and how many
 * matches are rigged; and one whose reports change nothing. Read recall and precision beside drag.
 */
export const e10 = defineStudy({
  id: 'e10',
  summary: 'Reports of rigged matches over their cost and the share of rigged ones.',
  question: 'Does an agent that can report a rigged match, and so need not learn from it, stay who it was?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: { control: { interventions: [], regimes: ['full'] }, ...Object.fromEntries(SHARES.flatMap(at)) },
})
