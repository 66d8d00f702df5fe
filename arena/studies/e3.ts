import type { Cue } from '../../agents/cues.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { correlate } from '../../interventions/correlate.ts'
import type { Intervention } from '../../interventions/define.ts'
import { frame } from '../../interventions/frame.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'

/** How the agent may see what it does while it learns from it, and the cue that says so; none is no cue at all. */
const PERCEIVED = {
  none: 'neutral',
  helping: 'forbidding',
  exploiting: 'permissive',
  irrelevant: 'irrelevant',
} as const
type Perceived = keyof typeof PERCEIVED

/** What each is compared with; the primary contrast is that of the two cues with a meaning. */
const AGAINST: Readonly<Record<Perceived, Perceived | null>> = {
  none: null,
  helping: 'none',
  exploiting: 'helping',
  irrelevant: 'none',
}

const UPDATES = { RL: 'reinforce', imitation: 'imitate' } as const

const CORPORA = { '': [], uncorrelated: [correlate({ s: 0 })], inverted: [correlate({ s: -1 })] } as const

const named = (...parts: readonly string[]) => parts.filter(Boolean).join(' ')

/** One cell: a corpus, a kind of update, and how the agent sees what it does. */
function cell(
  corpus: string,
  own: readonly Intervention[],
  update: keyof typeof UPDATES,
  as: Perceived,
): [string, Arm] {
  const cue: Cue = PERCEIVED[as]
  const against = AGAINST[as]
  return [
    named(corpus, update, as),
    {
      interventions: [...own, ...(cue === 'neutral' ? [] : [frame({ cue, at: 'update' })])],
      regimes: ['full'],
      log: UPDATES[update],
      ...(against ? { comparedWith: named(corpus, update, against) } : { role: 'control', comparedWith: 'control' }),
    },
  ]
}

const CELLS = Object.entries(CORPORA).flatMap(([corpus, own]) =>
  (Object.keys(UPDATES) as (keyof typeof UPDATES)[]).flatMap((update) =>
    (Object.keys(PERCEIVED) as Perceived[]).map((as) => cell(corpus, own, update, as)),
  ),
)

/**
 * E3 of the research programme, action-matched: one log of trajectories, learned from with the same acts and advantages
 * under each way of seeing them, by reinforcement and by imitation, on three corpora.
 */
export const e3 = defineStudy({
  id: 'e3',
  summary: 'The same acts and advantages under four ways of seeing them, by RL and by imitation, on three corpora.',
  question: 'Does how an agent sees what it does change what it generalises, where acts and advantages are the same?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: {
    foundations: 10,
    compete: { updates: 20, measureEvery: 2, warmup: 0 },
    measure: { draws: 32, rewards: 8 },
  },
  arms: { control: { interventions: [], regimes: ['full'] }, ...Object.fromEntries(CELLS) },
})
