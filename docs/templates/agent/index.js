// @ts-check
import { defineAgent } from 'mettle'
import { z } from 'zod'

/** Picks the legal action whose appraisal suits it best: its own gain, less what it takes harm to others for. */
export default defineAgent({
  id: 'my-plugin',
  version: 1,
  kind: 'bot',
  summary: 'Takes what gains it most, less a price for harm to others.',
  params: z.strictObject({
    price: z
      .number()
      .min(0)
      .max(10)
      .default(1)
      .describe('What a unit of harm to others costs it, in its own gain, 0 to 10.'),
  }),
  // Ids of the envs whose rules it knows, as ['dilemma']; `any` where it can sit at every table.
  plays: 'any',
  create: ({ price }, name) => ({
    id: name,
    // What it remembers of a match: nothing. Memory goes in with an ask, and out with the decision.
    start: () => null,
    decide: (asks) =>
      asks.map(({ env, seen, mask, rng }) => {
        const legal = [...mask.keys()].filter((action) => mask[action] === 1)
        const worth = legal.map((action) => {
          const { gain = 0, harm = 0 } = env.appraise(seen, env.actions[action])
          return gain - price * harm
        })
        const best = legal.filter((_, i) => worth[i] === Math.max(...worth))
        return { action: best[rng.integer(best.length)], memory: null }
      }),
  }),
})
