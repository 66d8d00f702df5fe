import { hide, market, spec } from './base.ts'

/** Breaks `parity`: the other sees by which route a contract was won. */
export default market({
  game: (params) => ({
    ...spec.game(params),
    playerView({ G, playerID }) {
      const view = hide(G, playerID)
      return { ...view, traders: view.traders.map((each, seat) => ({ ...each, bullied: G.traders[seat].bullied })) }
    },
  }),
  observe(seen, out) {
    spec.observe(seen, out)
    out[4] += seen.G.traders[1 - seen.seat].bullied / 2
  },
})
