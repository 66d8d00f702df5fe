import { boardroom } from '../../envs/boardroom/env.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'

/** Steps of imitation and narrowing: less than elsewhere, so that a hundred times as many of RL can be afforded. */
const [IMITATED, NARROWED] = [300, 60] as const
/** RL updates of as many gradient steps: 128 matches of boardroom are about 1000 decisions, 2 or 3 minibatches, twice. */
const EQUAL = (IMITATED + NARROWED) / 5
const RATIOS = [0.01, 0.1, 1, 10, 100] as const
const BYPASS = [0, 8, 64] as const

/** An arm reinforced so many times as long as it was imitated, with so wide a way round z. */
const pressed = (ratio: number, bypass: number, init?: 'random'): Arm => {
  const updates = Math.max(1, Math.round(EQUAL * ratio))
  return {
    interventions: [],
    regimes: ['full'],
    settings: { network: { bypass }, compete: { updates, measureEvery: updates } },
    role: 'control',
    ...(init ? { init } : { comparedWith: 'control' }),
  }
}

const named = (ratio: number, bypass: number) => `bypass ${bypass}, RL ×${ratio}`

/**
 * E4 of the research programme: does drag stay a drag of personas under heavy reinforcement? RL from a hundredth to a
 * hundred times as many gradient steps as imitation, with bypasses of three widths, and from a network that imitated nobody. Read
 * κ, the share of drag that went through z (`mediation`), and frozen beside refitted probes.
 */
export const e4 = defineStudy({
  id: 'e4',
  summary: 'RL from a hundredth to a hundred times as long as imitation, with and without a way round z.',
  question: 'Does drag still go through personas when reinforcement outweighs imitation?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: {
    foundations: 10,
    imitate: { steps: IMITATED },
    narrow: { steps: NARROWED },
    compete: { updates: Math.round(EQUAL), measureEvery: Math.round(EQUAL), stopAtPower: null },
  },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    ...Object.fromEntries(
      RATIOS.flatMap((ratio) => BYPASS.map((bypass) => [named(ratio, bypass), pressed(ratio, bypass)])),
    ),
    ...Object.fromEntries(RATIOS.map((ratio) => [`random init, RL ×${ratio}`, pressed(ratio, 32, 'random')])),
  },
})
