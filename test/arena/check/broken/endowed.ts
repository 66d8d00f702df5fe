import { market, spec } from './base.ts'

/** Breaks `payoffs`: an endowment that no decision earned. */
export default market({
  game: (params) => ({
    ...spec.game(params),
    endIf: ({ G }) => (G.round >= G.rounds ? { payoffs: G.traders.map(({ paid }) => 1 + paid) } : undefined),
  }),
  score: ({ G }, seat) => 1 + G.traders[seat].paid,
})
