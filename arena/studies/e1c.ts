import { boardroom } from '../../envs/boardroom/env.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { chosen } from './chosen.ts'
import { PRESSURE } from './pressure.ts'
import { TECHNIQUES } from './techniques.ts'

/** Techniques that take something from what is learned, and techniques that change what it means. */
const BLOCKERS = ['filter', 'penalise-acts', 'kl', 'mask-dark-acts'] as const
const SHAPERS = ['inoculate', 'preventative-steer', 'decorrelate-rep', 'decorrelate-data'] as const

/** Every strength of each, so that blockers and shapers can be read at equal prevention. */
const arms = [...BLOCKERS, ...SHAPERS].flatMap((row) => {
  const { strengths, regimes = ['full'] } = TECHNIQUES[row]
  return strengths.map((params, i): [string, Arm] => [
    `${row} · ${i + 1}`,
    { interventions: [chosen(row).with(params)], regimes },
  ])
})

/**
 * E1c of the research programme: do shapers keep more reward than blockers at equal prevention, and does reinforcement push
 * less against them? Read prevention beside retention over strengths, and the slope of `pressure` over training.
 */
export const e1c = defineStudy({
  id: 'e1c',
  summary: 'Blockers against shapers over their strengths: reward kept at equal prevention, and how pressure grows.',
  question: 'At equal prevention, do techniques that shape what is learned cost less than those that block it?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: PRESSURE, measure: { draws: 32, rewards: 8 } },
  arms: { control: { interventions: [], regimes: ['full'] }, ...Object.fromEntries(arms) },
  sweeps: [...BLOCKERS, ...SHAPERS].map((row) => ({
    of: `strength of ${row}, rank`,
    values: TECHNIQUES[row].strengths.map((_, i) => i + 1),
    scale: 'linear' as const,
    lost: 'half' as const,
    curves: { [row]: TECHNIQUES[row].strengths.map((_, i) => `${row} · ${i + 1}`) },
  })),
})
