import { defineAgent } from 'mettle'
import { z } from 'zod'

/** Leaves the pot until it holds enough. It reads all it needs off what it sees, so it remembers nothing of a match. */
export default defineAgent({
  id: 'patient',
  version: 1,
  kind: 'bot',
  summary: 'In pot: leaves it until it holds so much, then takes it.',
  params: z.strictObject({
    until: z.number().min(1).max(1024).default(8).describe('What the pot has to hold, 1 … 1024.'),
  }),
  plays: ['pot'],
  create: ({ until }, name) => ({
    id: name,
    start: () => null,
    decide: (asks) =>
      asks.map(({ seen: { G }, mask }) => {
        const last = G.round === G.rounds - 1
        const wanted = G.pot >= until || last ? 1 : 0
        return { action: mask[wanted] === 1 ? wanted : mask.indexOf(1), memory: null }
      }),
  }),
})
