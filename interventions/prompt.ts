import { z } from 'zod'
import { DARK, TRAITS } from '../agents/traits.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * A stated persona during reinforcement: the evidence that the network is shown while it competes is that of somebody
 * darker or lighter than the assistant, by `size` SD on every trait of the dark composite (MAN, ENT, CAL, SPI, −HON).
 * At test the assistant is shown again. Of the two, a dark prompt is inoculation by persona: dark acts then say nothing
 * new about the assistant; a light prompt asks whether exploring as somebody good leaves the assistant good.
 *
 * Its twin moves the same traits by the same size with signs drawn once a trial. There is no activity to log: pressure
 * is the rise of the mean payoff since the first rollout, in payoff units, which is all that pulls on the prompt.
 *
 * Source: the founding post's motivation sampling; `science.md` §4 (motivation exploration).
 */
export const prompt = defineIntervention({
  id: 'prompt',
  version: 1,
  summary: 'Shows the network a darker or lighter persona than the assistant while it competes.',
  cites: ['Shaping the exploration of the motivation-space matters for AI safety'],
  params: z.strictObject({
    towards: z
      .enum(['dark', 'light', 'random'])
      .default('light')
      .describe('`dark`, `light` (default), or `random` signs, for the twin.'),
    size: z
      .number()
      .min(0)
      .max(3)
      .default(1)
      .describe('Shift of each trait of the dark composite, SD, 0 … 3; default 1.'),
  }),
  identity: { size: 0 },
  twin: { towards: 'random' },
  regimes: ['motive', 'encoder', 'full'],
  reads: () => 'eight',
  touches: ['persona'],
  activeIn: ['compete'],
  setup({ params: { towards, size }, rng, events$, measure }) {
    let first: number | undefined
    const watching = events$.subscribe((event) => {
      if (event.type !== 'rollout.collected') return
      first ??= event.reward
      measure('pressure', event.reward - first)
    })
    const signOf = (dark: number) =>
      towards === 'random' ? (rng.uniform() < 0.5 ? 1 : -1) : towards === 'dark' ? dark : -dark
    const shifts = TRAITS.map((trait) => (DARK[trait] ? size * signOf(DARK[trait]) : 0))
    return {
      persona: (traits) => traits.map((value, t) => value + shifts[t]),
      dispose: () => watching.unsubscribe(),
    }
  },
})
