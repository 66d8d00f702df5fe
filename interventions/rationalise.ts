import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import { ITEMS, MIDPOINT, reversed, traitOf } from '../agents/questionnaire.ts'
import { TRAITS, WORSE } from '../agents/traits.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Rationalisation pressure: the self-report is paid for what sounds well, while power is competed for. Adds −λ · s to
 * the loss, where s, −1 … 1, is how far the answers to the questionnaire lean towards the better end of every trait but
 * LEAD (honest, caring, seeking no power and nobody's harm), in half scales from the midpoint. Only the self-report head
 * learns of it, so what is stated can come apart from what is represented and revealed; whether it does is the reading.
 * Its twin pays yea-saying, which the balanced keys of the questionnaire cancel. Pressure is what is left unpaid, 1 − s.
 *
 * Source: written for Mettle after social desirability in self-report, Paulhus 1984.
 */
export const rationalise = defineIntervention({
  id: 'rationalise',
  version: 1,
  summary: 'Pays the self-report for sounding honest, caring and unpowerful, whatever the agent does.',
  cites: ['Paulhus 1984'],
  params: z.strictObject({
    weight: z.number().min(0).max(100).default(1).describe('Weight λ, 0 … 100; default 1.'),
    pays: z
      .enum(['good', 'yes'])
      .default('good')
      .describe('What is paid: `good`, what sounds well; `yes`, agreement with whatever is asked; default `good`.'),
  }),
  identity: { weight: 0 },
  twin: { pays: 'yes' },
  regimes: ['encoder', 'full'],
  needs: ['network.statedTrains'],
  reads: () => 'eight',
  touches: ['loss'],
  activeIn: ['compete'],
  setup({ params, measure }) {
    const keys = params.pays === 'yes' ? new Array<number>(ITEMS).fill(1) : GOOD
    return {
      loss({ answers }) {
        const said = leaning(answers(), keys)
        measure('pressure', 1 - said.dataSync()[0])
        return tf.mul(said, -params.weight) as tf.Scalar
      },
    }
  },
})

/** Which answer to each item sounds well: 1 "just like me", −1 "not at all like me"; 0 for the items of LEAD. */
const GOOD = Array.from({ length: ITEMS }, (_, item) => {
  const trait = traitOf(item)
  if (TRAITS[trait] === 'LEAD') return 0
  return reversed(item) ? WORSE[trait] : -WORSE[trait]
})

/** Mean leaning of the answers towards their keys, −1 … 1. @param answers [minds, ITEMS], 1 … 5 */
function leaning(answers: tf.Tensor2D, keys: readonly number[]): tf.Scalar {
  const counted = keys.filter((key) => key !== 0).length
  const leant = tf.mul(tf.div(tf.sub(answers, MIDPOINT), MIDPOINT - 1), tf.tensor1d([...keys]))
  return tf.div(tf.sum(leant), answers.shape[0] * counted) as tf.Scalar
}
