import { hide, market, spec } from './base.ts'

/** Breaks `hidden`: values are hidden and their sum is shown. */
export default market({
  game: (params) => ({
    ...spec.game(params),
    playerView: ({ G, playerID }) => ({ ...hide(G, playerID), extra: G.traders[0].worth + G.traders[1].worth }),
  }),
  observe(seen, out) {
    spec.observe(seen, out)
    out[3] = seen.G.extra / 18
  },
})
