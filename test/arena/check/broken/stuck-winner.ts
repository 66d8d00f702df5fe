import { type Market, market, route, spec } from './base.ts'

/** Breaks `choices`: whoever wins the second round has nothing to choose. */
const stuck = (G: Market) => G.round === 1
export default market({
  game(params) {
    const game = spec.game(params)
    const close = (context: any, option: unknown) => (stuck(context.G) ? 'INVALID_MOVE' : route(context, option))
    const stages = { ...game.turn?.stages, route: { moves: { route: close as never } } }
    return { ...game, turn: { ...game.turn, stages } }
  },
  legal(seen, mask) {
    if (seen.stage !== 'route' || !stuck(seen.G)) spec.legal(seen, mask)
  },
})
