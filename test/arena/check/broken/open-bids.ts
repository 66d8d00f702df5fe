import { hide, market, spec } from './base.ts'

/** Breaks `sealed`: the view shows a bid before the other has bid. */
export default market({
  game: (params) => ({
    ...spec.game(params),
    playerView({ G, playerID }) {
      const view = hide(G, playerID)
      return { ...view, traders: view.traders.map((each, seat) => ({ ...each, bid: G.traders[seat].bid })) }
    },
  }),
  observe(seen, out) {
    spec.observe(seen, out)
    out[4] = (seen.G.traders[1 - seen.seat].bid ?? -1) + 1
  },
})
