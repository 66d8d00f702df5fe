import * as tf from '@tensorflow/tfjs-core'
import { boardroom, defineIntervention, defineStudy, dictator, reverseReward, tiny } from 'mettle'
import { z } from 'zod'
import { breaks, failing } from './breaks.ts'
import { scaled } from './scaled.ts'

const exits = failing('exits', () => process.exit(7))

/** A loss that is no number from the first update on. */
const poisons = defineIntervention({
  id: 'poisons',
  version: 1,
  summary: 'Returns NaN.',
  cites: [],
  params: z.strictObject({}),
  identity: {},
  regimes: ['full'],
  touches: ['loss'],
  activeIn: ['compete'],
  setup: () => ({ loss: ({ logPolicy }) => tf.mean(tf.mul(logPolicy, Number.NaN)) as tf.Scalar }),
})()

console.log('a plugin that prints while it loads')

export default defineStudy({
  ...tiny,
  id: 'from-file',
  env: boardroom,
  settings: {
    foundations: 1,
    corpus: { matches: 4 },
    imitate: { steps: 8, batch: 64 },
    narrow: { steps: 2 },
    compete: { updates: 2, episodes: 8, evaluation: 8, measureEvery: 1, warmup: 1, verify: 2 },
    measure: { minds: 2, writers: 32, draws: 8, rewards: 2, gradient: 24 },
  },
  evals: [...tiny.evals.filter(({ spec }) => spec.id !== 'dictator'), dictator],
  arms: {
    control: { interventions: [], regimes: ['full'] },
    punished: { interventions: [reverseReward()], regimes: ['full'], role: 'control' },
    scaled: { interventions: [scaled({ by: 2 })], regimes: ['full'] },
    breaks: { interventions: [breaks], regimes: ['full'] },
    poisons: { interventions: [poisons], regimes: ['full'] },
    exits: { interventions: [exits], regimes: ['full'] },
  },
})
