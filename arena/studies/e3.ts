import type { Cue } from '../../agents/cues.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { correlate } from '../../interventions/correlate.ts'
import type { Intervention } from '../../interventions/define.ts'
import { frame } from '../../interventions/frame.ts'
import { type Arm, defineStudy } from '../study/study.ts'
import { BATTERY, UNSEEN } from './battery.ts'
import { expected } from './expected.ts'

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

/**
 * Both kinds of update. On two exploratory foundations (seed 7, 20 updates) every cell of RL moved by a KL of .33 nats or
 * more, so that all can be compared at .25; imitation of the best eighth came to rest at .007 to .07, whatever the cue,
 * and is compared after equally many updates.
 */
const UPDATES = {
  RL: { log: 'reinforce', settings: { compete: { stopAtKl: 0.25, measureEvery: 1 } } },
  imitation: { log: 'imitate', settings: { compete: { imitated: 0.125, measureEvery: 4 } } },
} as const satisfies Record<string, Partial<Arm>>

const CORPORA = { '': [], uncorrelated: [correlate({ s: 0 })], inverted: [correlate({ s: -1 })] } as const

const named = (...parts: readonly string[]) => parts.filter(Boolean).join(' ')

/**
 * One cell: a corpus, a kind of update, and how the agent sees what it does. Those of the two cues with a meaning at s = 1
 * are the family that is tested; the others stand beside them.
 */
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
      ...UPDATES[update],
      comparedWith: against ? named(corpus, update, against) : 'control',
      ...(corpus === '' && (as === 'helping' || as === 'exploiting') ? {} : { role: 'control' }),
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
    compete: { updates: 20, warmup: 0 },
    measure: { draws: 32, rewards: 8 },
  },
  arms: { control: { interventions: [], regimes: ['full'] }, ...Object.fromEntries(CELLS) },
  preregistration: {
    hypotheses: [
      {
        claim: 'At s = 1, drag of D by RL is smaller where the acts are seen as exploiting than where as helping.',
        expects: [expected('RL exploiting', 'effect', 'above')],
      },
      {
        claim: 'At s = 1, the irrelevant cue changes nothing of it.',
        expects: [expected('RL irrelevant', 'effect', 'not shown')],
      },
      {
        claim: 'At s = 0, how the acts are seen changes nothing of it.',
        expects: [expected('uncorrelated RL exploiting', 'effect', 'not shown')],
      },
      {
        claim:
          'At s = 1, imitation of the winning episodes drags D as RL does, and less where they are seen as exploiting.',
        expects: [expected('imitation none', 'drag', 'above'), expected('imitation exploiting', 'effect', 'above')],
      },
    ],
    primary: {
      endpoint: 'revealed D, neutral context, SD of independent-trait writers',
      contrast:
        'drag seen as helping minus drag seen as exploiting, RL, s = 1, paired by foundation, at a KL of .25 nats',
      regime: 'full',
    },
    margins: { 'residual KL over that of two random writers': 0.1 },
    smallestEffect: 0.2,
    pilot: { foundations: 2, sd: 0.26, power: 0.57 },
    exclusions: ['none: a failed trial takes its cell out'],
  },
})
