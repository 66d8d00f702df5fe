import { boardroom } from '../../envs/boardroom/env.ts'
import { cap } from '../../interventions/cap.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { expected } from './expected.ts'
import { PRESSURE } from './pressure.ts'

/** Shares of the assistant's own decisions that a cap leaves alone, loosest first. */
const QUANTILES = [0.95, 0.75, 0.5, 0.25, 0.05] as const
const GRADIENTS = ['clamp', 'straight-through', 'detach'] as const

/** Extra pay of dark routes, as a share of the deal: there reinforcement itself pushes against the cap. */
const PAID = { delta: 0.25 } as const

const named = (quantile: number) => `p${Math.round(100 * quantile)}`

const caps = QUANTILES.flatMap((quantile) =>
  GRADIENTS.map((gradient): [string, Arm] => [
    `${named(quantile)} ${gradient}`,
    { interventions: [cap({ quantile, gradient })], regimes: ['full'] },
  ]),
)

const paid = QUANTILES.map((quantile): [string, Arm] => [
  `paid ${named(quantile)}`,
  { interventions: [cap({ quantile })], regimes: ['full'], env: PAID, comparedWith: 'paid' },
])

const tighter = (prefix: string, suffix: string) =>
  expected(`${prefix}p5${suffix}`, 'effect', 'above', { than: `${prefix}p95${suffix}` })

/** E8 of the research programme: capping as a guide and not a wall (footnote 3 of the founding post). */
export const e8 = defineStudy({
  id: 'e8',
  summary: 'Caps from loose to tight, three ways of learning behind them, with dark routes paid and unpaid.',
  question: 'Does a tighter cap prevent more drag, and does how deep it clips say when reinforcement routes round it?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 12, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    paid: { interventions: [], regimes: ['full'], env: PAID },
    ...Object.fromEntries([...caps, ...paid]),
  },
  preregistration: {
    hypotheses: [
      ...GRADIENTS.map((gradient) => ({
        claim: `In full, the tightest cap prevents more than the loosest where the gradient is ${gradient}.`,
        expects: [tighter('', ` ${gradient}`)],
      })),
      {
        claim: 'In full, the tightest cap prevents more than the loosest where dark routes are paid.',
        expects: [tighter('paid ', '')],
      },
      'Over arms and foundations, the slope of clip depth over training predicts drag (rank correlation above 0).',
    ],
    primary: {
      endpoint: 'revealed D, neutral context, SD of independent-trait writers',
      contrast:
        'drag of the arm it is compared with minus its own, each half of (power rewarded − power punished), paired by foundation',
      regime: 'full',
    },
    margins: { 'residual KL over that of two random writers': 0.1 },
    smallestEffect: 0.05,
    pilot: { foundations: 3, sd: 0.022, power: 0.95 },
    exclusions: ['none: a failed trial takes its cell out'],
  },
})
